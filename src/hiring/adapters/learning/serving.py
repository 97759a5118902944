"""`serving.json`: what our own code needs besides the booster."""

from dataclasses import dataclass
from datetime import UTC, datetime

from hiring.adapters.learning.documents import (
    Json,
    Unsound,
    a_list,
    a_number,
    a_text,
    an_object,
    read,
    written,
)
from hiring.domain.calibration import Calibrator, Isotonic, Sigmoid, Uncalibrated
from hiring.domain.models import JsonValue, ModelCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """A card, and the way from the booster's raw score to a probability."""

    card: ModelCard
    calibrator: Calibrator


def facts_of(card: ModelCard) -> dict[str, JsonValue]:
    """The card in JSON, under the names that the joblib's dict has too."""
    return {
        "profile": card.profile,
        "feature_columns": list(card.feature_columns),
        "rule_fingerprint": card.rule_fingerprint,
        "threshold": card.threshold,
        "operating_mode": card.operating_mode,
        "trained_at": card.trained_at.astimezone(UTC).isoformat(),
        "metadata": dict(card.metadata),
    }


def write_serving(serving: Serving) -> bytes:
    """The file's content.

    Raises:
        ValueError: A number is not finite.
    """
    return written({"calibrator": _numbers(serving.calibrator), **facts_of(serving.card)})


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
        return Sigmoid(slope=a_number(numbers["slope"]), intercept=a_number(numbers["intercept"]))
    if method == Isotonic.method:
        return Isotonic(raw=_points(numbers["raw"]), probabilities=_points(numbers["probabilities"]))
    if method == Uncalibrated.method:
        return Uncalibrated()
    raise Unsound("serving.json names a calibrator that this program does not know")


def _points(value: JsonValue) -> tuple[float, ...]:
    return tuple(a_number(number) for number in a_list(value))


def read_serving(content: bytes) -> Serving:
    """What was written.

    Raises:
        Unsound: It is not what `write_serving` gives.
    """
    return read("serving.json", content, _serving)


def _serving(document: Json) -> Serving:
    card = ModelCard(
        profile=a_text(document["profile"]),
        feature_columns=tuple(a_text(column) for column in a_list(document["feature_columns"])),
        rule_fingerprint=a_text(document["rule_fingerprint"]),
        threshold=a_number(document["threshold"]),
        operating_mode=a_text(document["operating_mode"]),
        trained_at=datetime.fromisoformat(a_text(document["trained_at"])),
        metadata=an_object(document["metadata"]),
    )
    return Serving(card=card, calibrator=_calibrator(an_object(document["calibrator"])))
