"""Days as exports write them."""

import re
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np

__all__ = ["NO_DAY", "day_of"]

NO_DAY: Final = np.datetime64("NaT", "D")

_DAY: Final = re.compile(r"[0-9]{2}-[0-9]{2}-[0-9]{4}")
_EPOCH_AS_LOCAL_TIME: Final = (
    "31-12-1969"  # what the recruiting system prints for an empty timestamp west of Greenwich
)


def day_of(text: str | None) -> np.datetime64:
    """The day of a `dd-mm-yyyy` text; NaT for a missing one, `0000-00-00`, `31-12-1969` and anything else.

    >>> day_of("05-03-2024"), day_of("0000-00-00")
    (np.datetime64('2024-03-05'), np.datetime64('NaT','D'))
    """
    match = _DAY.fullmatch((text or "").strip())
    return NO_DAY if match is None or match[0] == _EPOCH_AS_LOCAL_TIME else _day(match[0])


@lru_cache(4096)
def _day(text: str) -> np.datetime64:
    try:
        return np.datetime64(date(int(text[6:]), int(text[3:5]), int(text[:2])), "D")
    except ValueError:
        return NO_DAY
