"""What holds where nothing else is set."""

from datetime import timedelta
from typing import Final

__all__ = ["DEFAULT_MIN_PRECISION", "MATURITY"]

DEFAULT_MIN_PRECISION: Final = 0.80

MATURITY: Final = timedelta(days=90)
"""How long an outcome is waited for."""
