"""From the bytes of POST /predict to a question: every fault is named at once, and no value repeated."""

import re
from collections.abc import Iterable
from typing import Final

from hiring.application.predict import Question
from hiring.domain.errors import InvalidFeatures
from hiring.domain.features import Profile
from hiring.domain.features.given import given_features
from hiring.domain.records import Floats
from hiring.entrypoints.http.strict_json import Repeating, strict_json

CODE: Final = "codigo_profissional"
FEATURES: Final = "features"

_INT64: Final = range(-(2**63), 2**63)
_MOST_NAMES: Final = 64
_NAME: Final = re.compile(r"(?=.{1,63}\Z)[a-z](?:_?[a-z])*(?:_?\d{1,4})?", re.ASCII)
"""What our names look like. Other keys are counted, not repeated: they may be somebody's name or number."""

Faults = list[tuple[str, str]]


def question_of(body: bytes, *, request_id: str, profile: Profile, missing_is_unknown: bool) -> Question:
    """What is asked.

    Raises:
        Refused: 400, the body is not JSON.
        InvalidFeatures: Names every offending field by its path.
    """
    document = strict_json(body)
    if not isinstance(document, dict):
        raise InvalidFeatures([("body", "must be an object")])
    codigo, values = document.get(CODE), document.get(FEATURES)
    faults = _faults_of_code(codigo) + _faults_of_keys(document, values)
    try:
        features = _row(values, profile, missing_is_unknown=missing_is_unknown)
    except InvalidFeatures as more:
        raise InvalidFeatures(faults + _placed(more.faults, profile)) from None
    if faults:
        raise InvalidFeatures(faults)
    return Question(request_id=request_id, codigo_profissional=codigo, features=features, body=body)


def _row(values: object, profile: Profile, *, missing_is_unknown: bool) -> Floats:
    if not isinstance(values, dict):
        raise InvalidFeatures([(FEATURES, "must be an object with the features")])
    return given_features(values, profile, missing_is_unknown=missing_is_unknown)


def _faults_of_code(codigo: object) -> Faults:
    if codigo is None:
        return []
    if isinstance(codigo, bool) or not isinstance(codigo, int):
        return [(CODE, "must be an integer, or null")]
    return [] if codigo in _INT64 else [(CODE, "must fit in 64 bits")]


def _faults_of_keys(document: dict[str, object], values: object) -> Faults:
    """Keys that stand twice, and keys that do not belong at the top."""
    unknown = [key for key in document if key not in (CODE, FEATURES)]
    return [
        *_told(unknown, "is not a known key", within="body"),
        *_told(_repeated(document), "stands more than once", within="body"),
        *_told(_repeated(values), "stands more than once", within=FEATURES),
    ]


def _repeated(value: object) -> tuple[str, ...]:
    return value.repeated if isinstance(value, Repeating) else ()


def _placed(faults: Iterable[tuple[str, str]], profile: Profile) -> Faults:
    """Faults of features under their paths in the body."""
    known = {FEATURES: FEATURES, **{name: f"{FEATURES}.{name}" for name in profile.features}}
    unknown = [name for name, _ in faults if name not in known]
    placed = [(known[name], reason) for name, reason in faults if name in known]
    return placed + _told(unknown, "is not a feature", within=FEATURES)


def _told(keys: Iterable[str], reason: str, *, within: str) -> Faults:
    """A fault for each key that looks like a name, and one for all the others."""
    keys = list(keys)
    named = [key for key in keys if _NAME.fullmatch(key)][:_MOST_NAMES]
    path = "" if within == "body" else f"{within}."
    faults = [(f"{path}{key}", reason) for key in named]
    if len(named) < len(keys):
        faults.append((within, f"has {len(keys) - len(named)} keys not named here: {reason}"))
    return faults
