"""Rejects on their way into a store need no memory of their own."""

import tracemalloc

from hiring.application.set_aside import SetAside
from hiring.domain.records import Reject


def test_a_hundred_thousand_rejects_come_back_in_order_and_in_bounded_memory() -> None:
    tracemalloc.start()
    with SetAside() as rejects:
        for number in range(100_000):
            rejects.add([Reject(key=f"x{number}é\n", position=number, reason="not an object")])
        positions = [0, 0]
        for each in rejects:
            positions = [positions[1], each.position]
            assert each.key == f"x{each.position}é\n"
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert positions == [99_998, 99_999]
    assert most < 8_000_000
