"""Clocks tell UTC; progress that nobody watches does nothing."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from hiring.adapters.memory import SYSTEM_CLOCK, FixedClock, SilentProgress

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


def test_the_systems_clock_tells_utc_and_moves_on() -> None:
    clock = SYSTEM_CLOCK
    first = clock()
    assert first.tzinfo is UTC
    assert clock() >= first


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(NOON)
    assert clock() == clock() == NOON
    clock.advance(timedelta(minutes=5))
    assert clock() == NOON + timedelta(minutes=5)


def test_a_fixed_clock_tells_utc_whatever_it_was_set_by() -> None:
    clock = FixedClock(NOON.astimezone(timezone(timedelta(hours=-3))))
    assert clock().tzinfo is UTC


def test_a_clock_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        FixedClock(NOON.replace(tzinfo=None))


def test_silent_progress_takes_every_step() -> None:
    with SilentProgress().step("read", total=10) as advance:
        advance(4)
