"""`salario_valor`: the salary found in free text, in BRL a month."""

import re
from math import nan
from typing import Final

from hiring.domain.features.text import fold

__all__ = ["GOES_ON", "HIGHEST", "HOURLY", "LOWEST", "NUMBER", "THOUSANDS", "salary_of"]

LOWEST: Final = 300.0
HIGHEST: Final = 100_000.0
HOURLY: Final = ("/h", "hora")
NUMBER: Final = re.compile(r"([0-9]+(?:\.[0-9]{3}(?![0-9]))*)(?:[.,]([0-9]+))?")
GOES_ON: Final = re.compile(r"[.,][0-9]")
THOUSANDS: Final = re.compile(r" ?(k|mil)(?!\w)")


def salary_of(text: str) -> float:
    """The first amount in the text, or NaN if there is none, it is an hourly rate, or it is not plausible.

    The bounds, 300 and 100,000, are included; they apply after multiplying by `k` or `mil`.

    >>> salary_of("R$ 3.500,00"), salary_of("4,5 mil"), salary_of("R$ 40/h")
    (3500.0, 4500.0, nan)
    """
    folded = fold(text)
    if any(sign in folded for sign in HOURLY):
        return nan
    number = NUMBER.search(folded)
    if number is None or GOES_ON.match(folded, number.end()):
        return nan
    value = float(f"{number[1].replace('.', '')}.{number[2] or '0'}")
    if THOUSANDS.match(folded, number.end()):
        value *= 1000.0
    return value if LOWEST <= value <= HIGHEST else nan
