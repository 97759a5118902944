"""Outcomes that are reported back."""
