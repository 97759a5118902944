"""From raw applicant records to questions: the features are computed here, by the rules of everywhere."""

from typing import ClassVar, Final

from hiring.application.serving.decide import PredictionRequest
from hiring.domain.contract import SECTIONS
from hiring.domain.features import Profile
from hiring.domain.record_validation import (
    BASICS,
    CODE,
    CODE_TOO_LARGE,
    NO_SECTION,
    as_integer,
    code_of,
    fault_of_own_code,
    fault_of_value,
    lacks_sections,
    may_have_faults,
)
from hiring.entrypoints.http.requests.reading import Repeating, strict_json, with_long_numbers
from hiring.entrypoints.http.requests.refusals import BODY, Faults, InvalidRequest, key_faults
from hiring.entrypoints.http.routes.predictions.predict import TOO_LARGE

_NO_CODE: Final = "must be an integer, its digits, or null"
_NO_SECTION: Final = f"{NO_SECTION}: {', '.join(SECTIONS)}"


class InvalidApplicant(InvalidRequest):
    """A record that cannot be used, as ingestion would set it aside."""

    code: ClassVar[str] = "invalid-applicant"


def parse_applicant_request(body: bytes, *, request_id: str, profile: Profile) -> PredictionRequest:
    """What a body that is one record asks.

    Raises:
        Refused: 400, the body is not JSON.
        InvalidApplicant: Names every fault of the record by its path. A field of a wrong type is none: it
            counts as absent.
    """
    record = strict_json(body)
    faults = faults_of_record(record, closely=with_long_numbers(body) if may_have_faults(body) else None)
    if faults or not isinstance(record, dict):
        raise InvalidApplicant(faults)
    (features,) = profile.features_of([record])
    code = code_in(record)
    return PredictionRequest(request_id=request_id, codigo_profissional=code, features=features, body=body)


def code_in(record: dict[str, object]) -> int | None:
    """Whom a sound record is about: its own code first, then that of its basic facts, if that is one."""
    if record.get(CODE) is not None:
        return code_of(as_integer(record[CODE]))
    basics = record.get(BASICS)
    return code_of(basics.get(CODE)) if isinstance(basics, dict) else None


def faults_of_record(record: object, *, closely: object) -> Faults:
    """Why a record cannot be used.

    Args:
        record: As it was decoded.
        closely: The same `with_long_numbers` where texts and numbers need a look, else None.
    """
    if not isinstance(record, dict):
        return [(BODY, "must be an object")]
    faults = faults_of_code(record)
    if lacks_sections(record):
        faults.append((BODY, _NO_SECTION))
    faults += _repeated(record, BODY)
    for name in SECTIONS:
        faults += _repeated(record.get(name), name)
    return faults + _faults_of_values(closely) if isinstance(closely, dict) else faults


def faults_of_code(record: dict[str, object]) -> Faults:
    """Of the code of its own; that of its basic facts is a field, which counts as absent where it is none."""
    fault = fault_of_own_code(record)
    if fault is None:
        return []
    where, reason = fault
    return [(where, TOO_LARGE if reason == CODE_TOO_LARGE else _NO_CODE)]


def _repeated(value: object, within: str) -> Faults:
    repeated = value.repeated if isinstance(value, Repeating) else ()
    return key_faults(repeated, "appears more than once", within=within)


def _faults_of_values(record: dict[str, object]) -> Faults:
    """Texts and numbers that not every store can keep, by section and field."""
    sections = {name: value for name in SECTIONS if isinstance(value := record.get(name), dict)}
    others = {name: value for name, value in record.items() if name not in sections}
    faults = _faulty(others, BODY)
    for name, section in sections.items():
        faults += _faulty(section, name)
    return faults


def _faulty(values: dict[str, object], within: str) -> Faults:
    names: dict[str, list[str]] = {}
    for name, value in values.items():
        if (reason := fault_of_value({name: value})) is not None:
            names.setdefault(reason, []).append(name)
    return [fault for reason, found in names.items() for fault in key_faults(found, reason, within=within)]
