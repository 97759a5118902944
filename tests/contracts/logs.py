"""What every table keeps of which rows are appended; and baselines and alerts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from operator import attrgetter
from typing import Any

import pytest

from hiring.application.ports.logs import AlertLog, BaselineLog
from hiring.application.ports.specs.logs import (
    API_KEYS,
    DEPLOYMENTS,
    FEEDBACK,
    INFERENCE_LOG,
    LOGS,
    MODEL_VERSIONS,
)
from hiring.application.ports.specs.monitoring import (
    ALERT_EVENTS,
    ALERTS,
    BASELINES,
    MONITOR_DAYS,
    MONITOR_QUALITY,
)
from hiring.application.ports.specs.ranking import RANK_EVENTS
from hiring.application.ports.specs.spec import RowSpec
from hiring.application.ports.store import Store
from hiring.domain.records import TableName
from tests.contracts.builders import (
    NOON,
    a_baseline,
    a_day_check,
    a_decision,
    a_deployment,
    a_feedback,
    a_key,
    a_quality_check,
    a_rank_event,
    a_version,
    after,
    an_alert,
    an_alert_event,
)

ROWS: Mapping[TableName, Callable[[int], Any]] = {
    INFERENCE_LOG.name: lambda n: a_decision(f"{n}", at=after(hours=n)),
    BASELINES.name: lambda n: replace(
        a_baseline(f"{n}", created_at=after(hours=n)),
        profile="candidate",
        rates={"edges": {"score": [0.1 + 0.2]}, "rates": {"aprovado": {"rate": 1 / 3, "rows": 40}}},
        accepted="tem_email",
    ),
    ALERTS.name: lambda n: an_alert(window_start=after(hours=n)),
    FEEDBACK.name: lambda n: a_feedback(n, at=after(hours=n)),
    ALERT_EVENTS.name: lambda n: an_alert_event(at=after(hours=n)),
    MONITOR_DAYS.name: lambda n: a_day_check(day=after(hours=n)),
    MONITOR_QUALITY.name: lambda n: a_quality_check(checked_at=after(hours=n)),
    MODEL_VERSIONS.name: lambda n: a_version(f"{n}", trained_at=after(hours=n)),
    DEPLOYMENTS.name: lambda n: a_deployment(f"{n}", at=after(hours=n)),
    RANK_EVENTS.name: lambda n: a_rank_event(f"{n}", at=after(hours=n)),
    API_KEYS.name: lambda n: a_key(n + 1, at=after(hours=n)),
}
"""One row an hour from noon on, of each table that has them."""


class LogContract:
    # the audit log has a port of its own, and a store may keep it in a way of its own
    @pytest.fixture(params=[spec for spec in LOGS if spec is not INFERENCE_LOG], ids=lambda spec: spec.name)
    def spec(self, request: pytest.FixtureRequest) -> RowSpec[Any]:
        spec: RowSpec[Any] = request.param
        return spec

    @pytest.fixture
    def rows(self, spec: RowSpec[Any]) -> list[Any]:
        return [ROWS[spec.name](number) for number in range(4)]

    def test_there_is_nothing_at_first(self, store: Store, spec: RowSpec[Any]) -> None:
        log = store.log(spec)
        assert (list(log.all()), log.latest()) == ([], None)
        assert log.append([]) == 0

    def test_rows_are_read_back_in_order(self, store: Store, spec: RowSpec[Any], rows: list[Any]) -> None:
        log = store.log(spec)
        assert log.append(rows[:1]) == 1
        assert log.append(rows[1:]) == 3
        assert list(store.log(spec).all()) == rows
        assert log.latest() == rows[-1]

    def test_a_range_has_its_start_and_not_its_end(
        self, store: Store, spec: RowSpec[Any], rows: list[Any]
    ) -> None:
        log = store.log(spec)
        log.append(rows)
        assert list(log.between(after(hours=1), after(hours=3))) == rows[1:3]

    def test_some_columns_are_read_as_the_rows_hold_them(
        self, store: Store, spec: RowSpec[Any], rows: list[Any]
    ) -> None:
        log = store.log(spec)
        log.append(rows)
        columns = spec.columns[::-1]
        fields = attrgetter(*[column.field for column in columns])
        assert list(log.columns(*[column.name for column in columns])) == list(map(fields, rows))

    def test_a_column_that_is_not_there_is_refused(self, store: Store, spec: RowSpec[Any]) -> None:
        with pytest.raises(ValueError, match="not in tuple"):
            store.log(spec).columns("salary; DROP TABLE feedback")

    def test_a_key_is_kept_once_and_rows_without_one_are_all_kept(
        self, store: Store, spec: RowSpec[Any], rows: list[Any]
    ) -> None:
        log = store.log(spec)
        assert log.append([rows[0], rows[0], rows[1]]) == (2 if spec.key else 3)
        assert log.append(rows) == (2 if spec.key else 4)

    def test_of_rows_with_one_that_is_none_nothing_is_kept(
        self, store: Store, spec: RowSpec[Any], rows: list[Any]
    ) -> None:
        log = store.log(spec)
        with pytest.raises(ValueError, match=r"time zone|moment"):
            log.append([rows[0], _timeless(spec, rows[1])])
        assert list(log.all()) == []


def _timeless(spec: RowSpec[Any], row: Any) -> Any:  # noqa: ANN401  # of whatever class
    """The row, its moment without a time zone."""
    (field,) = [column.field for column in spec.columns if column.name == spec.moment]
    outer, _, inner = field.partition(".")
    value = getattr(row, outer)
    moment = getattr(value, inner) if inner else value
    naive = moment.replace(tzinfo=None)
    return replace(row, **{outer: replace(value, **{inner: naive}) if inner else naive})


class BaselineLogContract:
    @pytest.fixture
    def log(self, store: Store) -> BaselineLog:
        return store.baselines

    def test_there_is_none_at_first(self, log: BaselineLog) -> None:
        assert log.latest() is None

    def test_a_baseline_is_read_back_as_it_was_appended(self, log: BaselineLog) -> None:
        log.append([a_baseline()])
        assert log.latest() == a_baseline()
        full = replace(a_baseline(), profile="candidate", model_version="v1", accepted="a", rules="0" * 64)
        log.append([full])
        assert log.latest() == full

    def test_the_one_appended_last_counts_whatever_its_time(self, log: BaselineLog) -> None:
        log.append([a_baseline("first", created_at=after(hours=1))])
        log.append([a_baseline("second", created_at=NOON)])
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
