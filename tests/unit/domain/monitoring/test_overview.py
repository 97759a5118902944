"""What the page's first sentence rests on, and its lines over time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hiring.domain.monitoring.alerts import AlertEvent, AlertStatus, WatchedAlert, watched_alerts
from hiring.domain.monitoring.drift.baseline import BaselineRates
from hiring.domain.monitoring.overview.outlook import quiet_since, sensitivity_of
from hiring.domain.monitoring.overview.timeline import DAILY, CountedDay, RatesOfDays, quiet_band, timeline_of
from hiring.domain.monitoring.retraining import ENOUGH_DAYS, Grounds, retraining
from tests.contracts.builders import an_alert
from tests.unit.domain.monitoring.days import a_rate

LAST = date(2026, 11, 28)
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)


def counted(day: date, hits: int = 10, rows: int = 40, *, version: str = "v1") -> CountedDay:
    moment = datetime.combine(day, datetime.min.time(), UTC)
    return CountedDay(
        day=moment,
        checked_at=moment + timedelta(days=1),
        model_version=version,
        profile="candidate",
        baseline_at=RECORDED,
        answers=rows,
        approved=3,
        score_total=rows * 0.3,
        counts={"tem_email": (hits, rows)},
    )


def back(days: int) -> date:
    return LAST - timedelta(days=days)


def rates(version: str = "v1") -> RatesOfDays:
    return {(RECORDED, version): BaselineRates(edges={}, rates={"tem_email": a_rate(0.25, dispersion=2.0)})}


def found_on(day: date, *statuses: AlertStatus) -> list[WatchedAlert]:
    moment = datetime.combine(day, datetime.min.time(), UTC)
    alert = replace(an_alert(window_start=moment - timedelta(days=3)), created_at=moment, window_end=moment)
    (opened,) = watched_alerts([alert], [], moment)
    events = [
        AlertEvent(
            at=moment,
            alert=opened.id,
            status=status,
            actor="ana",
            reason="-",
            until=datetime.max.replace(tzinfo=UTC),
        )
        for status in statuses
    ]
    return watched_alerts([alert], events, moment)


class TestQuiet:
    DAYS: Sequence[date] = [back(number) for number in (9, 5, 4, 0)]

    def test_it_is_so_since_the_first_day_that_was_checked(self) -> None:
        quiet = quiet_since(self.DAYS, [])
        assert quiet is not None
        assert (quiet.since, quiet.days) == (back(9), 10)

    def test_it_begins_anew_with_the_day_after_the_last_finding(self) -> None:
        quiet = quiet_since(self.DAYS, found_on(back(4), AlertStatus.CLOSED))
        assert quiet is not None
        assert (quiet.since, quiet.days) == (back(4), 5)

    @pytest.mark.parametrize("statuses", [[], [AlertStatus.ACKNOWLEDGED]])
    def test_it_is_not_while_an_alert_stands(self, statuses: list[AlertStatus]) -> None:
        assert quiet_since(self.DAYS, found_on(back(4), *statuses)) is None

    def test_a_muted_alert_does_not_disturb(self) -> None:
        assert quiet_since(self.DAYS, found_on(back(4), AlertStatus.MUTED)) is not None

    def test_without_days_nobody_can_say(self) -> None:
        assert quiet_since([], []) is None


class TestTimeline:
    def test_a_day_stands_beside_the_seven_that_end_with_it(self) -> None:
        days = [counted(back(number), hits=number) for number in range(9, -1, -1)]
        last = timeline_of(days, {"line": "tem_email"}, rates())[-1].lines["line"]

        assert (last.hits, last.rows) == (0, 40)
        assert (last.week.hits, last.week.rows) == (6 + 5 + 4 + 3 + 2 + 1, 280)
        assert last.week.band == quiet_band(a_rate(0.25, dispersion=2.0), 280)

    def test_days_that_are_missing_make_a_week_of_fewer(self) -> None:
        days = [counted(back(number)) for number in (9, 6, 0)]
        *_, last = timeline_of(days, {"line": "tem_email"}, rates())

        assert last.lines["line"].week.rows == 80
        assert last.week_answers == pytest.approx(80 / 7)

    def test_what_is_older_than_a_year_is_put_together_by_week(self) -> None:
        days = [counted(back(number)) for number in range(DAILY + 20, -1, -1)]
        points = timeline_of(days, {"line": "tem_email"}, rates())
        weeks = [point for point in points if point.days == 7]

        assert len(points) - len(weeks) == DAILY
        assert sum(point.answers for point in points) == 40 * (DAILY + 21)
        assert all(point.start.weekday() == 0 for point in weeks)

    def test_versions_are_lines_of_their_own(self) -> None:
        days = [counted(back(0), version=version) for version in ("v1", "v2")]
        first, second = timeline_of(days, {"line": "tem_email"}, rates())

        assert (first.model_version, second.model_version) == ("v1", "v2")
        assert first.lines["line"].week.band is not None
        assert second.lines["line"].week.band is None

    def test_an_indicator_that_nobody_counted_has_no_rate(self) -> None:
        (point,) = timeline_of([counted(LAST)], {"line": "cv_sap"}, rates())
        assert (point.lines["line"].rows, point.lines["line"].rate) == (0, None)


def test_a_change_is_not_found_without_volume_or_variation() -> None:
    assert sensitivity_of([a_rate()], volumes=[], limit=430).days is None
    assert sensitivity_of([], volumes=[100], limit=430).days is None


def test_of_a_rate_near_one_the_change_is_told_downwards() -> None:
    assert sensitivity_of([a_rate(0.97)], volumes=[100], limit=430).days is not None


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({}, "no"),
        ({"days": ENOUGH_DAYS - 1}, "cannot say yet"),
        ({"outcomes": 0, "hired": 0}, "cannot say yet"),
        ({"promised": None}, "cannot say yet"),
        ({"open_alerts": 1}, "look first"),
        ({"open_alerts": 1, "outcomes": 0}, "look first"),
        ({"broken": True}, "yes"),
    ],
)
def test_whether_to_retrain(changed: dict[str, int], answer: str) -> None:
    quiet = Grounds(open_alerts=0, days=90, outcomes=40, hired=35, promised=0.8, broken=False)
    assert retraining(replace(quiet, **changed)).answer.value == answer  # type: ignore[arg-type]  # by name
