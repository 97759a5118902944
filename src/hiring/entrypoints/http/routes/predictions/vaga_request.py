"""What a request says of a vaga: its code or record, and the day of the application."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hiring.domain.contract import VAGA_SECTIONS
from hiring.domain.features.profiles import vaga_says_nothing
from hiring.domain.record_validation import (
    CODE_TOO_LARGE,
    LARGEST_CODE,
    NO_VAGA_SECTION,
    as_integer,
    code_of,
    fault_of_code,
    lacks_sections,
)
from hiring.entrypoints.http.json_schema import ANYTHING, CODE, DIGITS, Json
from hiring.entrypoints.http.requests.reading import Repeating
from hiring.entrypoints.http.requests.refusals import BODY, Faults
from hiring.entrypoints.http.routes.predictions.record_faults import faults_of_sections

VAGA: Final = "vaga"
APPLIED: Final = "data_candidatura"

_NEITHER: Final = "must be the code of a vaga, or a vaga's raw record"
TOO_LARGE: Final = f"must be from -{LARGEST_CODE} to {LARGEST_CODE}: not every program can hold larger ones"
_NO_SECTION: Final = f"{NO_VAGA_SECTION}: {', '.join(VAGA_SECTIONS)}"
_NOTHING_SAID: Final = (
    "is empty: no field of it that a model reads holds a text; give what the vaga's record says, such as its "
    "informacoes_basicas.titulo_vaga"
)
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EARLIEST: Final = date(1970, 1, 1)  # what is before stands for an empty field somewhere, as 31-12-1969 does
_NO_DAY: Final = (
    "must be a day as ISO 8601 writes it, such as 2026-11-23, one that exists, and not before 1970"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedVaga:
    """A vaga's code or raw record, and the day of the application; None: today."""

    vaga: int | Mapping[str, object]
    applied: date | None


def asked_vaga(document: Mapping[str, object], *, closely: object) -> tuple[AskedVaga | None, Faults]:
    """What a document that has `vaga` says of it, or everything that is wrong with that.

    Args:
        document: As it was decoded.
        closely: The same `with_long_numbers` where texts and numbers need a look, else None.
    """
    looked_at = closely.get(VAGA) if isinstance(closely, dict) else None
    vaga, faults = _vaga_in(document[VAGA], closely=looked_at)
    applied = None
    if APPLIED in document:
        applied = _day(document[APPLIED])
        if applied is None:
            faults.append((APPLIED, _NO_DAY))
    return (None if faults or vaga is None else AskedVaga(vaga=vaga, applied=applied)), faults


def without_vaga(document: dict[str, Any]) -> dict[str, Any]:
    """The rest of a document."""
    rest = {name: value for name, value in document.items() if name not in {VAGA, APPLIED}}
    if not isinstance(document, Repeating):
        return rest
    repeating = Repeating(list(rest.items()))
    repeating.repeated = document.repeated
    return repeating


def _vaga_in(value: object, *, closely: object) -> tuple[int | Mapping[str, object] | None, Faults]:
    if isinstance(value, dict):
        return value, _faults_of_record(value, closely=closely)
    code = as_integer(value)
    if (found := code_of(code)) is not None:
        return found, []
    return None, [(VAGA, TOO_LARGE if fault_of_code(code) == CODE_TOO_LARGE else _NEITHER)]


def _faults_of_record(record: dict[str, Any], *, closely: object) -> Faults:
    faults: Faults = []
    if lacks_sections(record, VAGA_SECTIONS):
        faults.append((VAGA, _NO_SECTION))
    elif vaga_says_nothing(record):
        faults.append((VAGA, _NOTHING_SAID))
    inside = faults_of_sections(record, VAGA_SECTIONS, closely=closely)
    return faults + [(VAGA if path == BODY else f"{VAGA}.{path}", reason) for path, reason in inside]


def _day(value: object) -> date | None:
    if not isinstance(value, str) or _ISO.fullmatch(value) is None:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return None if day < _EARLIEST else day


VAGA_SCHEMA: Final[Json] = {
    "anyOf": [
        {**CODE, "description": "Code of a vaga whose record is stored"},
        {**DIGITS, "description": "Its digits"},
        {
            "type": "object",
            "description": "A raw record, as the recruiting system exports it; one of the fields that the "
            "model reads holds a text",
            "properties": dict.fromkeys(VAGA_SECTIONS, ANYTHING),
            "anyOf": [{"required": [section]} for section in VAGA_SECTIONS],
        },
    ],
    "description": "For which vaga. The model that reads vagas answers.",
}
APPLIED_SCHEMA: Final[Json] = {
    "type": "string",
    "format": "date",
    "description": "On which day the person was put forward for it; without it: today, UTC.",
}
