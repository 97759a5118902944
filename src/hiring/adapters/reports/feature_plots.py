"""Plots of the features: how much the model uses them, and how people with and without them fared."""

from collections.abc import Sequence
from typing import Any, Final

from markupsafe import Markup
from matplotlib.axes import Axes

from hiring.adapters.reports.drawing import BLUE, GREY, PALE, below_it, draw_svg, written_axes
from hiring.adapters.reports.numbers import percent_in
from hiring.adapters.reports.texts import Texts
from hiring.application.reporting.describe_model import Report
from hiring.domain.evaluation.group_outcomes import FeatureOutcomes
from hiring.domain.features import Rule

TOP: Final = 15

_ROW: Final = 0.52  # inches
_FOOT: Final = 0.9
_ABOVE: Final = 0.38  # of a row: where the first of two labels stands
_BELOW: Final = 0.08  # the last one: nearer to its own marks than to those of the row above
_MARK: Final = 0.22
_SMALL: Final = 7.5
_WITH: Final[dict[str, Any]] = {"color": BLUE}
_WITHOUT: Final[dict[str, Any]] = {"color": GREY, "markerfacecolor": "white"}


def strongest(report: Report) -> list[tuple[Rule, float]]:
    """The features that the model gained most by, with their share of it, the strongest first."""
    fitting = report.training.fitting
    gain = {} if fitting is None else fitting.gain
    found = [(rule, gain.get(rule.feature, 0.0)) for rule in report.rules]
    return sorted(((rule, share) for rule, share in found if share), key=lambda one: -one[1])[:TOP]


def gain(report: Report, texts: Texts) -> Markup | None:
    """How much the model uses its strongest features; None where no tree could split."""
    found = strongest(report)
    if not found:
        return None
    return draw_svg(
        lambda axes: _gain(axes, found, texts),
        name="gain",
        title=texts.plain("The {number} features that the model uses most", number=len(found)),
        description=texts.plain("Share of all gain in fitting, per feature, the strongest first."),
        height=_FOOT + _ROW * len(found),
    )


def _gain(axes: Axes, found: Sequence[tuple[Rule, float]], texts: Texts) -> None:
    write = percent_in(texts.language)
    shares = [100 * share for _, share in found]
    rows = [-float(place) for place in range(len(found))]
    axes.barh([row - _MARK for row in rows], shares, height=0.22, color=BLUE)
    for row, share, (rule, _) in zip(rows, shares, found, strict=True):
        _label(axes, row, rule, texts)
        axes.text(
            share, row - _MARK, f" {write(share / 100, 1)}", va="center", fontsize=_SMALL, in_layout=False
        )
    axes.set(
        xlim=(0, 1.15 * shares[0]), ylim=(rows[-1] - 0.5, 0.7), xlabel=texts.plain("share of all gain, %")
    )
    written_axes(axes, texts.language)
    _no_side(axes)


def effects(report: Report, texts: Texts) -> Markup | None:
    """How people with and without each of the strongest features fared; None where there is none to show."""
    known = {effect.feature: effect for effect in report.effects}
    found = [(rule, effect) for rule, _ in strongest(report) if _has_two(effect := known[rule.feature])]
    if not found:
        return None
    return draw_svg(
        lambda axes: _effects(axes, found, texts),
        name="effects",
        title=texts.plain("People with a feature, and people without it"),
        description=texts.plain(
            "Share hired and mean score in the test part, per feature; the table has the figures."
        ),
        height=_FOOT + 0.5 + _ROW * len(found),
    )


def _has_two(effect: FeatureOutcomes) -> bool:
    return [group.value for group in effect.groups if group.fared] == [0.0, 1.0]


def _effects(axes: Axes, found: Sequence[tuple[Rule, FeatureOutcomes]], texts: Texts) -> None:
    for place, (rule, effect) in enumerate(found):
        row = -float(place)
        _label(axes, row, rule, texts)
        without, having = [group.fared for group in effect.groups if group.fared]
        axes.axhline(row - _MARK, color=PALE, linewidth=0.5, zorder=0)
        axes.plot([without.share, having.share], [row - _MARK] * 2, color=PALE, linewidth=3, zorder=1)
        for fared, words, look in ((having, "with it", _WITH), (without, "without it", _WITHOUT)):
            axes.plot(
                fared.share, row - _MARK, "o", **look, label=None if place else texts.plain(f"{words}: hired")
            )
            axes.plot(
                fared.mean_score,
                row - _MARK,
                "|",
                **look,
                ms=11,
                label=None if place else texts.plain(f"{words}: mean score"),
            )
    highest = max(group.fared.share for _, effect in found for group in effect.groups if group.fared)
    axes.set(
        xlim=(0, max(0.5, 1.1 * highest)), ylim=(0.6 - len(found), 0.7), xlabel=texts.plain("share of people")
    )
    below_it(axes, columns=2)
    written_axes(axes, texts.language)
    _no_side(axes)


def _label(axes: Axes, row: float, rule: Rule, texts: Texts) -> None:
    at: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "in_layout": False}
    if texts.language == "pt":
        axes.text(0, row + _BELOW, rule.pt, **at)
    else:
        axes.text(0, row + _ABOVE, rule.en, **at)
        axes.text(0, row + _BELOW, rule.pt, fontsize=_SMALL, color=GREY, **at)


def _no_side(axes: Axes) -> None:
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
