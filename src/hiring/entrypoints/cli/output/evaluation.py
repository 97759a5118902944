"""What is said of an evaluation, for people and for machines."""

from dataclasses import asdict
from typing import Any, Final

from hiring.application.reporting.compare_models import Comparison, NoComparison
from hiring.application.reporting.evaluate_model import MODEL, NAIVE, ModelEvaluation
from hiring.domain.evaluation.evaluation import Evaluation, ThresholdEvaluation, YearEvaluation
from hiring.domain.evaluation.intervals import CONFIDENCE
from hiring.domain.evaluation.metrics import Confusion
from hiring.domain.training.units import Unit
from hiring.entrypoints.cli.output.knowledge import knowledge_lines
from hiring.entrypoints.cli.output.promises import all_rows_lines, in_time_lines
from hiring.entrypoints.cli.output.training import bounds, figure, leakage_lines, percent
from hiring.training_json import encode_record

_MEASURES: Final = {
    "roc_auc": "ROC AUC",
    "average_precision": "average precision (PR AUC)",
    "brier": "Brier score",
    "calibration_error": "calibration error",
}
_NAMES: Final = {"half": "at 0.5", "model": "model's own", "naive": "naive"}


def evaluation_json(evaluation: ModelEvaluation) -> dict[str, Any]:
    """An evaluation for machines: everything that a report shows."""
    card = evaluation.version.card
    return {
        "version": evaluation.version.id,
        "operating_mode": card.operating_mode,
        "threshold": card.threshold,
        "min_precision": evaluation.min_precision,
        "unit": evaluation.unit,
        "people": evaluation.people,
        "all_rows": asdict(evaluation.all_rows),
        **_judgement_json(evaluation.judgement),
        "years": [_year_json(year) for year in evaluation.years],
        "leakage": asdict(evaluation.leakage),
        "curves": _curves_json(evaluation),
        "comparison": _comparison_json(evaluation.comparison),
        "trained": encode_record(card.training),
    }


def _judgement_json(judgement: Evaluation) -> dict[str, Any]:
    """All measures and their intervals, and what each threshold did."""
    return {
        **asdict(judgement.quality),
        "intervals": judgement.intervals,
        "intervals_confidence": CONFIDENCE,
        "confusions": [_threshold_json(at) for at in judgement.thresholds],
    }


def _threshold_json(at: ThresholdEvaluation) -> dict[str, Any]:
    return {
        "name": at.name,
        **confusion_json(at.confusion),
        "selected": at.confusion.true_positive + at.confusion.false_positive,
        "intervals": at.intervals,
    }


def confusion_json(confusion: Confusion) -> dict[str, Any]:
    """Counts and the shares made of them."""
    return {
        **asdict(confusion),
        "precision": confusion.precision,
        "recall": confusion.recall,
        "accuracy": confusion.accuracy,
        "f1": confusion.f1,
    }


def _year_json(year: YearEvaluation) -> dict[str, Any]:
    return {"year": year.year, "mean_score": year.mean_score, **_judgement_json(year.judgement)}


def _curves_json(evaluation: ModelEvaluation) -> dict[str, Any]:
    curves = evaluation.curves
    return {
        "precision_recall": [asdict(point) for point in curves.precision_recall],
        "reliability": [asdict(bin_) for bin_ in curves.reliability],
        "histogram": [asdict(bar) for bar in curves.histogram],
    }


def _comparison_json(comparison: Comparison | NoComparison) -> dict[str, Any]:
    if isinstance(comparison, NoComparison):
        return {"serves": None, "reason": comparison.reason}
    return {
        "serves": comparison.serves.id,
        "reason": None,
        "quality": asdict(comparison.quality),
        "differences": {found.measure: found.value for found in comparison.differences},
        "intervals": {found.measure: found.interval for found in comparison.differences},
    }


