"""Who waits says so once, for whom, and not for ever."""

import logging

import pytest

from hiring import waiting
from hiring.domain.errors import StoreFault, StoreUnavailable
from hiring.waiting import Wait


def test_a_short_wait_is_not_told_and_asks_for_nobody(caplog: pytest.LogCaptureFixture) -> None:
    def asked() -> str:
        raise AssertionError("nobody is named")

    wait = Wait("the table", within_s=60.0, every_s=0.0)
    for _ in range(3):
        wait.once_more(asked)
    assert not caplog.messages


def for_ever(wait: Wait) -> None:
    while True:
        wait.once_more(lambda: "process 7")


def test_a_long_wait_is_told_once_and_ends(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(waiting, "SAID_AFTER_S", 0.0)
    caplog.set_level(logging.WARNING, "hiring")
    wait = Wait("the table", within_s=0.05, every_s=0.02)

    with pytest.raises(StoreUnavailable) as refused:
        for_ever(wait)

    assert caplog.messages == ["waiting for the table, held by process 7"]
    assert str(refused.value) == "the table has been held by process 7 for longer than 0.05 s"
    assert refused.value.fault is StoreFault.HELD_TOO_LONG
