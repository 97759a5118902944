"""From a body of POST /predict to a question: every fault is named at once, and no value repeated."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from hiring.application.serving.decide import PredictionRequest
from hiring.domain.errors import InvalidFeatures, InvalidInput
from hiring.domain.features import Profile
from hiring.domain.features.feature_input import read_feature_input
from hiring.domain.record_validation import CODE, LARGEST_CODE, as_integer
from hiring.domain.records import Floats
from hiring.entrypoints.http.requests.strict_json import Repeating, strict_json

FEATURES: Final = "features"
BODY: Final = "body"
"""What faults of the whole are told of."""

TOO_LARGE: Final = f"must be from -{LARGEST_CODE} to {LARGEST_CODE}: not every program can hold a larger one"

Faults = list[tuple[str, str]]

_KNOWN: Final = frozenset({CODE, FEATURES})
_MOST_NAMES: Final = 64
_NAME: Final = re.compile(r"(?=.{1,63}\Z)[a-z](?:_?[a-z])*(?:_?\d{1,4})?", re.ASCII)
"""What our names look like. Other keys are counted, not repeated: they may be somebody's name or number."""


class InvalidRequest(InvalidInput):
    """What was sent is not what the path takes.

    Args:
        faults: (where, reason) for each fault, all of them, without any value.
    """

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{where}: {reason}" for where, reason in faults))
        self.faults = tuple(faults)


def parse_features_request(
    body: bytes, *, request_id: str, profile: Profile, missing_is_unknown: bool
) -> PredictionRequest:
    """What is asked.

    Raises:
        Refused: 400, the body is not JSON.
        InvalidFeatures: Names every offending field by its path.
    """
    document = strict_json(body)
    return request_from_document(document, body, request_id, profile, missing_is_unknown=missing_is_unknown)


def request_from_document(
    document: object, digested: bytes, request_id: str, profile: Profile, *, missing_is_unknown: bool
) -> PredictionRequest:
    """What a decoded document asks.

    Args:
        document: A whole body, or an item of a batch.
        digested: By what the same question asked again is known.
        request_id: Of the question.
        profile: Which features are wanted.
        missing_is_unknown: Whether features that are missing count as unknown.

    Raises:
        InvalidFeatures: Names every offending field by its path.
    """
    if not isinstance(document, dict):
        raise InvalidFeatures([(BODY, "must be an object")])
    codigo, values = as_integer(document.get(CODE)), document.get(FEATURES)
    faults = _faults_of_code(codigo) + faults_of_keys(document, _KNOWN)
    if type(values) is Repeating:
        faults += key_faults(values.repeated, "stands more than once", within=FEATURES)
    try:
        features = _row(values, profile, missing_is_unknown=missing_is_unknown)
    except InvalidFeatures as more:
        raise InvalidFeatures(faults + _placed(more.faults, profile)) from None
    if faults:
        raise InvalidFeatures(faults)
    return PredictionRequest(
        request_id=request_id, codigo_profissional=codigo, features=features, body=digested
    )


def faults_of_keys(document: dict[str, object], known: frozenset[str]) -> Faults:
    """Keys that do not belong at the top, and keys that stand there twice."""
    if type(document) is dict and document.keys() <= known:
        return []
    unknown = [key for key in document if key not in known]
    repeated = document.repeated if type(document) is Repeating else ()
    return [
        *key_faults(unknown, "is not a known key", within=BODY),
        *key_faults(repeated, "stands more than once", within=BODY),
    ]


def key_faults(keys: Iterable[str], reason: str, *, within: str) -> Faults:
    """A fault for each key that looks like a name, and one for all the others."""
    keys = list(keys)
    if not keys:
        return []
    named = [key for key in keys if _NAME.fullmatch(key)][:_MOST_NAMES]
    path = "" if within == BODY else f"{within}."
    faults = [(f"{path}{key}", reason) for key in named]
    if len(named) < len(keys):
        faults.append((within, f"has {len(keys) - len(named)} keys not named here: {reason}"))
    return faults


def _row(values: object, profile: Profile, *, missing_is_unknown: bool) -> Floats:
    if not isinstance(values, dict):
        raise InvalidFeatures([(FEATURES, "must be an object with the features")])
    return read_feature_input(values, profile, missing_is_unknown=missing_is_unknown)


def _faults_of_code(codigo: object) -> Faults:
    if codigo is None:
        return []
    if isinstance(codigo, bool) or not isinstance(codigo, int):
        return [(CODE, "must be an integer, or null")]
    return [] if abs(codigo) <= LARGEST_CODE else [(CODE, TOO_LARGE)]


def _placed(faults: Iterable[tuple[str, str]], profile: Profile) -> Faults:
    """Faults of features under their paths in the body."""
    known = {FEATURES: FEATURES, **{name: f"{FEATURES}.{name}" for name in profile.features}}
    unknown = [name for name, _ in faults if name not in known]
    placed = [(known[name], reason) for name, reason in faults if name in known]
    return placed + key_faults(unknown, "is not a feature", within=FEATURES)
