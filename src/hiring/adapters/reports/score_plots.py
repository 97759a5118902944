"""Plots of the scores: what they select, whether they can be believed, how they spread, how years differ."""

from typing import Any, Final

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from sklearn.calibration import CalibrationDisplay
from sklearn.metrics import PrecisionRecallDisplay

from hiring.adapters.reports.drawing import BLUE, GREY, ORANGE, PALE, below_it, draw_svg, written_axes
from hiring.adapters.reports.numbers import in_language, number
from hiring.adapters.reports.texts import Texts
from hiring.application.reporting.describe_model import Report
from hiring.domain.evaluation.intervals import Interval
from hiring.domain.training.threshold import Certified

_WITH_LEGEND: Final = 4.6
_LOW: Final = 3.3
_ROOM: Final = 1.02


def precision_recall(report: Report, texts: Texts) -> Markup:
    """Each threshold's precision and recall, what is promised, and what was found."""
    certified = "certified" if report.standing == "certified" else "not certified"
    promised = f"On people of the test part; the promised precision is {certified}."
    return draw_svg(
        lambda axes: _precision_recall(axes, report, texts),
        name="precision-recall",
        title=texts.plain("Precision and recall at every threshold"),
        description=texts.plain(promised),
        height=_WITH_LEGEND,
    )


def _precision_recall(axes: Axes, report: Report, texts: Texts) -> None:
    points, evaluation = report.evaluation.curves.precision_recall[::-1], report.evaluation
    quality, verdict = evaluation.judgement.quality, report.verdict
    say, write = texts.plain, in_language(number, texts.language)
    if points:
        PrecisionRecallDisplay(
            precision=np.array([*(point.precision for point in points), points[-1].precision]),
            recall=np.array([*(point.recall for point in points), 0.0]),
        ).plot(
            ax=axes,
            curve_kwargs={"color": BLUE, "label": texts.plain("this model, on people of the test part")},
        )
    wanted = evaluation.min_precision
    axes.axhline(
        wanted,
        color=ORANGE,
        linestyle="--",
        label=say("precision that is asked for: {wanted}", wanted=write(wanted, 2)),
    )
    share = quality.hired / quality.rows
    axes.axhline(share, color=GREY, linestyle=":", label=say("by chance: {share}", share=write(share)))
    evidence = verdict.evidence if isinstance(verdict, Certified) else verdict.best
    if evidence is not None:
        bound = "certified bound" if isinstance(verdict, Certified) else "best bound found"
        words = say(
            f"{bound}: {{bound}}, at threshold {{threshold}}",
            bound=write(evidence.lower_bound),
            threshold=write(evidence.threshold, 4),
        )
        axes.axhline(evidence.lower_bound, color=ORANGE, linestyle="-.", linewidth=1.2, label=words)
    _found(axes, report, texts)
    axes.set(xlim=(0, _ROOM), ylim=(0, _ROOM), aspect="auto")
    axes.set(
        xlabel=say("recall: selected among the hired"), ylabel=say("precision: hired among the selected")
    )
    written_axes(axes, texts.language)
    below_it(axes)


def _found(axes: Axes, report: Report, texts: Texts) -> None:
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
        label=texts.plain(
            "that threshold on these people: {precision}, with 95% interval",
            precision=in_language(number, texts.language)(found.precision),
        ),
    )


def reliability(report: Report, texts: Texts) -> Markup:
    """Whether people with a score were hired as often as it says."""
    return draw_svg(
        lambda axes: _reliability(axes, report, texts),
        name="reliability",
        title=texts.plain("Were people hired as often as their scores said?"),
        description=texts.plain("Ten equal-width bins of scores; the table below has the figures."),
        height=_WITH_LEGEND,
    )


def _reliability(axes: Axes, report: Report, texts: Texts) -> None:
    bins = report.evaluation.curves.reliability
    said, happened = [found.mean_score for found in bins], [found.hired_share for found in bins]
    CalibrationDisplay(prob_true=happened, prob_pred=said, y_prob=said).plot(
        ax=axes, color=BLUE, label=texts.plain("this model"), linewidth=1.2, markersize=4
    )
    axes.lines[0].set_label(texts.plain("perfectly calibrated"))
    below, above = zip(*(_ends(found.hired_share, found.interval) for found in bins), strict=True)
    axes.errorbar(
        said,
        happened,
        yerr=[below, above],
        fmt="none",
        ecolor=BLUE,
        capsize=2,
        label=texts.plain("95% interval"),
    )
    axes.set(
        xlim=(0, _ROOM),
        ylim=(0, _ROOM),
        xlabel=texts.plain("mean score"),
        ylabel=texts.plain("share that was hired"),
    )
    written_axes(axes, texts.language)
    below_it(axes)


def histogram(report: Report, texts: Texts) -> Markup:
    """How scores spread, by what happened."""
    return draw_svg(
        lambda axes: _histogram(axes, report, texts),
        name="histogram",
        title=texts.plain("Scores by outcome"),
        description=texts.plain(
            "People of the test part in twenty bins of scores, with those who were hired shown separately."
        ),
        height=_LOW,
    )


def _histogram(axes: Axes, report: Report, texts: Texts) -> None:
    bars = report.evaluation.curves.histogram
    left, wide = [bar.low for bar in bars], bars[0].high - bars[0].low
    not_hired, hired = [bar.not_hired for bar in bars], [bar.hired for bar in bars]
    edge: dict[str, Any] = {"align": "edge", "width": wide, "edgecolor": "white", "linewidth": 0.5}
    axes.bar(left, not_hired, color=PALE, label=texts.plain("not hired"), **edge)
    axes.bar(left, hired, bottom=not_hired, color=BLUE, label=texts.plain("hired"), **edge)
    threshold = report.evaluation.version.card.threshold
    words = texts.plain(
        "threshold {threshold}" if threshold < 1.0 else "threshold 1.0: nobody is approved",
        threshold=in_language(number, texts.language)(threshold, 4),
    )
    axes.axvline(threshold, color=ORANGE, linestyle="--", label=words)
    axes.set(xlim=(0, _ROOM), xlabel=texts.plain("score"), ylabel=texts.plain(report.training.unit.plural))
    written_axes(axes, texts.language)
    below_it(axes, columns=2)


def years(report: Report, texts: Texts) -> Markup:
    """How the share of hired people moved, and what the model expected."""
    return draw_svg(
        lambda axes: _years(axes, report, texts),
        name="years",
        title=texts.plain("Hired and expected by year"),
        description=texts.plain("Share of people hired in each year of application, beside the mean score."),
        height=_LOW,
    )


def _years(axes: Axes, report: Report, texts: Texts) -> None:
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
        places,
        shares,
        yerr=errors,
        fmt="o",
        color=BLUE,
        capsize=3,
        label=texts.plain("hired, with 95% interval"),
    )
    said = [found.mean_score for found, _ in dated]
    axes.plot(
        places,
        said,
        "D",
        color=ORANGE,
        markersize=5,
        fillstyle="none",
        label=texts.plain("expected: mean score"),
    )
    axes.set_xticks(
        places, [texts.plain("no date") if found.year is None else str(found.year) for found, _ in dated]
    )
    axes.set(ylim=(0, None), xlim=(-0.5, len(dated) - 0.5), ylabel=texts.plain("share of people"))
    written_axes(axes, texts.language)
    below_it(axes)


def _ends(share: float, interval: Interval) -> tuple[float, float]:
    return max(0.0, share - interval.low), max(0.0, interval.high - share)


def _reach(share: float, interval: Interval) -> list[list[float]]:
    return [[end] for end in _ends(share, interval)]
