"""What an export holds, read as naively as possible.

The whole text at once, by Python's own decoder, with no code of the library.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import NoReturn

from tests.oracle.contract_v1 import code_of, has_a_section

NOT_AN_OBJECT = "not an object"
NO_CODE = "code is not an integer"
TOO_LARGE = "code has more than 53 bits: not every program can hold it"
REPEATED = "repeated key: the first one was kept"
NO_SECTION = "has none of the sections of an applicant"
NUL = "contains U+0000"
SURROGATE = "contains a lone surrogate"


class Pairs(list[tuple[str, object]]):
    """A JSON object with all its names, repeated ones too."""


def refuse(_literal: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


DECODER = json.JSONDecoder(object_pairs_hook=Pairs, parse_constant=refuse, parse_int=float)


def pairs_of(export: bytes) -> Pairs:
    """The members of the top-level object.

    Raises:
        ValueError: It is not UTF-8, or not one JSON object.
    """
    value = DECODER.decode(export.decode("utf-8-sig").strip(" \t\n\r"))
    if not isinstance(value, Pairs):
        raise ValueError("not an object")  # noqa: TRY004  # one error for all that is not an export
    return value


def verdicts(pairs: Sequence[tuple[str, object]]) -> Iterator[int | str]:
    """The code of each sound record, and the reason against each other one."""
    kept: set[int] = set()
    for key, value in pairs:
        reason = reason_against(key, value, kept)
        if reason is None and not has_a_section(dict(value)):  # type: ignore[call-overload]  # no reason: Pairs
            reason = NO_SECTION
        code = code_of(key)
        if reason is not None or code is None:
            yield reason or reason_of_no(key)
        else:
            kept.add(code)
            yield code


def reason_against(key: str, value: object, kept: set[int]) -> str | None:
    code = code_of(key)
    if code is None:
        return reason_of_no(key)
    if code in kept:
        return REPEATED
    if not isinstance(value, Pairs):
        return NOT_AN_OBJECT
    return text_reason("".join(f"{text}." for text in texts(value)))  # the dot keeps two halves apart


def reason_of_no(key: str) -> str:
    return TOO_LARGE if re.fullmatch(r"-?[0-9]+", key) else NO_CODE


def text_reason(text: str) -> str | None:
    if "\0" in text:
        return NUL
    return SURROGATE if re.search("[\ud800-\udfff]", text) else None


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Pairs):
        for name, inner in value:
            yield name
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def depth(value: object) -> int:
    if isinstance(value, Pairs):
        value = [inner for _, inner in value]
    if isinstance(value, list):
        return 1 + max(map(depth, value), default=0)
    return 0
