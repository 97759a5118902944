"""Plots of the scores: what they select, whether they can be believed, how they spread, how years differ."""

from typing import Any, Final

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from sklearn.calibration import CalibrationDisplay
from sklearn.metrics import PrecisionRecallDisplay

from hiring.adapters.reports.drawing import BLUE, GREY, ORANGE, PALE, below_it, drawn
from hiring.application.describe_model import Report
from hiring.domain.intervals import Interval
from hiring.domain.threshold import Certified

_WITH_LEGEND: Final = 4.6
_LOW: Final = 3.3
_ROOM: Final = 1.02


def precision_recall(report: Report) -> Markup:
    """Each threshold's precision and recall, what is promised, and what was found."""
    promised = "certified" if report.standing == "certified" else "not certified"
    return drawn(
        lambda axes: _precision_recall(axes, report),
        name="precision-recall",
        title="Precision and recall at every threshold",
        description=f"On people of the test part; the promised precision is {promised}.",
        height=_WITH_LEGEND,
    )


def _precision_recall(axes: Axes, report: Report) -> None:
    points, evaluation = report.evaluation.curves.precision_recall[::-1], report.evaluation
    quality, verdict = evaluation.judgement.quality, report.facts.verdict
    if points:
        PrecisionRecallDisplay(
            precision=np.array([*(point.precision for point in points), points[-1].precision]),
            recall=np.array([*(point.recall for point in points), 0.0]),
        ).plot(ax=axes, curve_kwargs={"color": BLUE, "label": "this model, on people of the test part"})
    wanted = evaluation.min_precision
    axes.axhline(wanted, color=ORANGE, linestyle="--", label=f"precision that is asked for: {wanted:.2f}")
    share = quality.hired / quality.rows
    axes.axhline(share, color=GREY, linestyle=":", label=f"by chance: {share:.3f}")
    evidence = verdict.evidence if isinstance(verdict, Certified) else verdict.best
    if evidence is not None:
        bound = "certified bound" if isinstance(verdict, Certified) else "best bound found"
        words = f"{bound}: {evidence.lower_bound:.3f}, at threshold {evidence.threshold:.4f}"
        axes.axhline(evidence.lower_bound, color=ORANGE, linestyle="-.", linewidth=1.2, label=words)
    _found(axes, report)
    axes.set(xlim=(0, _ROOM), ylim=(0, _ROOM), aspect="auto")
    axes.set(xlabel="recall: selected among the hired", ylabel="precision: hired among the selected")
    below_it(axes)


def _found(axes: Axes, report: Report) -> None:
    """The threshold of the evidence, on people who had no part in choosing it."""
    found, interval = report.at_evidence, report.at_evidence_precision
    if found is None or found.precision is None or found.recall is None or interval is None:
        return
    filled = ORANGE if report.standing == "certified" else "white"
    axes.errorbar(
        [found.recall],
        [found.precision],
        yerr=_reach(found.precision, interval),
        fmt="o",
        color=ORANGE,
        markerfacecolor=filled,
        capsize=3,
        zorder=3,
        label=f"that threshold on these people: {found.precision:.3f}, with 95 % interval",
    )


def reliability(report: Report) -> Markup:
    """Whether people with a score were hired as often as it says."""
    return drawn(
        lambda axes: _reliability(axes, report),
        name="reliability",
        title="Were people hired as often as their scores said?",
        description="Ten equal-width bins of scores; the table below has the figures.",
        height=_WITH_LEGEND,
    )


def _reliability(axes: Axes, report: Report) -> None:
    bins = report.evaluation.curves.reliability
    said, happened = [found.mean_score for found in bins], [found.hired_share for found in bins]
    CalibrationDisplay(prob_true=happened, prob_pred=said, y_prob=said).plot(
        ax=axes, color=BLUE, label="this model", linewidth=1.2, markersize=4
    )
    below, above = zip(*(_ends(found.hired_share, found.interval) for found in bins), strict=True)
    axes.errorbar(
        said, happened, yerr=[below, above], fmt="none", ecolor=BLUE, capsize=2, label="95 % interval"
    )
    axes.set(xlim=(0, _ROOM), ylim=(0, _ROOM), xlabel="mean score", ylabel="share that was hired")
    below_it(axes)


def histogram(report: Report) -> Markup:
    """How scores spread, by what happened."""
    return drawn(
        lambda axes: _histogram(axes, report),
        name="histogram",
        title="Scores by outcome",
        description="People of the test part in twenty bins of scores, those who were hired apart.",
        height=_LOW,
    )


def _histogram(axes: Axes, report: Report) -> None:
    bars = report.evaluation.curves.histogram
    left, wide = [bar.low for bar in bars], bars[0].high - bars[0].low
    not_hired, hired = [bar.not_hired for bar in bars], [bar.hired for bar in bars]
    edge: dict[str, Any] = {"align": "edge", "width": wide, "edgecolor": "white", "linewidth": 0.5}
    axes.bar(left, not_hired, color=PALE, label="not hired", **edge)
    axes.bar(left, hired, bottom=not_hired, color=BLUE, label="hired", **edge)
    threshold = report.evaluation.version.card.threshold
    words = f"threshold {threshold:.4f}" if threshold < 1.0 else "threshold 1.0: nobody is approved"
    axes.axvline(threshold, color=ORANGE, linestyle="--", label=words)
    axes.set(xlim=(0, _ROOM), xlabel="score", ylabel="people")
    below_it(axes, columns=2)


def years(report: Report) -> Markup:
    """How the share of hired people moved, and what the model expected."""
    return drawn(
        lambda axes: _years(axes, report),
        name="years",
        title="Hired and expected by year",
        description="Share of people hired in each year of application, beside the mean score.",
        height=_LOW,
    )


def _years(axes: Axes, report: Report) -> None:
    dated = [
        (found, interval)
        for found, interval in zip(report.evaluation.years, report.year_shares, strict=True)
        if interval is not None
    ]
    places = range(len(dated))
    shares = [found.judgement.quality.hired / found.judgement.quality.rows for found, _ in dated]
    ends = [_ends(share, interval) for share, (_, interval) in zip(shares, dated, strict=True)]
    errors = [[low for low, _ in ends], [high for _, high in ends]]
    axes.errorbar(
        places, shares, yerr=errors, fmt="o", color=BLUE, capsize=3, label="hired, with 95 % interval"
    )
    said = [found.mean_score for found, _ in dated]
    axes.plot(places, said, "D", color=ORANGE, markersize=5, fillstyle="none", label="expected: mean score")
    axes.set_xticks(places, ["no date" if found.year is None else str(found.year) for found, _ in dated])
    axes.set(ylim=(0, None), xlim=(-0.5, len(dated) - 0.5), ylabel="share of people")
    below_it(axes, columns=2)


def _ends(share: float, interval: Interval) -> tuple[float, float]:
    return max(0.0, share - interval.low), max(0.0, interval.high - share)


def _reach(share: float, interval: Interval) -> list[list[float]]:
    return [[end] for end in _ends(share, interval)]
