"""Which records of an export can be used: the faults of a record, as the design names them."""

import json
from typing import Any, Final, NoReturn

from hiring.domain.soundness import may_have_text_faults, text_fault

MISSING_OBJECT: Final = "not an object"
NO_PROSPECTS: Final = "has no list of prospects"
REPEATED: Final = "repeated key: the first one was kept"

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
    """Why a document cannot be stored as text, or None; most are decided by one search for an escape."""
    if not may_have_text_faults(document):
        return None
    # Pairs, because a database reads the whole document, a repeated name's first value too.
    return text_fault(json.loads(document, parse_int=float, object_pairs_hook=list))
