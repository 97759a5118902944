"""Blocks arrive in order, and errors where they can be handled."""

import threading
import time

import pytest

from hiring.adapters.postgres.tables.sending import sending


def test_all_blocks_arrive_in_order() -> None:
    arrived: list[bytes] = []

    def slowly(block: bytes) -> None:
        time.sleep(0.001)
        arrived.append(block)

    with sending(slowly) as send:
        for number in range(50):
            send(b"%d" % number)
    assert arrived == [b"%d" % number for number in range(50)]


def test_what_the_way_raises_is_raised_here() -> None:
    def broken(_: bytes) -> None:
        raise ConnectionError("lost")

    def send_many(count: int) -> None:
        with sending(broken) as send:
            for _ in range(count):
                send(b"block")

    threads = threading.active_count()
    for count in (1, 1_000):
        with pytest.raises(ConnectionError, match="lost"):
            send_many(count)
    assert threading.active_count() == threads


def test_what_the_maker_raises_comes_first_and_nothing_is_sent_after_it() -> None:
    arrived: list[bytes] = []

    def make(fault: BaseException) -> None:
        with sending(arrived.append) as send:
            send(b"block")
            raise fault

    for fault in (ValueError("fault"), KeyboardInterrupt()):
        with pytest.raises(type(fault)):
            make(fault)
    assert arrived == [b"block"] * 2
