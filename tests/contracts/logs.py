"""Baselines, alerts and feedback."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hiring.application.ports.logs import AlertLog, BaselineLog, FeedbackLog
from hiring.application.ports.store import Store
from tests.contracts.builders import NOON, a_baseline, a_report, after, an_alert


class BaselineLogContract:
    @pytest.fixture
    def log(self, store: Store) -> BaselineLog:
        return store.baselines

    def test_there_is_none_at_first(self, log: BaselineLog) -> None:
        assert log.latest() is None

    def test_a_baseline_is_read_back_as_it_was_appended(self, log: BaselineLog) -> None:
        log.append(a_baseline())
        assert log.latest() == a_baseline()

    def test_the_one_appended_last_counts_whatever_its_time(self, log: BaselineLog) -> None:
        log.append(a_baseline("first", created_at=after(hours=1)))
        log.append(a_baseline("second", created_at=NOON))
        assert log.latest() == a_baseline("second", created_at=NOON)


class AlertLogContract:
    @pytest.fixture
    def log(self, store: Store) -> AlertLog:
        return store.alerts

    def test_alerts_are_read_back_as_they_were_appended(self, log: AlertLog) -> None:
        alerts = [an_alert("a"), replace(an_alert("b"), base=None, now=None, change=None)]
        assert log.append(alerts) == 2
        assert list(log.between(NOON, after(hours=1))) == alerts

    def test_one_window_model_and_feature_alert_once(self, log: AlertLog) -> None:
        first = an_alert(base=0.25)
        log.append([first])
        assert log.append([an_alert(base=0.5)]) == 0
        assert list(log.between(NOON, after(hours=1))) == [first]

    def test_two_rules_alert_for_one_feature_and_each_of_them_once(self, log: AlertLog) -> None:
        both = [an_alert(rule="a missing share"), an_alert(rule="drift")]
        assert log.append([both[1]]) == 1
        assert log.append(both) == 1
        assert log.append(both) == 0
        assert list(log.between(NOON, after(hours=1))) == both

    def test_a_repetition_within_one_batch_is_kept_once(self, log: AlertLog) -> None:
        assert log.append([an_alert("a"), an_alert("b"), an_alert("a")]) == 2

    def test_another_window_model_or_feature_is_another_alert(self, log: AlertLog) -> None:
        log.append([an_alert()])
        others = [an_alert("tem_local"), an_alert(window_start=after(hours=1)), an_alert(model_path="other")]
        assert log.append([an_alert(), *others]) == 3

    def test_a_range_has_its_start_and_not_its_end(self, log: AlertLog) -> None:
        step = timedelta(microseconds=1)
        starts = [NOON - step, NOON, after(hours=1) - step, after(hours=1)]
        log.append([an_alert(window_start=start) for start in starts])
        assert [alert.window_start for alert in log.between(NOON, after(hours=1))] == starts[1:3]

    def test_a_range_is_in_order_of_window_and_feature(self, log: AlertLog) -> None:
        later = after(hours=1)
        log.append([an_alert("b", window_start=later), an_alert("a", window_start=later), an_alert("c")])
        found = log.between(NOON, after(hours=2))
        assert [alert.feature for alert in found] == ["c", "a", "b"]

    def test_alerts_of_one_feature_are_in_order_of_rule_and_then_of_appending(self, log: AlertLog) -> None:
        of_two_models = [an_alert(rule=rule, model_path=model) for model in "ba" for rule in ("é", "z", "Z")]
        log.append([an_alert("tem_local", rule="A"), *of_two_models])
        found = log.between(NOON, after(hours=1))
        assert [(alert.rule, alert.model_path) for alert in found] == [
            *(("Z", "b"), ("Z", "a"), ("z", "b"), ("z", "a"), ("é", "b"), ("é", "a")),
            ("A", "artifacts/modelo_prec80.joblib"),
        ]

    def test_appending_nothing_is_allowed(self, log: AlertLog) -> None:
        assert log.append([]) == 0


class FeedbackLogContract:
    @pytest.fixture
    def log(self, store: Store) -> FeedbackLog:
        return store.feedback

    def test_the_latest_report_of_a_person_counts(self, log: FeedbackLog) -> None:
        log.append([a_report(1, at=after(hours=1), hired=False), a_report(1, at=NOON, hired=True)])
        log.append([a_report(2, hired=True)])
        assert dict(log.latest([1, 2])) == {1: False, 2: True}

    def test_of_one_moment_the_report_that_came_later_counts(self, log: FeedbackLog) -> None:
        log.append([a_report(1, hired=True), a_report(1, hired=False)])
        assert dict(log.latest([1])) == {1: False}

    def test_people_without_a_report_or_not_asked_for_are_left_out(self, log: FeedbackLog) -> None:
        log.append([a_report(1), a_report(2)])
        assert dict(log.latest([2, 3])) == {2: True}
        assert dict(log.latest([])) == {}

    def test_many_people_may_be_asked_for_at_once(self, log: FeedbackLog) -> None:
        log.append([a_report(70_000)])
        assert dict(log.latest(list(range(100_000)))) == {70_000: True}

    def test_appending_nothing_is_allowed(self, log: FeedbackLog) -> None:
        log.append([])
