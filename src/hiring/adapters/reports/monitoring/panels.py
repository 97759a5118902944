"""The four plots over time, from the points of the view."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from hiring.adapters.reports.monitoring.charts import Line, Panel, Point, Scale, area, path, scale
from hiring.application.monitoring.overview.monitor_view import MonitorView
from hiring.domain.evaluation.intervals import Interval
from hiring.domain.monitoring.overview.timeline import TimelinePoint

__all__ = ["panels_of", "positions"]

_LINES = ("high_scores", "approved", "unknown")

Value = Callable[[TimelinePoint], float | None]
BandOf = Callable[[TimelinePoint], Interval | None]
Span = tuple[date, date]


def panels_of(view: MonitorView) -> list[Panel]:
    """Volume, and each line that there is."""
    if not view.timeline.points:
        return []
    drawn = view.timeline.lines
    panels = [_panel(view, "volume", "count", _answers, lambda point: point.week_answers, _no_band)]
    if "high_scores" not in drawn:
        panels.append(_panel(view, "score", "number", _mean_score, _mean_score, _no_band))
    return panels + [_of_rates(view, line) for line in _LINES if line in drawn]


def positions(points: Sequence[TimelinePoint]) -> Span:
    """First and last day of the axis."""
    return points[0].start, max(point.start + timedelta(days=point.days - 1) for point in points)


def _answers(point: TimelinePoint) -> float:
    return point.answers / point.days


def _mean_score(point: TimelinePoint) -> float | None:
    return point.mean_score


def _no_band(_point: TimelinePoint) -> None:
    return None


def _of_rates(view: MonitorView, line: str) -> Panel:
    return _panel(
        view,
        line,
        "percent",
        lambda point: point.lines[line].rate,
        lambda point: point.lines[line].week.rate,
        lambda point: point.lines[line].week.band,
    )


def _panel(  # noqa: PLR0913, PLR0917  # what is drawn, three times
    view: MonitorView,
    name: str,
    form: Literal["count", "percent", "number"],
    of_day: Value,
    of_week: Value,
    band: BandOf,
) -> Panel:
    points = view.timeline.points
    versions: dict[str, list[TimelinePoint]] = {}
    for point in points:
        versions.setdefault(point.model_version, []).append(point)
    values = [known for point in points for known in (of_day(point), of_week(point)) if known is not None]
    ends = [end for point in points for end in band(point) or ()]
    on, span = scale([*values, *ends] or [0.0], whole=form == "count"), positions(points)
    lines = [
        Line(
            version=version,
            days=path(_points(of_version, of_day, span), on),
            weeks=path(_points(of_version, of_week, span), on),
            band=_band(of_version, band, span, on),
            own=version == view.watched,
        )
        for version, of_version in versions.items()
    ]
    last = versions.get(view.watched or "", points)[-1]
    return Panel(
        name=name,
        scale=on,
        lines=tuple(sorted(lines, key=lambda line: line.own)),
        form=form,
        day=of_day(last),
        week=of_week(last),
        band=band(last),
    )


def _points(points: Sequence[TimelinePoint], value: Value, span: Span) -> list[Point]:
    """With a hole wherever days are missing."""
    found = [(_at(points[0].start, span), value(points[0]))]
    for before, point in pairwise(points):
        if (point.start - before.start).days > before.days:
            found.append((0.0, None))
        found.append((_at(point.start, span), value(point)))
    return found


def _band(points: Sequence[TimelinePoint], band: BandOf, span: Span, on: Scale) -> str:
    def edge(place: int) -> list[Point]:
        return _points(points, lambda point: None if (own := band(point)) is None else own[place], span)

    return area(edge(0), edge(1), on)


def _at(day: date, span: Span) -> float:
    days = (span[1] - span[0]).days
    return (day - span[0]).days / days if days else 0.5  # a day alone stands in the middle, as its tick does
