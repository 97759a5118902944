"""Stores in which many days were checked: invented answers, followed by the real detector."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import numpy as np

from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.store import MemoryStore
from hiring.application.monitoring.alerts.list_alerts import ListAlerts
from hiring.application.monitoring.overview.describe_monitor import DescribeMonitor
from hiring.application.monitoring.overview.monitor_view import MonitorView
from hiring.application.ports.store import Store
from hiring.domain.decisions import Alert, Baseline
from hiring.domain.evaluation.intervals import share_interval
from hiring.domain.features import CANDIDATE, PROFILES
from hiring.domain.features.kinds import Flag
from hiring.domain.models import Deployment
from hiring.domain.monitoring.alerts import Policy
from hiring.domain.monitoring.days import DayCheck, QualityCheck
from hiring.domain.monitoring.drift.baseline import BaselineRates, RateBaseline
from hiring.domain.monitoring.drift.counts import SCORE, ColumnCounts, DayCounts
from hiring.domain.monitoring.drift.indicators import APPROVAL, counts_of, indicators_of
from hiring.domain.monitoring.drift.sequential import sequential_detector
from hiring.domain.monitoring.quality.promise import promise_evidence
from hiring.domain.monitoring.quality.quality import AnswerQuality, Answers, CalibrationBin

LAST = date(2026, 11, 28)
NOW = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)
RECORDED = datetime(2025, 6, 1, 8, tzinfo=UTC)
OLD, NEW = "20250601T080000Z-0a1b2c3d", "20260415T101500Z-4e5f6a7b"
PATH = "artifacts/modelo_prec80.joblib"
PAY = (2500.0, 4000.0, 7000.0)
DECILES = tuple(float(edge) for edge in np.round(np.linspace(0.05, 0.62, 9), 3))


def rates_of_baseline() -> dict[str, float]:
    """A rate for each indicator; some features are constant."""
    rng = np.random.default_rng(11)
    rates = {}
    for rule in CANDIDATE.rules:
        rates[rule.feature] = float(np.clip(rng.beta(1.2, 2.5), 0.02, 0.97))
        rates[f"{rule.feature}:unknown"] = 0.0
    rates |= {"tem_email": 0.93, "cv_sap": 0.36, "cert_mos_word": 0.0, "salario_valor:unknown": 0.41}
    rates |= {f"salario_valor:above_q{place}": share for place, share in enumerate((0.75, 0.5, 0.25), 1)}
    rates |= {f"{SCORE}:above_d{place}": 1 - place / 10 for place in range(1, 10)}
    return rates | {APPROVAL: 0.082}


def a_rates_baseline(*, dispersion: float = 1.8, assumed: bool = False) -> BaselineRates:
    edges = {"salario_valor": PAY, SCORE: DECILES}
    known = rates_of_baseline()
    names = [indicator.name for indicator in indicators_of(CANDIDATE.rules, edges)]
    rows = 20_000
    rates = {
        name: RateBaseline(
            rate=(round(known[name] * rows) + 0.5) / (rows + 1),
            rows=rows,
            dispersion=dispersion,
            assumed=assumed,
        )
        for name in names
    }
    return BaselineRates(edges=edges, rates=rates)


def some_days(
    version: str, days: Sequence[date], *, volume: float, moved: Mapping[str, float], since: date, seed: int
) -> Iterator[DayCounts]:
    """Answers by chance, with rates that are others from a day on."""
    rng, base = np.random.default_rng(seed), rates_of_baseline()
    for day in days:
        rates = base | (dict(moved) if day >= since else {})
        weekend = day.weekday() >= 5
        answers = max(1, int(rng.poisson(volume * (0.35 if weekend else 1.0))))
        columns = {}
        for rule in CANDIDATE.rules:
            name = rule.feature
            known = answers - int(rng.binomial(answers, rates[f"{name}:unknown"]))
            if isinstance(rule.kind, Flag):
                columns[name] = ColumnCounts(known=known, total=float(rng.binomial(known, rates[name])))
            else:
                columns[name] = ColumnCounts(
                    known=known,
                    total=known * 4200.0,
                    above=_above(rng, known, [rates[f"{name}:above_q{n}"] for n in (1, 2, 3)]),
                )
        score = ColumnCounts(
            known=answers,
            total=answers * float(rng.normal(0.29, 0.02)),
            above=_above(rng, answers, [rates[f"{SCORE}:above_d{n}"] for n in range(1, 10)]),
        )
        yield DayCounts(
            day=day,
            model_version=version,
            profile=CANDIDATE.name,
            answers=answers,
            approved=int(rng.binomial(answers, rates[APPROVAL])),
            score=score,
            columns=columns,
        )


def _above(rng: np.random.Generator, known: int, shares: Sequence[float]) -> tuple[int, ...]:
    left, before, above = known, 1.0, []
    for share in shares:
        left = int(rng.binomial(left, min(1.0, share / before)))
        before = share
        above.append(left)
    return tuple(above)


@dataclass
class Monitored:
    """A store, filled as `monitor daily` fills it."""

    store: Store = field(default_factory=MemoryStore)
    now: datetime = NOW
    profile: str = "candidate"

    def record_baseline(self, at: datetime = RECORDED, *, version: str = OLD) -> BaselineRates:
        rates = a_rates_baseline()
        self.store.baselines.append(
            [
                Baseline(
                    created_at=at,
                    model_path=PATH,
                    stats={},
                    profile=CANDIDATE.name,
                    model_version=version,
                    rates=rates.to_json(),
                )
            ]
        )
        return rates

    def deploy(self, version: str, at: datetime) -> None:
        event = Deployment(at=at, version_id=version, digest="d" * 64, path=PATH, actor="ana", reason="pilot")
        self.store.registry.record(event)

    def check(
        self, days: Iterator[DayCounts], rates: BaselineRates, at: datetime = RECORDED, *, whole: int = 3
    ) -> None:
        """Follow them; only of the last days is everything kept, because no more is looked at."""
        detector = sequential_detector(CANDIDATE.rules, rates)
        state, rows, alerts = detector.start(), [], []
        known = list(days)
        for place, day in enumerate(known):
            full = place >= len(known) - whole
            state, findings = detector.advance(state, day)
            moment = datetime.combine(day.day, datetime.min.time(), UTC)
            checked = moment + timedelta(days=1, minutes=10)
            hits = {one.indicator.name: one for one in findings}
            pairs = np.array(counts_of(detector.indicators, day)).T
            rows.append(
                DayCheck(
                    day=moment,
                    checked_at=checked,
                    model_version=day.model_version,
                    profile=day.profile,
                    baseline_at=at,
                    answers=day.answers,
                    approved=day.approved,
                    score_total=day.score.total,
                    approved_total=day.approved * 0.86,
                    counts={
                        one.name: [int(k), int(n)]
                        for one, (k, n) in zip(detector.indicators, pairs, strict=True)
                    },
                    evidence=state.to_json() if full else {"day": day.day.isoformat(), "figures": {}},
                    findings={name: one.to_json() for name, one in hits.items()} if full else {},
                )
            )
            alerts += [
                Alert(
                    created_at=checked,
                    window_start=datetime.combine(one.since or day.day, datetime.min.time(), UTC),
                    window_end=moment + timedelta(days=1),
                    model_path=PATH,
                    feature=name,
                    rule="sequential",
                    base=one.base,
                    now=one.now,
                    change=one.change,
                )
                for name, one in hits.items()
                if one.fired
            ]
        self.store.monitor_days.append(rows)
        self.store.alerts.append(alerts)

    def judge(
        self, version: str, *, known: int, hired: int, promised: float | None = 0.8, at: datetime = NOW
    ) -> None:
        outcomes = [number % known < hired for number in range(known)] if known else []
        quality = AnswerQuality(
            answers=Answers(
                model_version=version, given=9000, approved=740, matured=420, approved_score=740 * 0.86
            ),
            known=known,
            hired=hired,
            interval=share_interval(hired, known),
            counted=known,
            counted_hired=hired,
            expected=0.86,
            calibration=(
                CalibrationBin(people=210, score=0.14, hired=31),
                CalibrationBin(people=90, score=0.34, hired=29),
                CalibrationBin(people=44, score=0.87, hired=37),
            )
            if known
            else (),
            calibration_error=0.02 if known else None,
            promise=None if promised is None else promise_evidence(outcomes, promised=promised),
        )
        self.store.quality_checks.append(
            [QualityCheck(checked_at=at, model_version=version, quality=_stored(quality))]
        )

    def describe(self, policy: Policy = Policy.SEQUENTIAL) -> DescribeMonitor:
        clock = FixedClock(self.now)
        listed = ListAlerts(alerts=self.store.alerts, events=self.store.alert_events, clock=clock)
        return DescribeMonitor(
            store=self.store,
            list_alerts=listed,
            profile=self.profile,
            elsewhere=(),
            profiles=PROFILES,
            clock=clock,
            policy=policy,
        )

    def view(self) -> MonitorView:
        return self.describe()()


def _stored(quality: AnswerQuality) -> Mapping[str, object]:
    stored: Mapping[str, object] = json.loads(json.dumps(quality.to_json()))
    return stored


def days_up_to(last: date, count: int) -> list[date]:
    return [last - timedelta(days=back) for back in reversed(range(count))]


def a_year(
    *,
    versions: int = 2,
    drifting: bool = True,
    volume: float = 60,
    days: int = 365,
    store: Store | None = None,
    whole: int = 3,
) -> Monitored:
    """A year of days, or fewer; the newer version answers beside the older one all the time."""
    world = Monitored(store=store or MemoryStore())
    world.deploy(OLD, datetime(2025, 6, 2, tzinfo=UTC))
    moved = {"cv_sap": 0.49, "salario_valor:unknown": 0.58} if drifting else {}
    for number, version in enumerate((OLD, NEW)[:versions]):
        at = RECORDED + timedelta(days=number)
        rates = world.record_baseline(at, version=version)
        world.check(
            some_days(
                version,
                days_up_to(LAST, days),
                volume=volume,
                moved=moved,
                since=date(2026, 11, 9),
                seed=number,
            ),
            rates,
            at,
            whole=whole,
        )
    if versions > 1:
        world.deploy(NEW, datetime(2026, 4, 15, 12, tzinfo=UTC))
        world.judge(OLD, known=61, hired=52, at=NOW - timedelta(days=40))
    world.judge((OLD, NEW)[versions - 1], known=38, hired=32)
    return world
