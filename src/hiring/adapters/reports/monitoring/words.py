"""How the page writes numbers, days and what moved, in each language."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from math import isclose
from typing import Final

from hiring.adapters.reports.numbers import UNSAID, figure, in_language, number, percent_in
from hiring.adapters.reports.numbers import count as counted
from hiring.adapters.reports.texts import Language
from hiring.application.monitoring.overview.monitor_view import Label
from hiring.domain.monitoring.drift.indicators import IndicatorKind
from hiring.domain.monitoring.quality.promise import BROKEN_AT

__all__ = ["filters"]

_MONTHS: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "pt": ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"),
}
_OF_KIND: Final[Mapping[Language, Mapping[IndicatorKind, str]]] = {
    "en": {IndicatorKind.UNKNOWN: "{label}: unknown", IndicatorKind.ABOVE: "{label}: above {edge}"},
    "pt": {IndicatorKind.UNKNOWN: "{label}: sem informação", IndicatorKind.ABOVE: "{label}: acima de {edge}"},
}
_SMALL_EDGES: Final = 10.0
LONGEST: Final = 400
"""Characters of what somebody wrote; `monitor alerts show` has all of it."""
_NEARLY: Final = 1e-6
MINUS: Final = "\N{MINUS SIGN}"


def filters(language: Language) -> Mapping[str, Callable[..., object]]:
    """The filters of the page's templates. Those of figures keep them whole for machines."""
    percent, plain = percent_in(language), in_language(number, language)

    def size(value: float) -> str:
        return plain(abs(100 * value), 1)

    def points(value: float) -> str:
        return f"{'+' if value >= 0 else MINUS}{size(value)}"

    def evidence(value: float) -> str:
        return plain(value, 2) if value < BROKEN_AT else in_language(counted, language)(value)

    def tick_percent(value: float) -> str:
        return percent(value, 0 if isclose(100 * value, round(100 * value), abs_tol=_NEARLY) else 1)

    def edge(value: float) -> str:
        return plain(value, 2) if abs(value) < _SMALL_EDGES else in_language(counted, language)(value)

    def worded(label: Label) -> str:
        own = label.pt if language == "pt" else label.en
        pattern = _OF_KIND[language].get(label.kind, "{label}") if label.kind else "{label}"
        return pattern.format(label=own, edge="" if label.edge is None else edge(label.edge))

    return {
        "count": figure(in_language(counted, language)),
        "percent": figure(percent),
        "number": figure(plain),
        "points": figure(points),
        "size": figure(size),
        "evidence": figure(evidence),
        "bare_count": in_language(counted, language),
        "bare_percent": lambda value: UNSAID if value is None else percent(value, 1),
        "bare_number": lambda value: UNSAID if value is None else plain(value, 3),
        "tick_percent": tick_percent,
        "edge": edge,
        "short": lambda text: text if len(text) <= LONGEST else f"{text[:LONGEST]}…",
        "label": worded,
        "day": lambda value: _day(value, language),
        "tick": lambda value: f"{value.day} {_MONTHS[language][value.month - 1]} {value:%y}",
        "moment": lambda value: f"{_day(value.astimezone(UTC), language)} {value.astimezone(UTC):%H:%M} UTC",
    }


def _day(value: date | datetime, language: Language) -> str:
    if language == "pt":
        return f"{value:%d/%m/%Y}"
    return f"{value.day} {_MONTHS['en'][value.month - 1]} {value.year}"
