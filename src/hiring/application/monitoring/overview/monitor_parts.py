"""Parts of the view, each made of stored rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final, cast

from hiring.application.monitoring.overview.monitor_view import (
    AlertView,
    Band,
    CalibrationView,
    FeatureView,
    IndicatorView,
    Label,
    Marker,
    QualityView,
    Timeline,
)
from hiring.domain.evaluation.intervals import Interval
from hiring.domain.features import Profile
from hiring.domain.monitoring.alerts import PROMISE, WatchedAlert
from hiring.domain.monitoring.days import DayCheck, QualityCheck
from hiring.domain.monitoring.drift.baseline import BaselineRates, RateBaseline
from hiring.domain.monitoring.drift.counts import SCORE
from hiring.domain.monitoring.drift.findings import DriftVerdict, RateFinding
from hiring.domain.monitoring.drift.indicators import APPROVAL, Indicator, IndicatorKind, indicators_of
from hiring.domain.monitoring.overview.outlook import RECENT
from hiring.domain.monitoring.overview.timeline import CountedDay, RatesOfDays, Share, share_of, timeline_of

TREND: Final = 60
"""Days of a sparkline."""

_NAMES: Final = {SCORE: ("Pontuação", "Score"), APPROVAL: ("Aprovados pelo modelo", "Approved by the model")}
_NONE: Final = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The version that is shown in detail.

    Args:
        days: Its days, in order; at least one.
        check: Of the last of them.
        rates: The baseline that day was compared with; None where it is not kept.
    """

    days: Sequence[CountedDay]
    check: DayCheck
    rates: BaselineRates | None

    @property
    def version(self) -> str:
        """Which."""
        return self.check.model_version

    @property
    def limit(self) -> float | None:
        """Evidence that an alarm takes."""
        limits = [finding.get("limit") for finding in self.check.findings.values()]
        return next((float(limit) for limit in limits if isinstance(limit, int | float)), None)

    def since(self, first: date) -> list[CountedDay]:
        """Its days from this one on."""
        return [day for day in self.days if day.day.date() >= first]


def labels_of(watched: Watched | None, profiles: Mapping[str, Profile]) -> Mapping[str, Label]:
    """Of every indicator, and of every feature by its own name."""
    profile = None if watched is None else profiles.get(watched.check.profile)
    rules = [] if profile is None else list(profile.rules)
    edges = {} if watched is None or watched.rates is None else watched.rates.edges
    names = {rule.feature: (rule.pt, rule.en) for rule in rules} | _NAMES
    known = {
        feature: Label(indicator=feature, feature=feature, kind=None, edge=None, pt=pt, en=en)
        for feature, (pt, en) in names.items()
    }
    for indicator in indicators_of(rules, edges):
        known[indicator.name] = replace(
            known[indicator.feature],
            indicator=indicator.name,
            kind=indicator.kind,
            edge=indicator.edge,
        )
    return known


def _label(labels: Mapping[str, Label], name: str) -> Label:
    """A name that nobody knows any more stands for itself."""
    return labels.get(name) or Label(
        indicator=name, feature=name.partition(":")[0], kind=None, edge=None, pt=name, en=name
    )


def alert_views(
    alerts: Sequence[WatchedAlert], watched: Watched | None, labels: Mapping[str, Label]
) -> tuple[AlertView, ...]:
    """Those that are not ended: a broken promise first, then by the size of the change."""
    findings: Mapping[str, Mapping[str, Any]] = {} if watched is None else watched.check.findings
    views = [
        _alert_view(each, findings.get(each.first.feature), _label(labels, each.first.feature))
        for each in alerts
        if not each.status.ends
    ]
    return tuple(sorted(views, key=lambda one: (one.rule != PROMISE, -abs(one.change or 0.0), one.id)))


def _alert_view(alert: WatchedAlert, finding: Mapping[str, Any] | None, label: Label) -> AlertView:
    """With the figures of the last day checked, where it is still so; else with those it was found by."""
    promise = alert.first.rule == PROMISE  # which is looked at as a whole: it began with the first answer
    lasting = None if finding is None else finding.get("verdict") == DriftVerdict.DRIFT.value
    current = finding if finding is not None and lasting else None
    return AlertView(
        id=alert.id,
        label=label,
        rule=alert.first.rule,
        status=alert.status,
        base=alert.last.base if current is None else current.get("base"),
        now=alert.last.now if current is None else current.get("now"),
        change=alert.last.change if current is None else current.get("change"),
        interval=None if current is None else _interval(current.get("interval")),
        since=(alert.first.created_at if promise else alert.first.window_start).date(),
        found=alert.findings,
        last_found=alert.last.created_at,
        lasting=lasting,
        events=alert.events,
    )


def _interval(stored: object) -> Interval | None:
    return Interval(*map(float, stored)) if isinstance(stored, list | tuple) else None


