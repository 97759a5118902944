"""From raw applicant records to questions: the features are computed here, by the rules of everywhere."""

from typing import ClassVar, Final

from hiring.application.serving.decide import PredictionRequest
from hiring.application.serving.read_vagas import VagaRequest
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
    lacks_sections,
    may_have_faults,
)
from hiring.entrypoints.http.requests.reading import strict_json, with_long_numbers
from hiring.entrypoints.http.requests.refusals import BODY, NOT_KNOWN, Faults, InvalidRequest
from hiring.entrypoints.http.routes.predictions.record_faults import faults_of_sections
from hiring.entrypoints.http.routes.predictions.vaga_request import (
    APPLIED,
    TOO_LARGE,
    VAGA,
    asked_vaga,
    without_vaga,
)

_NO_CODE: Final = "must be an integer, its digits, or null"
_NO_SECTION: Final = f"{NO_SECTION}: {', '.join(SECTIONS)}"


class InvalidApplicant(InvalidRequest):
    """A record that cannot be used, as ingestion would set it aside."""

    code: ClassVar[str] = "invalid-applicant"


def parse_applicant_request(
    body: bytes, *, request_id: str, profile: Profile
) -> PredictionRequest | VagaRequest:
    """What a body that is one record asks: about the person, or about the person and a vaga.

    Raises:
        Refused: 400, the body is not JSON.
        InvalidApplicant: Names every fault of the record by its path. A field of a wrong type is none: it
            counts as absent.
    """
    record = strict_json(body)
    closely = with_long_numbers(body) if may_have_faults(body) else None
    if isinstance(record, dict) and VAGA in record:
        return _about_vaga(record, closely, request_id=request_id, body=body)
    faults = faults_of_record(record, closely=closely)
    if isinstance(record, dict) and APPLIED in record:
        faults.append((APPLIED, NOT_KNOWN))  # of whoever forgot `vaga`: other keys are the record's
    if faults or not isinstance(record, dict):
        raise InvalidApplicant(faults)
    (features,) = profile.features_of([record])
    code = code_in(record)
    return PredictionRequest(request_id=request_id, codigo_profissional=code, features=features, body=body)


def _about_vaga(document: dict[str, object], closely: object, *, request_id: str, body: bytes) -> VagaRequest:
    vaga, faults = asked_vaga(document, closely=closely)
    record = without_vaga(document)
    rest = without_vaga(closely) if isinstance(closely, dict) else None
    faults = faults_of_record(record, closely=rest) + faults
    if faults or vaga is None:
        raise InvalidApplicant(faults)
    return VagaRequest(
        request_id=request_id,
        codigo_profissional=code_in(record),
        person=record,
        vaga=vaga.vaga,
        applied=vaga.applied,
        body=body,
    )


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
    return faults + faults_of_sections(record, SECTIONS, closely=closely)


def faults_of_code(record: dict[str, object]) -> Faults:
    """Of the code of its own; that of its basic facts is a field, which counts as absent where it is none."""
    fault = fault_of_own_code(record)
    if fault is None:
        return []
    where, reason = fault
    return [(where, TOO_LARGE if reason == CODE_TOO_LARGE else _NO_CODE)]
