"""What is counted, alone and by several workers; and that counting never fails."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from prometheus_client.parser import text_string_to_metric_families

from hiring.entrypoints.http.observability.metrics import Metrics
from hiring.entrypoints.http.observability.shared_counts import SharedCounts, shared_counts
from tests.unit.entrypoints.http.builders import VERSION

REQUESTS = 'hiring_requests_total{method="POST",path="/predict",status="200"}'


def value(page: bytes, sample: str) -> float:
    return next(
        (float(line.rpartition(" ")[2]) for line in page.decode().splitlines() if line.startswith(sample)),
        0.0,
    )


@contextmanager
def workers() -> Iterator[SharedCounts]:
    shared = shared_counts()
    assert shared is not None
    try:
        yield shared
    finally:
        os.close(shared._descriptor)


def worker(shared: SharedCounts, answers: int) -> None:
    """In a process of its own, which ends at once."""
    code = (
        "import sys\n"
        "from hiring.entrypoints.http.observability.metrics import Metrics\n"
        "from hiring.entrypoints.http.observability.shared_counts import SharedCounts\n"
        "metrics = Metrics(SharedCounts(int(sys.argv[1])))\n"
        "metrics.join(); metrics.in_flight.inc()\n"
        "for _ in range(int(sys.argv[2])): metrics.answered('POST', '/predict', 200, 0.01)\n"
        "metrics.share()\n"
    )
    descriptor = shared._descriptor
    subprocess.run(
        [sys.executable, "-c", code, str(descriptor), str(answers)], check=True, pass_fds=[descriptor]
    )


def test_what_is_counted_is_what_prometheus_reads() -> None:
    metrics = Metrics()
    for seconds in (0.0005, 0.02, 7.0):
        metrics.answered("POST", "/predict", 200, seconds)
    metrics.in_flight.inc()
    metrics.in_flight.dec()
    metrics.flushed(3, 0.004, waiting=2)
    metrics.counted("stored", 3)
    metrics.serves(VERSION)

    families = {each.name: each for each in text_string_to_metric_families(metrics.page().decode())}
    samples = {
        (one.name, tuple(one.labels.values())): one.value
        for each in families.values()
        for one in each.samples
    }
    assert families["hiring_requests"].type == "counter"
    assert samples["hiring_requests_total", ("POST", "/predict", "200")] == 3
    assert value(metrics.page(), 'hiring_request_seconds_bucket{le="0.001",path="/predict"}') == 1
    assert value(metrics.page(), 'hiring_request_seconds_bucket{le="0.025",path="/predict"}') == 2
    assert value(metrics.page(), 'hiring_request_seconds_bucket{le="+Inf",path="/predict"}') == 3
    assert samples["hiring_request_seconds_count", ("/predict",)] == 3
    assert samples["hiring_request_seconds_sum", ("/predict",)] == pytest.approx(7.0205)
    assert samples["hiring_audit_waiting", ()] == 2
    assert samples["hiring_requests_in_flight", ()] == 0
    assert VERSION.id in metrics.page().decode()


def test_workers_count_together_and_one_that_takes_the_place_of_another_goes_on_from_there() -> None:
    with workers() as shared:
        worker(shared, 3)
        worker(shared, 4)  # in the same place
        metrics = Metrics(shared)
        metrics.join()
        metrics.answered("POST", "/predict", 200, 0.01)

        assert value(metrics.page(), REQUESTS) == 8
        assert value(metrics.page(), "hiring_requests_in_flight ") == 0  # of the dead, only what they counted


def test_a_page_that_cannot_be_read_counts_for_nothing() -> None:
    with workers() as shared:
        other = SharedCounts(shared._descriptor)
        other._slot = 5
        other.write(b"{ no page")
        os.pwrite(shared._descriptor, b"\xff" * 64, 7 << 18)
        metrics = Metrics(shared)
        metrics.join()
        metrics.share()

        assert metrics.page()


def test_where_there_is_no_room_each_counts_for_itself() -> None:
    with workers() as shared:
        metrics = Metrics(shared)
        os.ftruncate(shared._descriptor, 0)
        full = os.open("/dev/full", os.O_RDWR)
        os.dup2(full, shared._descriptor)
        metrics.join()
        metrics.answered("POST", "/predict", 200, 0.01)
        metrics.share()

        assert value(metrics.page(), REQUESTS) == 1
        os.close(full)
