"""What checking complete days does, on any store."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.reports.monitoring.page import page_of
from hiring.application.monitoring.alerts.accept_alert import AcceptAlert
from hiring.application.monitoring.alerts.follow_up_alert import FollowUpAlert
from hiring.application.monitoring.alerts.list_alerts import ListAlerts
from hiring.application.monitoring.checks.check_days import CheckDays
from hiring.application.monitoring.checks.check_drift import CheckDrift
from hiring.application.monitoring.checks.check_monitor import CheckMonitor, MonitorReport
from hiring.application.monitoring.checks.check_quality import CheckQuality
from hiring.application.monitoring.checks.count_answers import CountAnswers
from hiring.application.monitoring.checks.rebase_on_answers import RebaseOnAnswers
from hiring.application.monitoring.checks.remembered_counts import RememberedCounts
from hiring.application.monitoring.overview.describe_monitor import DescribeMonitor
from hiring.application.monitoring.overview.monitor_view import MonitorView
from hiring.application.ports.store import Store
from hiring.domain.decisions import Baseline, Decision
from hiring.domain.errors import AlertEnded, AlreadyRunning, BaselineMissing, NothingKept, PromiseNotNormal
from hiring.domain.features import CANDIDATE, FEATURES
from hiring.domain.feedback import OutcomeReport
from hiring.domain.models import ModelVersion
from hiring.domain.monitoring.alerts import AlertEvent, AlertStatus, Policy, WatchedAlert, alert_id
from hiring.domain.monitoring.days import latest_checks
from hiring.domain.monitoring.drift.baseline import BaselineRates, RateBaseline
from hiring.domain.training.certificates import Certificate
from tests.contracts.builders import a_baseline, a_decision, a_version

FIRST = datetime(2025, 3, 1, tzinfo=UTC)
"""The first day of answers."""
A_DAY = 60
BASE = RateBaseline(rate=0.3, rows=20_000, dispersion=1.0, assumed=False)
V1 = a_version().id


def day(number: int, *, hours: float = 0.0) -> datetime:
    return FIRST + timedelta(days=number, hours=hours)


def answers_of_a_day(
    number: int, hits: int, *, rows: int = A_DAY, version: str = V1, at: datetime | None = None
) -> list[Decision]:
    """Of them, `hits` have an e-mail address."""
    moment = at or day(number, hours=9)
    answers = []
    for place in range(rows):
        payload: dict[str, float | None] = dict.fromkeys(FEATURES, 0.0)
        payload["tem_email"], payload["salario_valor"] = float(place < hits), None
        decision = a_decision(
            f"{version} {moment.isoformat()} {place}",
            at=moment,
            codigo_profissional=1_000 * number + place,
            score=0.75,
            payload=payload,
        )
        answers.append(replace(decision, model_version=version))
    return answers


def rates_baseline(*, at: datetime = FIRST, accepted: str | None = None, rate: float = 0.3) -> Baseline:
    rates = BaselineRates(
        edges={}, rates={"tem_email": replace(BASE, rate=rate), "tem_local": replace(BASE, rate=0.01)}
    )
    recorded = replace(a_baseline(), created_at=at, profile=CANDIDATE.name)
    return replace(recorded, rates=rates.to_json(), accepted=accepted)


def checker(store: Store, now: datetime, policy: Policy = Policy.SEQUENTIAL) -> CheckMonitor:
    clock = FixedClock(now)
    listed = ListAlerts(alerts=store.alerts, events=store.alert_events, clock=clock)
    counts = RememberedCounts(store.inference_log)
    return CheckMonitor(
        counts=counts,
        check_drift=CheckDrift(
            log=counts,
            baselines=store.baselines,
            alerts=store.alerts,
            feedback=store.feedback,
            clock=clock,
            columns_of=lambda _version, _profile: FEATURES,
        ),
        check_days=CheckDays(
            log=counts,
            baselines=store.baselines,
            days=store.monitor_days,
            alerts=store.alerts,
            profiles={CANDIDATE.name: CANDIDATE},
            columns_of=lambda _version, _profile: FEATURES,
            clock=clock,
        ),
        check_quality=CheckQuality(
            log=counts,
            days=store.monitor_days,
            feedback=store.feedback,
            registry=store.registry,
            checks=store.quality_checks,
            alerts=store.alerts,
            clock=clock,
        ),
        list_alerts=listed,
        alone=store.alone,
        policy=policy,
    )


def check(store: Store, now: datetime, policy: Policy = Policy.SEQUENTIAL) -> MonitorReport:
    return checker(store, now, policy)(now)


def filled(store: Store, hits: Sequence[int], *, version: str = V1) -> Store:
    """A store with a baseline, and one day of answers after another; a day of 0 rows is one of -1 hits."""
    store.baselines.append([rates_baseline()])
    for number, count in enumerate(hits):
        if count >= 0:
            store.inference_log.append(answers_of_a_day(number, count, version=version))
    return store


QUIET, MOVED = 18, 36


def described(store: Store, now: datetime) -> MonitorView:
    clock = FixedClock(now)
    return DescribeMonitor(
        store=store,
        profile=CANDIDATE.name,
        elsewhere=(),
        list_alerts=ListAlerts(alerts=store.alerts, events=store.alert_events, clock=clock),
        profiles={CANDIDATE.name: CANDIDATE},
        clock=clock,
        policy=Policy.SEQUENTIAL,
    )()


class MonitorContract:
    def test_what_was_checked_is_described_and_shown(self, store: Store) -> None:
        filled(store, [*[QUIET] * 3, *[MOVED] * 4])
        check(store, day(7, hours=1))
        view = described(store, day(7, hours=2))
        (alert,), (approved, *_) = view.alerts, view.timeline.points[-1:]

        assert (alert.label.en, alert.lasting, alert.since) == ("Gave a valid e-mail", True, day(3).date())
        assert (alert.now, alert.change) == (0.6, pytest.approx(0.3))
        assert [point.start for point in view.timeline.points] == [day(number).date() for number in range(7)]
        assert approved.lines["approved"].rate == 1.0
        assert (view.watched, view.log.days_late, view.retraining.answer.value) == (V1, 0, "look first")
        assert "“Gave a valid e-mail” rose from" in page_of(view)

    def test_a_day_that_was_checked_again_is_shown_once(self, store: Store) -> None:
        filled(store, [QUIET, QUIET])
        check(store, day(2))
        store.inference_log.append(answers_of_a_day(1, 3, rows=5, at=day(1, hours=20)))
        check(store, day(2, hours=6))
        points = described(store, day(2, hours=7)).timeline.points

        assert [point.answers for point in points] == [A_DAY, A_DAY + 5]

    def test_without_a_baseline_there_is_nothing_to_compare_with(self, store: Store) -> None:
        with pytest.raises(BaselineMissing):
            check(store, day(1))

    def test_a_baseline_of_an_older_program_leaves_the_days_unchecked(self, store: Store) -> None:
        store.baselines.append([a_baseline(created_at=FIRST)])
        store.inference_log.append(answers_of_a_day(0, QUIET))
        report = check(store, day(1))
        assert (report.days, report.window.volume) == (None, A_DAY)

    def test_every_complete_day_is_checked_and_no_other(self, store: Store) -> None:
        filled(store, [QUIET, QUIET, QUIET])
        report = check(store, day(2, hours=12))
        assert [each.day for each in report.days or ()] == [day(0), day(1)]
        first = (report.days or ())[0]
        assert (first.answers, first.approved, first.score_total) == (A_DAY, A_DAY, 0.75 * A_DAY)
        assert first.approved_total == first.score_total
        assert list(first.counts["tem_email"]) == [QUIET, A_DAY]
        assert report.alerts == []

    def test_the_same_days_again_change_nothing(self, store: Store) -> None:
        filled(store, [QUIET, MOVED, MOVED, MOVED])
        first = check(store, day(4))
        kept, alerts = store.monitor_days.all(), store.alerts.all()
        again = check(store, day(4))
        assert (len(first.new), len(again.new), again.days) == (1, 0, ())
        assert [each.id for each in again.alerts] == [each.id for each in first.alerts]
        assert (store.monitor_days.all(), store.alerts.all()) == (kept, alerts)

    def test_a_change_is_found_with_the_day_on_which_it_began(self, store: Store) -> None:
        report = check(filled(store, [QUIET, QUIET, MOVED, MOVED, MOVED]), day(5))
        [alert] = report.new
        assert (alert.first.feature, alert.first.rule) == ("tem_email", "sequential")
        assert alert.first.window_start == day(2)
        assert alert.first.base == 0.3
        assert alert.first.now == pytest.approx(MOVED / A_DAY)

    def test_day_by_day_says_the_same_as_all_at_once(self, store: Store) -> None:
        filled(store, [QUIET, -1, MOVED, MOVED, QUIET, MOVED])
        for number in range(1, 7):
            check(store, day(number))
        one_by_one = [each.evidence for each in latest_checks(store.monitor_days.all())]
        store.baselines.append([rates_baseline(at=day(6, hours=1))])  # all is counted anew
        store.inference_log.append(answers_of_a_day(0, 0, rows=1, version="v2"))
        again = [
            each.evidence for each in check(store, day(6, hours=2)).days or () if each.model_version == V1
        ]
        assert again == one_by_one

    def test_a_day_without_answers_is_no_evidence(self, store: Store) -> None:
        report = check(filled(store, [QUIET, -1, -1, QUIET]), day(4))
        assert [each.day for each in report.days or ()] == [day(0), day(3)]

    def test_rows_that_came_late_are_counted_from_their_day_on(self, store: Store) -> None:
        filled(store, [QUIET, QUIET, QUIET])
        check(store, day(3))
        store.inference_log.append(answers_of_a_day(1, 5, rows=5, at=day(1, hours=20)))
        report = check(store, day(3, hours=1))
        assert [each.day for each in report.days or ()] == [day(1), day(2)]
        counted = {each.day: each.answers for each in latest_checks(store.monitor_days.all())}
        assert counted == {day(0): A_DAY, day(1): A_DAY + 5, day(2): A_DAY}
        assert check(store, day(3, hours=2)).days == ()

    def test_a_day_with_very_many_answers_is_one_day(self, store: Store) -> None:
        filled(store, [QUIET])
        store.inference_log.append(answers_of_a_day(1, 900, rows=3_000))
        report = check(store, day(2))
        assert [each.answers for each in report.days or ()] == [A_DAY, 3_000]
        assert report.new == []

    def test_a_new_version_starts_anew(self, store: Store) -> None:
        filled(store, [MOVED, MOVED])
        store.inference_log.append(answers_of_a_day(2, QUIET, version="v2"))
        report = check(store, day(3))
        last = (report.days or ())[-1]
        assert last.model_version == "v2"
        assert float(str(last.findings["tem_email"]["evidence"])) < 1

    def test_a_new_baseline_starts_anew(self, store: Store) -> None:
        filled(store, [MOVED, MOVED])
        check(store, day(2))
        store.baselines.append([rates_baseline(at=day(2, hours=1))])
        store.inference_log.append(answers_of_a_day(2, QUIET))
        [last] = check(store, day(3)).days or ()
        assert float(str(last.findings["tem_email"]["evidence"])) < 1

    def test_what_was_accepted_starts_anew_and_nothing_else(self, store: Store) -> None:
        filled(store, [MOVED, MOVED])
        before = (check(store, day(2)).days or ())[-1]
        store.baselines.append([rates_baseline(at=day(2, hours=1), accepted="tem_email", rate=0.6)])
        store.inference_log.append(answers_of_a_day(2, MOVED))
        [last] = check(store, day(3)).days or ()
        assert last.findings["tem_email"]["verdict"] == "steady"
        kept = before.evidence["figures"]["tem_local"]
        assert sum(last.evidence["figures"]["tem_local"][8:10]) >= sum(kept[8:10])

    def test_a_closed_alert_is_opened_again_by_another_finding(self, store: Store) -> None:
        filled(store, [MOVED] * 3)
        [alert] = check(store, day(3)).new
        clock = FixedClock(day(3, hours=1))
        listed = ListAlerts(alerts=store.alerts, events=store.alert_events, clock=clock)
        follow_up = FollowUpAlert(list_alerts=listed, events=store.alert_events, clock=clock)
        follow_up(alert.id, AlertStatus.CLOSED, actor="ana", reason="over")
        for number in range(3, 7):
            store.inference_log.append(answers_of_a_day(number, MOVED))
        [again] = check(store, day(7)).new
        assert again.id != alert.id

    def test_the_other_policy_alerts_by_its_window_and_both_are_kept(self, store: Store) -> None:
        stats = {"tem_email": {"rate1": 0.3}}
        store.baselines.append([replace(rates_baseline(), stats=stats)])
        for number in range(3):
            store.inference_log.append(answers_of_a_day(number, MOVED, at=day(number, hours=12)))
        report = check(store, day(3), Policy.SIMPLE)
        assert [each.first.rule for each in report.new] == ["drift"]
        assert {alert.rule for alert in store.alerts.all()} == {"drift", "sequential"}
        assert [each.first.rule for each in check(store, day(3), Policy.SEQUENTIAL).alerts] == ["sequential"]

    def test_an_accepted_change_is_normal_from_then_on_for_this_feature_alone(self, store: Store) -> None:
        filled(store, [QUIET] + [MOVED] * 3)
        [alert] = check(store, day(4)).new
        accepted = accept(store, alert.id, day(4, hours=1))
        assert accepted.status is AlertStatus.ACCEPTED
        baseline = store.baselines.latest()
        assert baseline is not None
        assert baseline.rates is not None
        assert baseline.accepted == "tem_email"
        rates = BaselineRates.from_json(baseline.rates).rates
        assert rates["tem_email"].rate == pytest.approx(MOVED / A_DAY, abs=0.01)
        assert rates["tem_local"].rate == 0.01
        for number in range(4, 10):
            store.inference_log.append(answers_of_a_day(number, MOVED))
        assert check(store, day(10)).alerts == []
        with pytest.raises(AlertEnded):
            accept(store, alert.id, day(10))

    def test_recent_answers_can_be_the_baseline(self, store: Store) -> None:
        filled(store, [QUIET] + [MOVED] * 5)
        rebase = RebaseOnAnswers(
            count=counter(store),
            baselines=store.baselines,
            profiles={CANDIDATE.name: CANDIDATE},
            clock=FixedClock(day(6, hours=5)),
        )
        kept = rebase(5)
        assert kept.rates is not None
        rates = BaselineRates.from_json(kept.rates).rates
        assert rates["tem_email"].rate == pytest.approx(MOVED / A_DAY, abs=0.01)
        assert rates["tem_email"].rows == 5 * A_DAY
        assert kept.stats["tem_email"]["rate1"] == pytest.approx(MOVED / A_DAY)
        assert kept.model_version == V1
        store.inference_log.append(answers_of_a_day(6, MOVED))
        assert check(store, day(7)).new == []

    def test_no_answers_are_no_baseline(self, store: Store) -> None:
        rebase = RebaseOnAnswers(
            count=counter(store), baselines=store.baselines, profiles={}, clock=FixedClock(day(6))
        )
        with pytest.raises(BaselineMissing):
            rebase(5)
        filled(store, [QUIET])
        with pytest.raises(NothingKept):
            rebase(5)

    def test_that_somebody_was_told_is_kept_and_changes_nothing_else(self, store: Store) -> None:
        [alert] = check(filled(store, [QUIET, MOVED, MOVED, MOVED]), day(4)).new
        event = AlertEvent(
            at=day(4, hours=1), alert=alert.id, status=AlertStatus.NOTIFIED, actor="webhook", reason="a host"
        )
        store.alert_events.append([event])
        [told] = check(store, day(4, hours=2)).alerts
        assert told == replace(alert, notified_at=day(4, hours=1))

    def test_of_two_at_once_one_is_refused(self, store: Store) -> None:
        filled(store, [QUIET])
        with store.alone("monitor"), pytest.raises(AlreadyRunning):
            check(store, day(1))
        assert store.monitor_days.all() == []
        assert check(store, day(1)).days

    def test_answers_of_a_profile_that_nobody_knows_are_counted_once(self, store: Store) -> None:
        filled(store, [QUIET])
        answers = answers_of_a_day(0, QUIET, version="other")
        store.inference_log.append([replace(each, profile="other") for each in answers])
        days = check(store, day(1)).days or ()
        assert {each.profile: each.answers for each in days} == {"candidate": A_DAY, "other": A_DAY}
        assert check(store, day(1, hours=1)).days == ()

    def test_a_clock_that_was_set_back_checks_nothing_twice(self, store: Store) -> None:
        filled(store, [QUIET, QUIET, QUIET])
        check(store, day(3))
        assert check(store, day(1, hours=3)).days == ()
        assert check(store, day(3, hours=3)).days == ()

    def test_a_feature_that_was_renamed_is_no_evidence_and_no_error(self, store: Store) -> None:
        filled(store, [QUIET])
        renamed = []
        for answer in answers_of_a_day(1, MOVED):
            payload = {("e_mail" if name == "tem_email" else name): v for name, v in answer.payload.items()}
            renamed.append(replace(answer, payload=payload, features=None))
        store.inference_log.append(renamed)
        last = (check(store, day(2)).days or ())[-1]
        assert list(last.counts["tem_email"]) == [0, 0]
        assert last.findings["tem_email"]["verdict"] == "cannot say"

    def test_one_bad_payload_does_not_stop_the_check(self, store: Store) -> None:
        filled(store, [QUIET])
        odd = answers_of_a_day(0, 1, rows=1, at=day(0, hours=11))
        store.inference_log.append([replace(odd[0], payload={"other": 1.0}, features=None)])
        [only] = check(store, day(1)).days or ()
        assert only.answers == A_DAY + 1
        assert list(only.counts["tem_email"]) == [QUIET, A_DAY]

    def test_a_promise_that_is_broken_is_one_alert_under_either_policy(self, store: Store) -> None:
        version = certified(a_version())
        store.registry.register(version)
        filled(store, [QUIET])
        store.feedback.append(
            [
                OutcomeReport(
                    codigo_profissional=person,
                    hired=False,
                    outcome_at=date(2025, 3, 20),
                    at=day(19),
                    reporter="ana",
                )
                for person in range(A_DAY)
            ]
        )
        assert check(store, day(60)).new == [], "nothing has matured"
        report = check(store, day(100))
        [quality] = report.quality
        assert (quality.known, quality.hired, quality.answers.matured) == (A_DAY, 0, A_DAY)
        assert quality.promise is not None
        assert quality.promise.broken
        [alert] = report.new
        assert (alert.first.feature, alert.first.base, alert.first.now) == ("precision", 0.8, 0.0)
        assert alert.id == alert_id(alert.first)
        assert check(store, day(101), Policy.SIMPLE).new == []
        assert [each.id for each in check(store, day(101), Policy.SIMPLE).alerts] == [alert.id]
        with pytest.raises(PromiseNotNormal):
            accept(store, alert.id, day(101))


def counter(store: Store) -> CountAnswers:
    return CountAnswers(log=store.inference_log, columns_of=lambda _version, _profile: FEATURES)


def accept(store: Store, alert: str, now: datetime) -> WatchedAlert:
    clock = FixedClock(now)
    listed = ListAlerts(alerts=store.alerts, events=store.alert_events, clock=clock)
    use_case = AcceptAlert(
        count=counter(store),
        baselines=store.baselines,
        profiles={CANDIDATE.name: CANDIDATE},
        follow_up=FollowUpAlert(list_alerts=listed, events=store.alert_events, clock=clock),
    )
    return use_case(alert, actor="ana", reason="the new form asks for it")


def certified(version: ModelVersion) -> ModelVersion:
    certificate = Certificate(certified=True, min_precision=0.8, confidence=0.9, people=400, evidence=None)
    training = replace(version.card.training, certificate=certificate)
    return replace(version, card=replace(version.card, training=training))
