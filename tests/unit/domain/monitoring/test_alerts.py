"""What an alert is now follows from what was done with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hiring.domain.decisions import Alert
from hiring.domain.monitoring.alerts import AlertEvent, AlertStatus, alert_id, watched_alerts

NOW = datetime(2026, 11, 23, tzinfo=UTC)
FOUND = Alert(
    created_at=NOW,
    window_start=NOW,
    window_end=NOW,
    model_path="m.joblib",
    feature="tem_email",
    rule="sequential",
    base=0.9,
    now=0.7,
    change=-0.2,
)


def an_event(status: AlertStatus, *, days: int = 0, until: datetime | None = None) -> AlertEvent:
    at = NOW + timedelta(days=days)
    return AlertEvent(at=at, alert=alert_id(FOUND), status=status, actor="ana", reason="why", until=until)


def status_of(*events: AlertEvent, now: datetime = NOW) -> AlertStatus:
    [watched] = watched_alerts([FOUND], events, now)
    return watched.status


def test_nobody_has_done_anything() -> None:
    [watched] = watched_alerts([FOUND], [], NOW)
    assert (watched.status, watched.status.ends, watched.events) == (AlertStatus.OPEN, False, ())


def test_the_last_event_counts() -> None:
    events = [an_event(AlertStatus.ACKNOWLEDGED), an_event(AlertStatus.CLOSED, days=1)]
    [watched] = watched_alerts([FOUND], events, NOW)
    assert (watched.status, watched.status.ends) == (AlertStatus.CLOSED, True)
    assert watched.events == tuple(events)


def test_a_mute_that_has_run_out_leaves_what_was_before() -> None:
    acknowledged = an_event(AlertStatus.ACKNOWLEDGED)
    muted = an_event(AlertStatus.MUTED, until=NOW + timedelta(days=7))
    assert status_of(acknowledged, muted, now=NOW + timedelta(days=6)) is AlertStatus.MUTED
    assert status_of(acknowledged, muted, now=NOW + timedelta(days=7)) is AlertStatus.ACKNOWLEDGED


def test_an_event_of_another_alert_is_none_of_this() -> None:
    other = AlertEvent(at=NOW, alert="00000000", status=AlertStatus.CLOSED, actor="ana", reason="why")
    assert status_of(other) is AlertStatus.OPEN


def test_the_same_finding_of_another_feature_rule_or_model_is_an_alert_of_its_own() -> None:
    others = [
        replace(FOUND, feature="tem_local"),
        replace(FOUND, rule="drift"),
        replace(FOUND, model_path="other.joblib"),
    ]
    assert [each.findings for each in watched_alerts([FOUND, *others], [], NOW)] == [1, 1, 1, 1]


def test_an_alert_says_what_was_found_first_and_last() -> None:
    later = replace(FOUND, created_at=NOW + timedelta(days=1), window_end=NOW + timedelta(days=1), now=0.6)
    [watched] = watched_alerts([later, FOUND], [], NOW)
    assert (watched.first, watched.last, watched.findings) == (FOUND, later, 2)


def test_muting_does_not_end_it() -> None:
    muted = an_event(AlertStatus.MUTED, until=NOW + timedelta(days=7))
    later = replace(FOUND, created_at=NOW + timedelta(days=1), window_end=NOW + timedelta(days=1))
    assert len(watched_alerts([FOUND, later], [muted], NOW)) == 1
