"""From a body of POST /predict/batch to questions: an item that cannot be asked is told in its own place."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from hiring.application.serving.decide import PredictionRequest
from hiring.domain.errors import InvalidFeatures
from hiring.domain.features import Profile
from hiring.domain.record_validation import CODE, may_have_faults
from hiring.entrypoints.http.requests.reading import strict_json, with_long_numbers
from hiring.entrypoints.http.requests.refusals import BODY, Faults, InvalidRequest, faults_of_keys
from hiring.entrypoints.http.routes.predictions.applicant_request import (
    InvalidApplicant,
    code_in,
    faults_of_code,
    faults_of_record,
)
from hiring.entrypoints.http.routes.predictions.predict import request_from_document

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


Unasked = InvalidFeatures | InvalidApplicant


def item_id(request_id: str, number: int) -> str:
    """The request id of an item, counted from 0."""
    return f"{request_id}/{number}"


def parse_batch_request(
    body: bytes, *, request_id: str, profile: Profile, missing_is_unknown: bool
) -> list[PredictionRequest | Unasked]:
    """What each item asks, or why it cannot be asked, in order.

    Raises:
        Refused: 400, the body is not JSON.
        InvalidBatch: The body as a whole is not a batch.
    """
    items = _items(strict_json(body))
    # The whole body decides whether this is the same question again; digested here once, not with each item.
    digested = hashlib.sha256(body).digest()
    closely = with_long_numbers(body)[ITEMS] if may_have_faults(body) else [{}] * len(items)
    found: list[PredictionRequest | Unasked | _Applicant] = []
    for number, (item, looked_at) in enumerate(zip(items, closely, strict=True)):
        try:
            if isinstance(item, dict) and APPLICANT in item:
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
        except InvalidApplicant as refused:
            found.append(refused)
    return _asked(found, digested, request_id, profile)


def _asked(
    found: Sequence[PredictionRequest | Unasked | _Applicant],
    digested: bytes,
    request_id: str,
    profile: Profile,
) -> list[PredictionRequest | Unasked]:
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
