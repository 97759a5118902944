"""Domain values as the JSON that cards, reports and `--json` show."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import cast

import numpy as np

from hiring.application.training.out_of_time import OutOfTimeEvaluation
from hiring.domain.evaluation.evaluation import Evaluation, Intervals, ThresholdEvaluation
from hiring.domain.evaluation.intervals import CONFIDENCE, Interval
from hiring.domain.evaluation.leakage import CONFIDENCE as ALARM_CONFIDENCE
from hiring.domain.evaluation.leakage import Leakage
from hiring.domain.evaluation.metrics import Confusion, Quality
from hiring.domain.models import JsonValue
from hiring.domain.records import GoldRows, Ints
from hiring.domain.training.fitting import Fitting
from hiring.domain.training.partition import SHARES, Part
from hiring.domain.training.threshold import Certified, Uncertified


def certificate_json(verdict: Certified | Uncertified) -> dict[str, JsonValue]:
    """Whether the promise is certified, and the evidence: of the threshold chosen, or of the best found."""
    evidence = verdict.evidence if isinstance(verdict, Certified) else verdict.best
    return {
        "certified": isinstance(verdict, Certified),
        "min_precision": verdict.min_precision,
        "confidence": verdict.confidence,
        "people": verdict.people,
        "evidence": None if evidence is None else asdict(evidence),
    }


def quality_json(quality: Quality) -> dict[str, JsonValue]:
    """All measures of a quality."""
    return asdict(quality)


def confusion_json(confusion: Confusion) -> dict[str, JsonValue]:
    """Counts and the shares made of them."""
    shares: Mapping[str, JsonValue] = {
        "precision": confusion.precision,
        "recall": confusion.recall,
        "accuracy": confusion.accuracy,
        "f1": confusion.f1,
    }
    return {**asdict(confusion), **shares}


def interval_json(interval: Interval | None) -> JsonValue:
    """Both ends, the lower first."""
    return None if interval is None else [interval.low, interval.high]


def intervals_json(intervals: Intervals) -> dict[str, JsonValue]:
    """Measure by measure, at `intervals_confidence`."""
    return {name: interval_json(interval) for name, interval in intervals.items()}


def threshold_json(at: ThresholdEvaluation) -> dict[str, JsonValue]:
    """A threshold's name, counts, shares, and their intervals."""
    return {
        "name": at.name,
        **confusion_json(at.confusion),
        "selected": at.confusion.true_positive + at.confusion.false_positive,
        "intervals": intervals_json(at.intervals),
    }


def judgement_json(judgement: Evaluation) -> dict[str, JsonValue]:
    """All measures and their intervals, and what each threshold did."""
    return {
        **quality_json(judgement.quality),
        "intervals": intervals_json(judgement.intervals),
        "intervals_confidence": CONFIDENCE,
        "confusions": [threshold_json(at) for at in judgement.thresholds],
    }


def fitting_json(fitting: Fitting) -> dict[str, JsonValue]:
    """How the model came about."""
    trials = [cast("JsonValue", asdict(trial)) for trial in fitting.trials]
    return {**asdict(fitting), "trials": trials, "gain": dict(fitting.gain)}


def leakage_json(leakage: Leakage) -> dict[str, JsonValue]:
    """Whether there is an alarm, and the figures."""
    strongest = leakage.strongest
    return {
        "alarm": leakage.alarm,
        "roc_auc": leakage.roc_auc,
        "lower_bound": leakage.lower_bound,
        "confidence": ALARM_CONFIDENCE,
        "model_limit": leakage.limits.model,
        "feature_limit": leakage.limits.feature,
        "features": [cast("JsonValue", asdict(alone)) for alone in leakage.features],
        "strongest": None if strongest is None else asdict(strongest),
    }


def out_of_time_json(later: OutOfTimeEvaluation) -> dict[str, JsonValue]:
    """The measures on later people, or why there are none."""
    judgement = later.judgement
    return {
        "cut": later.cut,
        "fitted": later.fitted,
        "undated": later.undated,
        "seen": later.seen,
        "reason": later.reason,
        "quality": None if judgement is None else quality_json(judgement.quality),
        "intervals": None if judgement is None else intervals_json(judgement.intervals),
    }


def partition_json(salt: str) -> dict[str, JsonValue]:
    """What decides who belongs to which part; no codes."""
    return {"salt": salt, "shares": {part.name.lower(): share for part, share in SHARES.items()}}


def part_counts(rows: GoldRows, parts: Ints) -> dict[str, JsonValue]:
    """Rows, people and hired rows of each part."""
    return {part.name.lower(): _counts(rows, parts, part) for part in Part}


def _counts(rows: GoldRows, parts: Ints, part: Part) -> dict[str, JsonValue]:
    here = parts == part
    return {
        "rows": int(here.sum()),
        "people": len(np.unique(rows.codigo_profissional[here])),
        "hired": int(rows.target[here].sum()),
    }


def fingerprint_of(rows: GoldRows) -> str:
    """SHA-256 of the columns that training reads, in their order: equal data, equal fingerprint."""
    digest = hashlib.sha256()
    for column in (rows.codigo_profissional, rows.vaga_codigo, rows.features, rows.target):
        digest.update(np.ascontiguousarray(column).tobytes())
    return digest.hexdigest()
