"""Which records can be used, whether they come from a file or a request."""

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from hiring.domain.contract import SECTIONS
from hiring.domain.long_numbers import MOST_DIGITS, MOST_FRACTION_DIGITS, TooLong, may_be_too_long

__all__ = [
    "CODE_NOT_INTEGER",
    "CODE_TOO_LARGE",
    "LARGEST_CODE",
    "LONE_SURROGATE",
    "NUL",
    "TOO_LONG_A_NUMBER",
    "code_of",
    "fault_of_code",
    "fault_of_value",
    "may_have_faults",
]

NUL: Final = "contains U+0000"
LONE_SURROGATE: Final = "contains a lone surrogate"
TOO_LONG_A_NUMBER: Final = (
    f"contains a number of more than {MOST_DIGITS:,} digits, or {MOST_FRACTION_DIGITS:,} behind the point"
)

LARGEST_CODE: Final = 2**53 - 1
"""Up to here every integer fits a double; beyond, programs that use doubles would turn one code into
another."""

CODE_NOT_INTEGER: Final = "code is not an integer"
CODE_TOO_LARGE: Final = "code has more than 53 bits: not every program can hold it"
REPEATED: Final = "repeated key: the first one was kept"
NO_SECTION: Final = "has none of the sections of an applicant"
NO_VAGA_SECTION: Final = "has none of the sections of a vaga"

CODE: Final = "codigo_profissional"
BASICS: Final = "infos_basicas"

_INTEGER: Final = re.compile(r"(-?)0*([0-9]+)")
_DIGITS: Final = len(str(LARGEST_CODE))
_ESCAPED_TROUBLE: Final = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def code_of(text: object) -> int | None:
    """The code that a key or a field holds: an integer of at most 53 bits, or its decimal digits.

    >>> code_of("31001"), code_of(31001), code_of("31-001")
    (31001, 31001, None)
    """
    if isinstance(text, str) and (digits := _INTEGER.fullmatch(text)) and len(digits[2]) <= _DIGITS:
        text = int(digits[1] + digits[2])
    if isinstance(text, int) and not isinstance(text, bool) and abs(text) <= LARGEST_CODE:
        return text
    return None


def fault_of_code(text: object) -> str | None:
    """Why `code_of` finds no code; None if it finds one.

    >>> fault_of_code("31-001"), fault_of_code(2**53), fault_of_code("31001")
    ('code is not an integer', 'code has more than 53 bits: not every program can hold it', None)
    """
    if code_of(text) is not None:
        return None
    digits = isinstance(text, str) and _INTEGER.fullmatch(text) is not None
    integer = isinstance(text, int) and not isinstance(text, bool)
    return CODE_TOO_LARGE if digits or integer else CODE_NOT_INTEGER


def as_integer(value: object) -> Any:  # noqa: ANN401  # any JSON value
    """The same, and 7 for 7.0: JSON has only one kind of number, and some languages write it so.

    Not for a subclass of float, which marks a number that was rounded on the way.
    """
    return int(value) if type(value) is float and value.is_integer() else value


def fault_of_own_code(record: Mapping[str, object]) -> tuple[str, str] | None:
    """Where a record that stands under no key names a code that is none, and why it is none.

    The code of its basic facts is a field, which counts as absent where it is none, unless it is too large.
    """
    code = as_integer(record.get(CODE))
    if code is not None:
        fault = fault_of_code(code)
        return None if fault is None else (CODE, fault)
    basics = record.get(BASICS)
    if isinstance(basics, Mapping) and fault_of_code(basics.get(CODE)) == CODE_TOO_LARGE:
        return f"{BASICS}.{CODE}", CODE_TOO_LARGE
    return None


def lacks_sections(record: Mapping[str, object], sections: Collection[str] = SECTIONS) -> bool:
    """Whether this is something other than an applicant's record, or whatever record has these sections."""
    return not any(section in record for section in sections)


def may_have_faults(document: bytes) -> bool:
    """Whether a JSON text needs a closer look.

    U+0000 and lone surrogates can only occur as escapes; numbers may be too long.

    >>> may_have_faults(b'{"nome": "Ana"}'), may_have_faults(b'{"valor": 1e99999}')
    (False, True)
    """
    return _ESCAPED_TROUBLE.search(document) is not None or may_be_too_long(document)


def fault_of_value(value: object) -> str | None:
    """Why not every store can hold a decoded JSON value, or None; names and values at every level count.

    >>> fault_of_value({"nome": ["Ana" + chr(0)]}), fault_of_value({"nome": ["Ana"]})
    ('contains U+0000', None)
    """
    texts: list[str] = []
    too_long = False
    waiting: list[object] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            texts.append(item)
        elif isinstance(item, dict):
            texts += item
            waiting += item.values()
        elif isinstance(item, list | tuple):
            waiting += item
        elif isinstance(item, TooLong):
            too_long = True
    text = "".join(texts)
    if "\0" in text:
        return NUL
    if _SURROGATE.search(text):
        return LONE_SURROGATE
    return TOO_LONG_A_NUMBER if too_long else None