def timeline_view(
    days: Sequence[CountedDay],
    watched: Watched | None,
    baselines: RatesOfDays,
    labels: Mapping[str, Label],
    markers: Sequence[Marker],
) -> Timeline:
    """Lines of the decision, of a middle score, and of the feature whose unknown values moved most."""
    if watched is None:
        return Timeline(lines={}, points=(), markers=())
    names = {"approved": APPROVAL}
    scores = [name for name in watched.check.counts if name.startswith(f"{SCORE}:")]
    if scores:
        names["high_scores"] = scores[len(scores) // 2]
    if unknown := _most_moved_unknown(watched):
        names["unknown"] = unknown
    points = timeline_of(days, names, baselines)
    first = points[0].start
    return Timeline(
        lines={line: _label(labels, name) for line, name in names.items()},
        points=points,
        markers=tuple(marker for marker in markers if marker.at.date() >= first),
    )


def _most_moved_unknown(watched: Watched) -> str | None:
    names = [name for name in watched.check.counts if name.endswith(f":{IndicatorKind.UNKNOWN.value}")]
    return max(names, key=lambda name: _moved(watched, name), default=None)


def _moved(watched: Watched, name: str) -> tuple[float, bool]:
    """By how much a rate has moved recently; what varied in the baseline comes before what did not."""
    now = share_of([day.count_of(name) for day in watched.days[-RECENT:]], None).rate
    base = None if watched.rates is None else watched.rates.rates.get(name)
    if base is None:
        return now or 0.0, False
    return abs((base.rate if now is None else now) - base.rate), base.varied


def quality_views(checks: Sequence[QualityCheck], serves: str | None) -> tuple[QualityView, ...]:
    """The last check of each version; what serves first, then the one that was checked last."""
    latest = {check.model_version: check for check in checks}
    ordered = sorted(latest.values(), key=lambda check: check.checked_at, reverse=True)
    return tuple(map(_quality, sorted(ordered, key=lambda check: check.model_version != serves)))


def _quality(check: QualityCheck) -> QualityView:
    stored = cast("Mapping[str, Any]", check.quality)
    answers, promise = stored.get("answers") or {}, stored.get("promise")
    bins = stored.get("calibration") or ()
    return QualityView(
        model_version=check.model_version,
        checked_at=check.checked_at,
        given=answers.get("given", 0),
        approved=answers.get("approved", 0),
        matured=answers.get("matured", 0),
        known=stored.get("known", 0),
        hired=stored.get("hired", 0),
        precision=stored.get("precision"),
        interval=_interval(stored.get("interval")),
        expected=stored.get("expected"),
        promised=None if promise is None else promise["promised"],
        outcomes=stored.get("counted", 0),
        outcomes_hired=stored.get("counted_hired", 0),
        evidence=None if promise is None else promise["evidence"],
        broken=bool(stored.get("broken")),
        calibration=tuple(
            CalibrationView(people=one["people"], score=one["score"], hired=one["hired"]) for one in bins
        ),
    )


def feature_views(watched: Watched, labels: Mapping[str, Label]) -> tuple[FeatureView, ...]:
    """All that is watched, by feature; what has drifted first, then by the evidence."""
    by_feature: dict[str, list[IndicatorView]] = {}
    for name, finding in watched.check.findings.items():
        base = None if watched.rates is None else watched.rates.rates.get(name)
        if base is not None:
            view = _indicator_view(watched, name, finding, base, _label(labels, name))
            by_feature.setdefault(view.label.feature, []).append(view)
    features = [
        FeatureView(
            feature=feature,
            pt=views[0].label.pt,
            en=views[0].label.en,
            indicators=tuple(views),
            bands=_bands(views),
        )
        for feature, views in by_feature.items()
    ]
    return tuple(sorted(features, key=lambda one: max(map(_suspicion, one.indicators)), reverse=True))


def _suspicion(view: IndicatorView) -> tuple[bool, float]:
    return view.verdict is DriftVerdict.DRIFT, view.evidence


def _indicator_view(
    watched: Watched, name: str, finding: Mapping[str, object], base: RateBaseline, label: Label
) -> IndicatorView:
    last, verdict = watched.days[-1].day.date(), DriftVerdict(finding["verdict"])
    begun = finding.get("since")
    since = date.fromisoformat(begun) if isinstance(begun, str) and verdict is DriftVerdict.DRIFT else None
    own = watched.since(since or last - timedelta(days=RECENT - 1))
    now = share_of([day.count_of(name) for day in own], base)
    figures = _figures(base, now, label)
    trend = {day.day.date(): day.count_of(name) for day in watched.days[-TREND:]}
    rates = [trend.get(last - timedelta(days=back), _NONE) for back in reversed(range(TREND))]
    limit = watched.limit
    return IndicatorView(
        label=label,
        base=base.rate,
        now=now,
        change=figures.change,
        interval=figures.interval,
        verdict=verdict,
        evidence=float(cast("float", finding.get("evidence") or 0.0)) / limit if limit else 0.0,
        since=since,
        trend=tuple(hits / rows if rows else None for hits, rows in rates),
    )


def _figures(base: RateBaseline, now: Share, label: Label) -> RateFinding:
    """Only its change and interval are asked for."""
    kind = label.kind or IndicatorKind.RATE
    return RateFinding(
        indicator=Indicator(name=label.indicator, feature=label.feature, kind=kind),
        baseline=base,
        verdict=DriftVerdict.STEADY,
        fired=False,
        hits=now.hits,
        rows=now.rows,
        evidence=0.0,
        limit=0.0,
        since=None,
    )


def _bands(views: Sequence[IndicatorView]) -> tuple[Band, ...]:
    """What lies between the edges of an amount; of a flag none."""
    above = [view for view in views if view.label.kind is IndicatorKind.ABOVE]
    if not above:
        return ()
    edges = [None, *[view.label.edge for view in above], None]
    base = [1.0, *[view.base for view in above], 0.0]
    now = [view.now.rate for view in above]
    known = [None if None in now else 1.0, *now, None if None in now else 0.0]
    return tuple(
        Band(
            above=edges[place],
            upto=edges[place + 1],
            base=base[place] - base[place + 1],
            now=None if low is None or high is None else low - high,
        )
        for place, (low, high) in enumerate(pairwise(known))
    )