def evaluation_lines(evaluation: ModelEvaluation) -> list[str]:
    """An evaluation for people; intervals of 95 % stand in brackets."""
    version, judgement = evaluation.version, evaluation.judgement
    return [
        (
            f"version {version.id} ({version.card.operating_mode}) on "
            f"{evaluation.unit.count_of(evaluation.people)} that no training has seen, "
            f"{percent(judgement.quality.hired, judgement.quality.rows)} hired; "
            "in brackets, 95 % intervals"
        ),
        *_measures(judgement),
        *(line for at in judgement.thresholds for line in _threshold_lines(at, evaluation)),
        *(_naive_note(evaluation) if any(at.name == NAIVE for at in judgement.thresholds) else []),
        *([] if version.card.certified else [_uncertified(evaluation)]),
        *(f"  {line}" for line in in_time_lines(version.card)),
        "by year of data_candidatura:",
        *(_year_line(year, evaluation.unit) for year in evaluation.years),
        *leakage_lines(evaluation.leakage),
        *knowledge_lines(version.card.training.knowledge),
        *_comparison_lines(evaluation.comparison, evaluation.unit),
    ]


def _measures(judgement: Evaluation) -> list[str]:
    values = asdict(judgement.quality)
    return [
        f"  {words}: {figure(values[name])}{bounds(judgement.intervals.get(name))}"
        for name, words in _MEASURES.items()
    ]


def _threshold_lines(at: ThresholdEvaluation, evaluation: ModelEvaluation) -> list[str]:
    """What a threshold does, and what the model's does with all rows: where somebody acts on each."""
    line, unit = _threshold_line(at), evaluation.unit
    if at.name != MODEL or not evaluation.all_rows.selected:
        return [line]
    return [line, *(f"  {more}" for more in all_rows_lines(evaluation.all_rows, evaluation.people, unit))]


def _threshold_line(at: ThresholdEvaluation) -> str:
    counts = at.confusion
    selected = counts.true_positive + counts.false_positive
    shares = ", ".join(
        f"{words} {figure(getattr(counts, name))}{bounds(at.intervals[name])}"
        for name, words in (
            ("precision", "precision"),
            ("recall", "recall"),
            ("f1", "F1"),
            ("accuracy", "accuracy"),
        )
    )
    return (
        f"  {_NAMES[at.name]}, threshold {counts.threshold:.4f}: {selected:,} selected, "
        f"{counts.true_positive:,} of them hired; {counts.false_negative:,} hired missed: {shares}"
    )


def _naive_note(evaluation: ModelEvaluation) -> list[str]:
    here = f"a precision of {evaluation.min_precision:.2f} on these very {evaluation.unit.plural}"
    return [
        f"    (naive: the lowest threshold with {here}; chosen on them, it promises",
        "    nothing about others, and is shown for comparison alone)",
    ]


def _uncertified(evaluation: ModelEvaluation) -> str:
    card = evaluation.version.card
    chosen = "it approves nobody" if card.threshold >= 1.0 else "somebody chose its threshold"
    return f"  NOT CERTIFIED: no precision of {evaluation.min_precision:.2f} is promised; {chosen}"


def _year_line(year: YearEvaluation, unit: Unit) -> str:
    quality = year.judgement.quality
    (model,) = year.judgement.thresholds
    return (
        f"  {year.year or 'unknown'}: {unit.count_of(quality.rows)}, "
        f"{percent(quality.hired, quality.rows)} hired, "
        f"{year.mean_score:.1%} expected; ROC AUC {figure(quality.roc_auc)}"
        f"{bounds(year.judgement.intervals['roc_auc'])}, precision {figure(model.confusion.precision)}"
        f"{bounds(model.intervals['precision'])}"
    )


def _comparison_lines(comparison: Comparison | NoComparison, unit: Unit) -> list[str]:
    if isinstance(comparison, NoComparison):
        return [f"no comparison: {comparison.reason}"]
    differences = ", ".join(
        f"{_MEASURES[found.measure]} {found.value:+.3f}{bounds(found.interval)}"
        for found in comparison.differences
    )
    return [f"compared with {comparison.serves.id}, which serves, on the same {unit.plural}: {differences}"]
