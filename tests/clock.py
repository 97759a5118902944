"""The clock that tests ask: one that does not begin another day, month or year while a test looks."""

import time
from datetime import UTC, datetime, timedelta
from typing import Final

LONG_ENOUGH: Final = timedelta(minutes=1)
"""For any test that asks."""


def now() -> datetime:
    """This moment, in UTC; shortly before midnight it is awaited first."""
    while (found := datetime.now(UTC)).date() != (found + LONG_ENOUGH).date():
        time.sleep(1)
    return found
