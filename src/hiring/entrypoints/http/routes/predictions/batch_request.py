"""From a body of POST /predict/batch to questions: an item that cannot be asked is told in its own place."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from hiring.application.serving.decide import PredictionRequest
from hiring.application.serving.read_vagas import VagaRequest
from hiring.domain.errors import InvalidFeatures, VagaMissing
from hiring.domain.features import Profile
from hiring.domain.record_validation import CODE, may_have_faults
from hiring.entrypoints.http.requests.reading import strict_json, with_long_numbers
from hiring.entrypoints.http.requests.refusals import BODY, Faults, InvalidRequest, faults_of_keys
from hiring.entrypoints.http.resources.parts import NoVagaModel
from hiring.entrypoints.http.routes.predictions.applicant_request import (
    InvalidApplicant,
    code_in,
    faults_of_code,
    faults_of_record,
)
from hiring.entrypoints.http.routes.predictions.predict import (
    request_from_document,
    vaga_request_from_document,
)
from hiring.entrypoints.http.routes.predictions.vaga_request import VAGA, asked_vaga, without_vaga

ITEMS: Final = "items"
APPLICANT: Final = "applicant"
MOST_ITEMS: Final = 256

_ITEM: Final = "item"
_BATCH: Final = frozenset({ITEMS})
_KNOWN: Final = frozenset({CODE, APPLICANT})


class InvalidBatch(InvalidRequest):
    """There are no items to look at, or too many."""

    code: ClassVar[str] = "invalid-batch"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Applicant:
    """A sound item whose features are not computed yet: for many at once that is much cheaper."""

    code: int | None
    record: dict[str, object]


Unasked = InvalidFeatures | InvalidApplicant | NoVagaModel | VagaMissing
Asked = PredictionRequest | VagaRequest


def item_id(request_id: str, number: int) -> str:
    """The request id of an item, counted from 0."""
    return f"{request_id}/{number}"


def parse_batch_request(
    body: bytes,
    *,
    request_id: str,
    profile: Profile,
    vaga_profile: Callable[[], Profile],
    missing_is_unknown: bool,
) -> list[Asked | Unasked]:
    """What each item asks, or why it cannot be asked, in order.

    Raises:
        Refused: 400, the body is not JSON.
        InvalidBatch: The body as a whole is not a batch.
    """
    items = _items(strict_json(body))
    # The whole body decides whether this is the same question again; digested here once, not with each item.
    digested = hashlib.sha256(body).digest()
    closely = with_long_numbers(body)[ITEMS] if may_have_faults(body) else [{}] * len(items)
    found: list[Asked | Unasked | _Applicant] = []
    for number, (item, looked_at) in enumerate(zip(items, closely, strict=True)):
        try:
            if isinstance(item, dict) and VAGA in item:
                name = item_id(request_id, number)
                found.append(
                    _for_vaga(
                        item,
                        digested,
                        name,
                        vaga_profile,
                        closely=looked_at or None,
                        missing_is_unknown=missing_is_unknown,
                    )
                )
            elif isinstance(item, dict) and APPLICANT in item:
                found.append(_applicant(item, closely=looked_at.get(APPLICANT)))
            else:
                name = item_id(request_id, number)
                found.append(
                    request_from_document(
                        item, digested, name, profile, missing_is_unknown=missing_is_unknown
                    )
                )
        except InvalidFeatures as refused:
            found.append(InvalidFeatures(_of_item(refused.faults)))
        except (InvalidApplicant, NoVagaModel) as refused:
            found.append(refused)
    return _asked(found, digested, request_id, profile)


def _asked(
    found: Sequence[Asked | Unasked | _Applicant],
    digested: bytes,
    request_id: str,
    profile: Profile,
) -> list[Asked | Unasked]:
    rows = iter(profile.features_of([one.record for one in found if isinstance(one, _Applicant)]))
    return [
        PredictionRequest(
            request_id=item_id(request_id, number),
            codigo_profissional=one.code,
            features=next(rows),
            body=digested,
        )
        if isinstance(one, _Applicant)
        else one
        for number, one in enumerate(found)
    ]


def _for_vaga(  # noqa: PLR0913  # as it is asked
    item: dict[str, object],
    digested: bytes,
    name: str,
    profile: Callable[[], Profile],
    *,
    closely: object,
    missing_is_unknown: bool,
) -> VagaRequest:
    """An item about a person and a vaga, with the raw record or the features of both.

    Raises:
        InvalidApplicant: Names every fault by its path in the item.
        InvalidFeatures: The same.
        NoVagaModel: Nothing answers about vagas.
    """
    if APPLICANT not in item:
        return vaga_request_from_document(
            item, digested, name, profile(), closely=closely, missing_is_unknown=missing_is_unknown
        )
    profile()
    vaga, faults = asked_vaga(item, closely=closely)
    rest = without_vaga(item)
    looked_at = closely.get(APPLICANT) if isinstance(closely, dict) else None
    try:
        person = _applicant(rest, closely=looked_at)
    except InvalidApplicant as more:
        raise InvalidApplicant([*more.faults, *faults]) from None
    if vaga is None:
        raise InvalidApplicant(faults)
    return VagaRequest(
        request_id=name,
        codigo_profissional=person.code,
        person=person.record,
        vaga=vaga.vaga,
        applied=vaga.applied,
        body=digested,
    )


def _items(document: object) -> list[object]:
    if not isinstance(document, dict):
        raise InvalidBatch([(BODY, "must be an object")])
    faults = faults_of_keys(document, _BATCH)
    items = document.get(ITEMS)
    if not isinstance(items, list) or not 1 <= len(items) <= MOST_ITEMS:
        faults.append((ITEMS, f"must be a list of 1 to {MOST_ITEMS} items"))
    if faults or not isinstance(items, list):
        raise InvalidBatch(faults)
    return items


def _applicant(item: dict[str, object], *, closely: object) -> _Applicant:
    """A raw record and, beside it, whom it is about; the code beside it wins over those within.

    Raises:
        InvalidApplicant: Names every fault by its path in the item.
    """
    record = item[APPLICANT]
    inside = faults_of_record(record, closely=closely)
    faults = _of_item(faults_of_keys(item, _KNOWN) + faults_of_code(item))
    faults += [(APPLICANT if path == BODY else f"{APPLICANT}.{path}", reason) for path, reason in inside]
    if faults or not isinstance(record, dict):
        raise InvalidApplicant(faults)
    return _Applicant(code=code_in(item) if item.get(CODE) is not None else code_in(record), record=record)


def _of_item(faults: Sequence[tuple[str, str]]) -> Faults:
    """What would be told of a body that is no batch."""
    return [(_ITEM if path == BODY else path, reason) for path, reason in faults]
