"""From an item as it came, over HTTP or out of a file, to what it says of an outcome, or all its faults."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from hiring.domain.record_validation import LARGEST_CODE, as_integer

__all__ = ["ITEM_KEYS", "Faults", "StatedOutcome", "fault_of_day", "read_outcome"]

REQUEST_ID: Final = "request_id"
PERSON: Final = "codigo_profissional"
VAGA: Final = "vaga_codigo"
HIRED: Final = "hired"
OUTCOME_AT: Final = "outcome_at"
ITEM_KEYS: Final = (REQUEST_ID, PERSON, VAGA, HIRED, OUTCOME_AT)

ITEM: Final = ""
"""What faults of a whole item are told of."""
LONGEST_REQUEST_ID: Final = 128

Faults = tuple[tuple[str, str], ...]
"""(field, reason) for each fault, without any value."""

_REQUEST_ID: Final = re.compile(rf"[!-~]{{1,{LONGEST_REQUEST_ID}}}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KNOWN: Final = frozenset(ITEM_KEYS)
_MISSING: Final = "is missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedOutcome:
    """What an item says: of a decision by its request id, or of a person, with or without a vaga."""

    request_id: str | None = None
    codigo_profissional: int | None = None
    vaga_codigo: int | None = None
    hired: bool
    outcome_at: date


def read_outcome(item: object) -> StatedOutcome | Faults:
    """What an item says, or every fault of it.

    >>> read_outcome({"request_id": "r1", "hired": True, "outcome_at": "2026-11-23"}).hired
    True
    >>> read_outcome({"codigo_profissional": "31001", "hired": 1, "outcome_at": "23/11/2026"})
    ... # doctest: +NORMALIZE_WHITESPACE
    (('codigo_profissional', 'must be an integer, or null'), ('hired', 'must be true or false'),
     ('outcome_at', 'must be a day, as YYYY-MM-DD'))

    Args:
        item: A decoded JSON value.
    """
    if not isinstance(item, Mapping):
        return ((ITEM, "must be an object"),)
    code, vaga = as_integer(item.get(PERSON)), as_integer(item.get(VAGA))
    day = _day(item.get(OUTCOME_AT))
    faults = [
        *_faults_of_keys(item),
        *_faults_of_subject(item.get(REQUEST_ID), code, vaga),
        *([] if isinstance(item.get(HIRED), bool) else [(HIRED, _fault(item, HIRED, "true or false"))]),
        *([] if day else [(OUTCOME_AT, _fault(item, OUTCOME_AT, "a day, as YYYY-MM-DD"))]),
    ]
    if faults or day is None:
        return tuple(faults)
    return StatedOutcome(
        request_id=item.get(REQUEST_ID),
        codigo_profissional=code,
        vaga_codigo=vaga,
        hired=item[HIRED],
        outcome_at=day,
    )


def fault_of_day(stated: StatedOutcome, today: date) -> Faults:
    """Why an outcome cannot be known yet; nothing where it can.

    >>> stated = StatedOutcome(request_id="r1", hired=True, outcome_at=date(2026, 11, 24))
    >>> fault_of_day(stated, date(2026, 11, 24)), fault_of_day(stated, date(2026, 11, 23))
    ((), (('outcome_at', 'is in the future: days are those of UTC'),))
    """
    return () if stated.outcome_at <= today else ((OUTCOME_AT, "is in the future: days are those of UTC"),)


def _faults_of_keys(item: Mapping[str, object]) -> list[tuple[str, str]]:
    known = item.keys() <= _KNOWN
    return [] if known else [(ITEM, f"unknown keys: {len(item.keys() - _KNOWN)}")]


def _faults_of_subject(request_id: object, code: object, vaga: object) -> list[tuple[str, str]]:
    faults = [(name, reason) for name, value in ((PERSON, code), (VAGA, vaga)) if (reason := _no_code(value))]
    if request_id is None:
        return faults + ([(ITEM, f"must have {REQUEST_ID} or {PERSON}")] if code is None else [])
    if not isinstance(request_id, str) or not _REQUEST_ID.fullmatch(request_id):
        faults.append((REQUEST_ID, f"must be 1 to {LONGEST_REQUEST_ID} visible ASCII characters"))
    both = [name for name, value in ((PERSON, code), (VAGA, vaga)) if value is not None]
    return faults + [(name, f"must not stand beside {REQUEST_ID}") for name in both]


def _no_code(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        return "must be an integer, or null"
    return None if abs(value) <= LARGEST_CODE else f"must be from -{LARGEST_CODE} to {LARGEST_CODE}"


def _day(text: object) -> date | None:
    return _day_of(text) if isinstance(text, str) else None


@lru_cache(maxsize=4096)  # reports come by the thousand, and from few days
def _day_of(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _fault(item: Mapping[str, object], name: str, wanted: str) -> str:
    return _MISSING if item.get(name) is None else f"must be {wanted}"
