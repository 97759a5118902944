"""Hiring: from a recruiting system's exports to calibrated, audited hiring scores."""

__version__ = "0.1.0"
