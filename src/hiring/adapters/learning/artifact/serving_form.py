"""`serving.json`: what our own code needs besides the booster."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from hiring.adapters.learning.artifact.documents import (
    InvalidDocument,
    Json,
    encode_document,
    read_document,
    require_list,
    require_number,
    require_object,
    require_text,
)
from hiring.domain.features.encodings import Encoding, Lookup, WordWeights
from hiring.domain.models import JsonValue, ModelCard
from hiring.domain.ranking.vocabulary import Vocabulary
from hiring.domain.training.calibration import Calibrator, Isotonic, Sigmoid, Uncalibrated
from hiring.training_json import decode_record, encode_record

_MODE: Final = re.compile(r"prec[0-9.]+(?:e-?[0-9]+)?(?:-uncertified|-manual)?")
_RAW_SCORES: Final = np.linspace(-100.0, 100.0, 41)  # log-odds: beyond these every probability is 0 or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingForm:
    """A card, and the way from the booster's raw score to a probability."""

    card: ModelCard
    calibrator: Calibrator


def check(serving: ServingForm) -> None:
    """Digests tell who wrote it, not that it makes sense: a threshold of -1 approves everybody.

    Raises:
        Unsound: A value is not one that a model can have.
    """
    card = serving.card
    if not 0.0 <= card.threshold <= 1.0:
        raise InvalidDocument("its threshold is not between 0 and 1")
    if not card.feature_columns or len(set(card.feature_columns)) != len(card.feature_columns):
        raise InvalidDocument("it has no columns, or has one of them twice")
    if not _MODE.fullmatch(card.operating_mode):
        raise InvalidDocument("its operating mode is not valid")
    try:
        with np.errstate(over="raise", invalid="raise"):
            scores = serving.calibrator(_RAW_SCORES)
    except FloatingPointError as fault:
        raise InvalidDocument("its calibrator does not give probabilities") from fault
    if not np.all((scores >= 0.0) & (scores <= 1.0)):
        raise InvalidDocument("its calibrator does not give probabilities")


def facts_of(card: ModelCard) -> dict[str, JsonValue]:
    """The card as JSON, under the names that the joblib's dict has too."""
    learnt: dict[str, JsonValue] = {name: _arrays(encoding) for name, encoding in card.encodings.items()}
    return {
        **({"encodings": learnt} if learnt else {}),
        **({} if card.vocabulary is None else {"vocabulary": _words(card.vocabulary)}),
        "profile": card.profile,
        "feature_columns": list(card.feature_columns),
        "rule_fingerprint": card.rule_fingerprint,
        "threshold": card.threshold,
        "operating_mode": card.operating_mode,
        "trained_at": card.trained_at.astimezone(UTC).isoformat(),
        "metadata": encode_record(card.training, sort=False),
    }


def write_serving(serving: ServingForm) -> bytes:
    """The file's content.

    Raises:
        ValueError: A number is not finite.
    """
    return encode_document({"calibrator": _numbers(serving.calibrator), **facts_of(serving.card)})


def _arrays(encoding: Encoding) -> dict[str, JsonValue]:
    if isinstance(encoding, WordWeights):
        return {
            "terms": "\n".join(encoding.terms),
            "rarities": _packed(encoding.rarities),
            "weights": _packed(encoding.weights),
            "intercept": encoding.intercept,
        }
    return {"texts": list(encoding.texts), "numbers": list(encoding.numbers), "otherwise": encoding.otherwise}


def _encoding(arrays: Json) -> Encoding:
    if "terms" in arrays:
        return WordWeights(
            terms=tuple(require_text(arrays["terms"]).splitlines()),
            rarities=_unpacked(arrays["rarities"]),
            weights=_unpacked(arrays["weights"]),
            intercept=require_number(arrays["intercept"]),
        )
    return Lookup(
        texts=tuple(require_text(text) for text in require_list(arrays["texts"])),
        numbers=_points(arrays["numbers"]),
        otherwise=require_number(arrays["otherwise"]),
    )


def _words(vocabulary: Vocabulary) -> dict[str, JsonValue]:
    return {
        "terms": list(vocabulary.terms),
        "titles": list(vocabulary.titles),
        "vagas": vocabulary.vagas,
    }


def _vocabulary(words: Json) -> Vocabulary:
    return Vocabulary(
        terms=tuple(require_text(term) for term in require_list(words["terms"])),
        titles=tuple(int(require_number(count)) for count in require_list(words["titles"])),
        vagas=int(require_number(words["vagas"])),
    )


def _packed(numbers: Sequence[float]) -> str:
    """Tens of thousands of numbers as base64 of their eight bytes each, lowest first: quick to read."""
    return base64.b64encode(np.array(numbers, "<f8").tobytes()).decode("ascii")


def _unpacked(text: JsonValue) -> tuple[float, ...]:
    return tuple(np.frombuffer(base64.b64decode(require_text(text), validate=True), "<f8").tolist())


def _numbers(calibrator: Calibrator) -> dict[str, JsonValue]:
    if isinstance(calibrator, Sigmoid):
        numbers: dict[str, JsonValue] = {"slope": calibrator.slope, "intercept": calibrator.intercept}
    elif isinstance(calibrator, Isotonic):
        numbers = {"raw": list(calibrator.raw), "probabilities": list(calibrator.probabilities)}
    else:
        numbers = {}
    return {"method": calibrator.method, **numbers}


def _calibrator(numbers: Json) -> Calibrator:
    method = numbers["method"]
    if method == Sigmoid.method:
        return Sigmoid(slope=require_number(numbers["slope"]), intercept=require_number(numbers["intercept"]))
    if method == Isotonic.method:
        with np.errstate(over="raise", invalid="raise"):
            return Isotonic(raw=_points(numbers["raw"]), probabilities=_points(numbers["probabilities"]))
    if method == Uncalibrated.method:
        return Uncalibrated()
    raise InvalidDocument("it names a calibrator that this program does not know")


def _points(value: JsonValue) -> tuple[float, ...]:
    return tuple(require_number(number) for number in require_list(value))


def read_serving(content: bytes) -> ServingForm:
    """What was written.

    Raises:
        Unsound: It is not what `write_serving` gives, or no model can have such values.
    """
    serving = read_document("serving.json", content, _serving)
    check(serving)
    return serving


def _serving(document: Json) -> ServingForm:
    card = ModelCard(
        profile=require_text(document["profile"]),
        feature_columns=tuple(require_text(column) for column in require_list(document["feature_columns"])),
        rule_fingerprint=require_text(document["rule_fingerprint"]),
        threshold=require_number(document["threshold"]),
        operating_mode=require_text(document["operating_mode"]),
        trained_at=_time(require_text(document["trained_at"])),
        training=decode_record(require_object(document["metadata"])),
        encodings={
            name: _encoding(require_object(arrays))
            for name, arrays in require_object(document.get("encodings", {})).items()
        },
        vocabulary=_vocabulary(require_object(document["vocabulary"])) if "vocabulary" in document else None,
    )
    return ServingForm(card=card, calibrator=_calibrator(require_object(document["calibrator"])))


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None or time.astimezone(UTC).isoformat() != text:
        raise ValueError  # not as it was written
    return time
