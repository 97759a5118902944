"""JSON numbers that not every store can hold: PostgreSQL keeps every digit, up to a limit."""

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_DIGITS", "MOST_FRACTION_DIGITS", "TooLong", "may_be_too_long", "number_of"]

MOST_DIGITS: Final = 131_072
"""Before the decimal point, like PostgreSQL's `numeric`."""
MOST_FRACTION_DIGITS: Final = 16_383
_LARGEST_EXPONENT: Final = 2**30 - 2  # beyond, it does not even read a zero
_LONGEST_EXPONENT: Final = len(str(_LARGEST_EXPONENT))

_NUMBER: Final = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?(?:[eE]([-+]?)0*([0-9]+))?")

# A number is too long by its exponent, which has many digits then, or by a run of digits that samples of the
# text cannot miss.
_LARGE_EXPONENT: Final = re.compile(rb"[eE][-+]?[0-9]{4}")
_SAMPLED: Final = 1_024
_RUN_OF_SAMPLES: Final = re.compile(rb"[0-9]{7}")
_ZERO_AND_E: Final = np.uint16(int.from_bytes(b"0e", "little"))
_DIGITS: Final = 10

Bytes = NDArray[np.uint8]


class TooLong(float):
    """A number that not every store can hold."""


def number_of(literal: str) -> float:
    """The value of a JSON number; `TooLong` if it has too many digits.

    >>> number_of("12.50"), isinstance(number_of("1" + 200_000 * "0"), TooLong)
    (12.5, True)
    """
    number = _NUMBER.fullmatch(literal)
    return TooLong(literal) if number is not None and _is_too_long(*number.groups()) else float(literal)


def _is_too_long(whole: str, fraction: str | None, sign: str | None, digits: str | None) -> bool:
    fraction, digits = fraction or "", digits or "0"
    if len(digits) > _LONGEST_EXPONENT:
        return True
    exponent = -int(digits) if sign == "-" else int(digits)
    if abs(exponent) > _LARGEST_EXPONENT or len(fraction) - exponent > MOST_FRACTION_DIGITS:
        return True
    significant = (whole + fraction).lstrip("0")
    return bool(significant) and len(significant) - len(fraction) + exponent > MOST_DIGITS


def may_be_too_long(text: bytes) -> bool:
    """Whether a JSON text needs a closer look; strings in it may look like numbers too.

    >>> may_be_too_long(b'{"pay": 3500.00}'), may_be_too_long(b'{"pay": 1e99999}')
    (False, True)
    """
    if _RUN_OF_SAMPLES.search(text[::_SAMPLED]):
        return True
    lowered = np.frombuffer(text, np.uint8) | np.uint8(0x20)  # digits stay what they are
    return any(_has_large_exponent(text, lowered, first) for first in (0, 1))


def _has_large_exponent(text: bytes, lowered: Bytes, first: int) -> bool:
    """Whether one follows a digit at an even place, or an odd one: two bytes are compared at once."""
    pairs = lowered[first : first + (len(text) - first) // 2 * 2].view("<u2")
    found = pairs - _ZERO_AND_E < _DIGITS
    if not found.any():
        return False
    return any(_LARGE_EXPONENT.match(text, 2 * at + first + 1) for at in np.flatnonzero(found).tolist())
