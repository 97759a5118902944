"""Rejects on their way into a store need no memory of their own."""

import subprocess
import sys
import tracemalloc

import pytest

from hiring.application.dataset.reject_spool import RejectSpool
from hiring.domain.records import Reject

MANY = 25_000
"""Of long keys: as objects or as text, they take far more than what the spool keeps before it writes."""


def test_many_rejects_come_back_in_order_and_in_bounded_memory() -> None:
    tracemalloc.start()
    with RejectSpool() as rejects:
        for number in range(MANY):
            rejects.add([Reject(key=f"{number:0150}é\n", position=number, reason="not an object")])
        positions = [0, 0]
        for each in rejects:
            positions = [positions[1], each.position]
            assert each.key == f"{each.position:0150}é\n"
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert positions == [MANY - 2, MANY - 1]
    assert most < 2_000_000


A_DISK_THAT_FILLS = """
import resource, signal
from hiring.application.dataset.reject_spool import RejectSpool
from hiring.domain.errors import StoreUnavailable
from hiring.domain.records import Reject
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
one = Reject(key="k" * 1000, position=1, reason="not an object")
with RejectSpool() as rejects:
    for taken in range(1, 10_000):
        rejects.add([one])
        if rejects._file._rolled:
            break
    size = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((1 << 20) + 2_000, size[1]))
    rejects.add([one] * 3)  # waits in a buffer
    try:
        list(rejects)
    except StoreUnavailable:
        print("told")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process")
def test_a_disk_that_is_full_when_the_rejects_are_read_is_told() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", A_DISK_THAT_FILLS], check=True, capture_output=True, text=True
    )

    assert ended.stdout == "told\n"
