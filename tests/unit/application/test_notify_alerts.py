"""Each open alert is told of once; what could not be told waits for the next time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.logs import MemoryLog
from hiring.adapters.memory.store import MemoryStore
from hiring.application.monitoring.alerts.follow_up_alert import FollowUpAlert
from hiring.application.monitoring.alerts.list_alerts import ListAlerts
from hiring.application.monitoring.alerts.notify_alerts import TASK, Notified, NotifyAlerts
from hiring.application.ports.alert_notifier import AlertNotifier
from hiring.application.ports.specs.monitoring import ALERT_EVENTS
from hiring.application.ports.store import Store
from hiring.domain.errors import StoreUnavailable
from hiring.domain.monitoring.alerts import AlertEvent, AlertStatus, Policy, WatchedAlert, alert_id
from hiring.domain.monitoring.notices import Delivery
from tests.contracts.builders import an_alert

NOW = datetime(2026, 11, 29, tzinfo=UTC)
MOVED = replace(an_alert("tem_email", rule="sequential"), created_at=NOW)
GONE = replace(an_alert("tem_local", rule="sequential"), created_at=NOW)
ID, OTHER = alert_id(MOVED), alert_id(GONE)


@dataclass
class Neighbour(AlertNotifier):
    """Hears of alerts, unless there is a fault."""

    faults: Mapping[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return "hooks.example.com"

    def deliver(self, alerts: Sequence[WatchedAlert]) -> Iterator[Delivery]:
        for alert in alerts:
            self.heard.append(alert.id)
            yield Delivery(alert=alert.id, fault=self.faults.get(alert.id))


class FullLog(MemoryLog[AlertEvent]):
    """Has no room for another event."""

    def append(self, rows: Sequence[AlertEvent]) -> int:
        del rows
        raise StoreUnavailable("the disk is full")


@pytest.fixture
def store() -> Store:
    store = MemoryStore()
    store.alerts.append([MOVED, GONE])
    return store


def listed(store: Store, now: datetime = NOW) -> ListAlerts:
    return ListAlerts(alerts=store.alerts, events=store.alert_events, clock=FixedClock(now))


def telling(
    store: Store, neighbour: AlertNotifier | None, now: datetime = NOW, policy: Policy = Policy.SEQUENTIAL
) -> NotifyAlerts:
    return NotifyAlerts(
        list_alerts=listed(store, now),
        events=store.alert_events,
        notifier=neighbour,
        alone=store.alone,
        policy=policy,
    )


def tell(store: Store, neighbour: Neighbour, now: datetime = NOW) -> Notified:
    told = telling(store, neighbour, now)()
    assert told is not None
    return told


def follow_up(
    store: Store, status: AlertStatus, *, until: datetime | None = None, now: datetime = NOW
) -> None:
    step = FollowUpAlert(list_alerts=listed(store, now), events=store.alert_events, clock=FixedClock(now))
    step(ID, status, actor="ana", reason="why", until=until)


def test_where_nobody_is_to_be_told_nothing_is_done(store: Store) -> None:
    assert telling(store, None)() is None
    assert store.alert_events.all() == []


def test_each_open_alert_is_told_of_once(store: Store) -> None:
    neighbour = Neighbour()
    assert sorted(tell(store, neighbour).delivered) == sorted([ID, OTHER])
    assert tell(store, neighbour, NOW + timedelta(days=1)).delivered == ()
    assert sorted(neighbour.heard) == sorted([ID, OTHER])


def test_telling_changes_nothing_about_the_alert(store: Store) -> None:
    tell(store, Neighbour())
    [alert] = [each for each in listed(store)() if each.id == ID]
    assert (alert.status, alert.events, alert.notified_at) == (AlertStatus.OPEN, (), NOW)


def test_what_was_not_delivered_is_told_the_next_time_and_the_rest_is_not(store: Store) -> None:
    first = tell(store, Neighbour(faults={ID: "HTTP 503"}))
    assert (first.delivered, dict(first.faults)) == ((OTHER,), {ID: "HTTP 503"})
    again = Neighbour()
    assert tell(store, again, NOW + timedelta(days=1)).delivered == (ID,)
    assert again.heard == [ID]


@pytest.mark.parametrize("status", [AlertStatus.ACKNOWLEDGED, AlertStatus.CLOSED, AlertStatus.ACCEPTED])
def test_what_somebody_has_dealt_with_needs_no_telling(store: Store, status: AlertStatus) -> None:
    follow_up(store, status)
    assert tell(store, Neighbour()).delivered == (OTHER,)


def test_a_muted_alert_is_told_of_when_the_mute_has_run_out(store: Store) -> None:
    later = NOW + timedelta(days=7)
    follow_up(store, AlertStatus.MUTED, until=later)
    assert tell(store, Neighbour()).delivered == (OTHER,)
    assert tell(store, Neighbour(), later).delivered == (ID,)


def test_one_that_is_found_again_after_it_was_closed_is_told_of_again(store: Store) -> None:
    neighbour = Neighbour()
    tell(store, neighbour)
    later = NOW + timedelta(days=1)
    follow_up(store, AlertStatus.CLOSED, now=later)
    found = replace(MOVED, created_at=later + timedelta(hours=1), window_end=later)
    store.alerts.append([found])
    assert tell(store, neighbour, later + timedelta(hours=2)).delivered == (alert_id(found),)


def test_findings_of_the_other_policy_are_not_told(store: Store) -> None:
    told = telling(store, Neighbour(), policy=Policy.SIMPLE)()
    assert told is not None
    assert told.delivered == ()


def test_of_two_at_once_one_tells(store: Store) -> None:
    neighbour = Neighbour()
    with store.alone(TASK):
        told = tell(store, neighbour)
    assert (told.ended_by, neighbour.heard) == ("already-running", [])
    assert sorted(tell(store, neighbour).delivered) == sorted([ID, OTHER])


def test_a_store_that_cannot_keep_it_is_said_and_does_not_fail(store: Store) -> None:
    told = replace(telling(store, Neighbour()), events=FullLog(ALERT_EVENTS))()
    assert told is not None
    assert (told.delivered, told.ended_by) == ((), "store-unavailable")
