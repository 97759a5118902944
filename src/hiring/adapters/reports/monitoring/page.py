"""What monitoring knows, as one HTML page: no script, nothing that is loaded, readable on paper."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from hiring.adapters.reports.files import replaced
from hiring.adapters.reports.monitoring import charts
from hiring.adapters.reports.monitoring.panels import panels_of, positions
from hiring.adapters.reports.monitoring.words import filters
from hiring.adapters.reports.texts import Language, Texts
from hiring.application.monitoring.overview.monitor_view import IndicatorView, MonitorView
from hiring.application.monitoring.overview.show_monitor import MonitorPage
from hiring.domain.features import CANDIDATE
from hiring.domain.monitoring.drift.findings import DriftVerdict
from hiring.domain.monitoring.quality.promise import BROKEN_AT

_TEMPLATES: Final = Path(__file__).with_name("templates")
PORTUGUESE: Final = _TEMPLATES / "portuguese.json"

SHOWN: Final = 12
"""So many rates are shown at first; the others can be unfolded."""
MOST_ALERTS: Final = 24
MOST_EVENTS: Final = 5
"""Of an alert, the last ones; `monitor alerts show` has them all."""
MOST_MARKERS: Final = 12
"""The last versions that began to serve; the JSON has them all."""
_LEAST: Final = 0.1
"""Share of the evidence for an alarm from which on a rate is always among the first."""


class HtmlMonitor(MonitorPage):
    """Jinja's templates."""

    def render(self, view: MonitorView, language: str, *, served: bool) -> str:
        return page_of(view, "pt" if language == "pt" else "en", served=served)

    def write(self, file: Path, view: MonitorView, language: str) -> str:
        whole = file.resolve()
        replaced(whole, self.render(view, language, served=False).encode())
        return whole.as_uri()


def page_of(view: MonitorView, language: Language = "en", *, served: bool = False) -> str:
    """The page; the same view gives the same text.

    Args:
        view: What it shows.
        language: Of the texts and numbers.
        served: Whether it has an address, so that links to other languages and to the JSON lead somewhere.
    """
    style, digest = _style()
    points, (first, others) = view.timeline.points, _rates(view)
    return (
        _environment(language)
        .get_template("monitor.html")
        .render(
            view=view,
            served=served,
            style=style,
            style_hash=digest,
            language=language,
            html_lang="pt-BR" if language == "pt" else "en",
            panels=panels_of(view),
            ticks=charts.day_ticks(*positions(points)) if points else [],
            markers=_markers(view),
            first_rates=first,
            other_rates=others,
            broken_at=BROKEN_AT,
            most_alerts=MOST_ALERTS,
            most_events=MOST_EVENTS,
            charts=charts,
            trend_of=_trend,
            profile="" if view.profile == CANDIDATE.name else view.profile,
        )
    )


@cache
def _style() -> tuple[Markup, str]:
    text = _TEMPLATES.joinpath("monitor.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(text), digest  # noqa: S704  # our own file


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    texts = Texts(language, PORTUGUESE)
    environment.filters.update(filters(language))
    environment.globals["t"] = texts
    return environment


def _markers(view: MonitorView) -> list[Mapping[str, Any]]:
    """Versions that began to serve while this was drawn; `at` in percent."""
    if not view.timeline.points:
        return []
    first, last = positions(view.timeline.points)
    span = max((last - first).days, 1)
    return [
        {
            "at": round(100 * min(max((one.at.date() - first).days, 0), span) / span, 2),
            "day": one.at,
            "version": one.model_version,
        }
        for one in view.timeline.markers[-MOST_MARKERS:]
    ]


def _rates(view: MonitorView) -> tuple[list[IndicatorView], list[IndicatorView]]:
    """The most suspicious rates, and the others; without values that were never unknown, and are not now."""
    rates = [one for feature in view.features for one in feature.indicators if not _is_silent(one)]
    rates.sort(key=lambda one: (one.verdict is DriftVerdict.DRIFT, one.evidence), reverse=True)
    suspicious = sum(one.verdict is DriftVerdict.DRIFT or one.evidence >= _LEAST for one in rates)
    shown = max(SHOWN, suspicious)
    return rates[:shown], rates[shown:]


def _is_silent(rate: IndicatorView) -> bool:
    never = rate.base * 1000 < 1 and not rate.now.hits
    return rate.label.indicator.endswith(":unknown") and never


def _trend(rate: IndicatorView) -> Mapping[str, Any]:
    """A sparkline with the baseline's rate."""
    known = [one for one in rate.trend if one is not None]
    on = charts.Scale(low=0.0, high=max([*known, rate.base, 1e-9]), ticks=())
    last = max(len(rate.trend) - 1, 1)
    points = [(place / last, value) for place, value in enumerate(rate.trend)]
    return {"path": charts.path(points, on) if known else "", "base": on.y(rate.base), "days": len(known)}
