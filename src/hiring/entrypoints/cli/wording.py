"""What is said of a model, for people and for machines."""

from dataclasses import asdict
from typing import Any

from hiring.application.evaluate_model import Evaluation
from hiring.application.summaries import certificate_json, confusion_json, quality_json
from hiring.application.train_model import Trained
from hiring.domain.models import ModelVersion
from hiring.domain.quality import Confusion
from hiring.domain.threshold import Certified, Uncertified


def trained_json(trained: Trained, served: ModelVersion | None) -> dict[str, Any]:
    """A training's result for machines."""
    card = trained.version.card
    return {
        "version": trained.version.id,
        "path": trained.version.path,
        "operating_mode": card.operating_mode,
        "threshold": card.threshold,
        "rows": card.metadata["rows"],
        "certificate": certificate_json(trained.verdict),
        "test": quality_json(trained.quality),
        "serves": None if served is None else served.path,
    }


def trained_lines(trained: Trained, served: ModelVersion | None) -> list[str]:
    """A training's result for people: how well it ranks, what its threshold promises, what serves."""
    quality = trained.quality
    hired = _percent(quality.hired, quality.rows)
    return [
        f"version {trained.version.id} in {trained.version.path}",
        (
            f"quality on {quality.rows:,} people it has not seen ({hired} hired): "
            f"ROC AUC {_shown(quality.roc_auc)}, average precision {_shown(quality.average_precision)}, "
            f"Brier {_shown(quality.brier)}"
        ),
        _promise(trained.verdict),
        (
            f"it now serves as {served.path}"
            if served is not None
            else f"what served before still serves; to change that: hiring-cli promote {trained.version.id}"
        ),
    ]


def _promise(verdict: Certified | Uncertified) -> str:
    wanted = f"a precision of {verdict.min_precision:.2f} with {verdict.confidence:.0%} confidence"
    if isinstance(verdict, Certified):
        found = verdict.evidence
        return (
            f"threshold {found.threshold:.4f}, CERTIFIED for at least {wanted}, for people drawn like these: "
            f"{found.hired:,} of the {found.selected:,} that it selected among {verdict.people:,} were hired"
        )
    best = "no threshold selected 30 people"
    if verdict.best is not None:
        best = f"the best bound was {verdict.best.lower_bound:.2f}, at {verdict.best.threshold:.4f}"
    return (
        f"WARNING: threshold NOT CERTIFIED: this data cannot carry {wanted} ({best}); the threshold is 1.0, "
        "which approves nobody; scores are served as usual"
    )


def evaluation_json(evaluation: Evaluation) -> dict[str, Any]:
    """An evaluation for machines."""
    return {
        "version": evaluation.version.id,
        "operating_mode": evaluation.version.card.operating_mode,
        "people": evaluation.people,
        **quality_json(evaluation.quality),
        "confusions": [confusion_json(confusion) for confusion in evaluation.confusions],
    }


def evaluation_lines(evaluation: Evaluation) -> list[str]:
    """An evaluation for people."""
    version = evaluation.version
    return [
        f"version {version.id} ({version.card.operating_mode}) on {evaluation.people:,} unseen people",
        *(f"  {name}: {_shown(value)}" for name, value in asdict(evaluation.quality).items()),
        *(_confusion_line(confusion) for confusion in evaluation.confusions),
    ]


def _confusion_line(confusion: Confusion) -> str:
    shares = {
        "precision": confusion.precision,
        "recall": confusion.recall,
        "F1": confusion.f1,
        "accuracy": confusion.accuracy,
    }
    hired, selected = confusion.true_positive, confusion.true_positive + confusion.false_positive
    measures = ", ".join(f"{name} {_shown(value)}" for name, value in shares.items())
    return f"  at {confusion.threshold:.4f}: {selected:,} selected, {hired:,} of them hired: {measures}"


def _shown(value: float | None) -> str:
    if value is None:
        return "cannot say"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "nobody"
