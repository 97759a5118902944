"""Which records of an export can be used: the faults of a record, as the design names them."""

import json
from typing import Any, Final, NoReturn

from hiring.domain.long_numbers import number_of
from hiring.domain.record_validation import fault_of_value, may_have_faults

MISSING_OBJECT: Final = "not an object"
NO_PROSPECTS: Final = "has no list of prospects"

_LONGEST_INTEGER: Final = 20  # characters; Python refuses thousands of digits


def exactly(document: bytes | str) -> Any:  # noqa: ANN401  # any JSON value
    """The value of a JSON text by Python's own decoder, for what msgspec refuses.

    That is lone surrogates and numbers that no float can hold.

    Raises:
        ValueError: It is not JSON; NaN and Infinity are not.
    """
    return json.loads(document, parse_int=_integer, parse_constant=_refuse)


def _integer(digits: str) -> int:
    """A longer one is no code and no feature whatever it is: its beginning says so too."""
    return int(digits[:_LONGEST_INTEGER])


def _refuse(_name: str) -> NoReturn:
    message = "not a JSON number"
    raise ValueError(message)


def fault_of(document: bytes) -> str | None:
    """Why not every store can hold a document, or None; most are decided by a look at their bytes."""
    if not may_have_faults(document):
        return None
    # Pairs, because a database reads the whole document, a repeated name's first value too.
    value = json.loads(document, parse_int=number_of, parse_float=number_of, object_pairs_hook=list)
    return fault_of_value(value)
