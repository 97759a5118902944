"""What training wrote into a model's card, read back as the values that it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from hiring.application.training.out_of_time import OutOfTimeEvaluation
from hiring.domain.errors import ArtifactCorrupt
from hiring.domain.evaluation.evaluation import Evaluation
from hiring.domain.evaluation.intervals import Interval
from hiring.domain.evaluation.metrics import Quality
from hiring.domain.models import ModelVersion
from hiring.domain.training.fitting import Fitting, Trial
from hiring.domain.training.partition import Part
from hiring.domain.training.threshold import Certified, Evidence, Uncertified

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartCounts:
    """What one part of the people was made of: gold rows, people, and rows of people who were hired."""

    name: str
    share: float
    rows: int
    people: int
    hired: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual:
    """Somebody chose the threshold by hand, of the version named `of`."""

    of: str
    threshold: float
    actor: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """What a card says.

    Args:
        verdict: On the threshold that training found; a threshold chosen by hand has none.
        parts: In the order in which they are used.
        fitting: None for a model that was trained by other means.
        out_of_time: Its judgement has no thresholds: nothing is certified for later people.
        seed: Of the training.
        trained_by: Who trained; None where the card does not say.
        data_fingerprint: Of the gold table that was learnt from.
        manual: None where the threshold is the one that training found.
    """

    verdict: Certified | Uncertified
    parts: tuple[PartCounts, ...]
    fitting: Fitting | None
    out_of_time: OutOfTimeEvaluation
    seed: int
    trained_by: str | None
    data_fingerprint: str
    manual: Manual | None


def facts_of(version: ModelVersion) -> CardFacts:
    """What the version's card says.

    Raises:
        ArtifactCorrupt: It does not say all of it; a training by this program does.
    """
    card = cast("Json", version.card.metadata)
    try:
        return CardFacts(
            verdict=_verdict(card["certificate"]),
            parts=tuple(
                PartCounts(name=name, share=card["partition"]["shares"][name], **card["rows"][name])
                for name in (part.name.lower() for part in Part)
            ),
            fitting=None if card["fitting"] is None else _fitting(card["fitting"]),
            out_of_time=_out_of_time(card["out_of_time"]),
            seed=card["seed"],
            trained_by=card.get("trained_by"),
            data_fingerprint=card["data_fingerprint"],
            manual=Manual(**card["manual"]) if "manual" in card else None,
        )
    except (AttributeError, KeyError, TypeError) as fault:
        raise ArtifactCorrupt(version.path, "its card does not say what a report needs") from fault


def _verdict(told: Json) -> Certified | Uncertified:
    terms = {name: told[name] for name in ("min_precision", "confidence", "people")}
    evidence = None if told["evidence"] is None else Evidence(**told["evidence"])
    if told["certified"] and evidence is not None:
        return Certified(**terms, evidence=evidence)
    return Uncertified(**terms, best=evidence)


def _fitting(told: Json) -> Fitting:
    return Fitting(**{**told, "trials": tuple(Trial(**trial) for trial in told["trials"])})


def _out_of_time(told: Json) -> OutOfTimeEvaluation:
    judgement = None
    if told["quality"] is not None:
        intervals = {name: _interval(ends) for name, ends in told["intervals"].items()}
        judgement = Evaluation(quality=Quality(**told["quality"]), intervals=intervals, thresholds=())
    facts = {name: told[name] for name in ("cut", "undated", "fitted", "seen", "reason")}
    return OutOfTimeEvaluation(**facts, judgement=judgement)


def _interval(ends: tuple[float, float] | None) -> Interval | None:
    return None if ends is None else Interval(*ends)
