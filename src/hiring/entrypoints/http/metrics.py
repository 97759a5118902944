"""What the service counts, for Prometheus. Labels are few and known; nothing in them comes from a caller."""

import os
from collections.abc import Sequence
from functools import cache
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from hiring.application.flush import Outcome
from hiring.application.group_commit import Observer
from hiring.domain.decisions import Decision
from hiring.domain.models import ModelVersion

SHARED_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The client library's own variable: where it is set, the workers of one service count together."""

MEDIA_TYPE: Final = "text/plain; version=0.0.4"

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_ROWS: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256)
_TENTHS: Final = tuple(tenth / 10 for tenth in range(1, 11))


class Metrics(Observer):
    """One set of counters for each application."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "hiring_requests", "Requests answered.", ["method", "path", "status"], registry=registry
        )
        self._request_seconds = Histogram(
            "hiring_request_seconds", "Time to an answer.", ["path"], buckets=_SECONDS, registry=registry
        )
        self.in_flight = Gauge(
            "hiring_requests_in_flight", "Requests under way.", registry=registry, multiprocess_mode="livesum"
        )
        self._scores = Histogram(
            "hiring_scores", "Scores that were answered.", buckets=_TENTHS, registry=registry
        )
        self._approved = Counter("hiring_approved", "Answers at or above the threshold.", registry=registry)
        self._rows = Counter(
            "hiring_audit_rows", "What became of answers in the audit log.", ["outcome"], registry=registry
        )
        self._flush_seconds = Histogram(
            "hiring_audit_flush_seconds", "Time of a group commit.", buckets=_SECONDS, registry=registry
        )
        self._flush_rows = Histogram(
            "hiring_audit_flush_rows", "Rows of a group commit.", buckets=_ROWS, registry=registry
        )
        self._waiting = Gauge(
            "hiring_audit_waiting",
            "Answers that wait for their commit.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._model = Gauge(
            "hiring_model_loaded_info",
            "1 for the version that serves.",
            ["version", "operating_mode"],
            registry=registry,
            multiprocess_mode="livemax",
        )
        self._serving: ModelVersion | None = None
        self._rows_of = cache(self._rows.labels)
        self._of = cache(lambda *of: (self._requests.labels(*of), self._request_seconds.labels(of[1])))

    def counted(self, outcome: Outcome, rows: int) -> None:
        self._rows_of(outcome).inc(rows)

    def flushed(self, rows: int, seconds: float, *, waiting: int) -> None:
        self._flush_rows.observe(rows)
        self._flush_seconds.observe(seconds)
        self._waiting.set(waiting)

    def decided(self, decisions: Sequence[Decision]) -> None:
        """These answers are given."""
        for decision in decisions:
            self._scores.observe(decision.score)
            self._approved.inc(decision.approved)

    def answered(self, method: str, path: str, status: int, seconds: float) -> None:
        """A request has ended; status 0 where nobody waited for the answer."""
        counter, clock = self._of(method, path, status)
        counter.inc()
        clock.observe(seconds)

    def serves(self, version: ModelVersion) -> None:
        """Another model answers from now on."""
        if self._serving is not None:
            self._model.labels(self._serving.id, self._serving.card.operating_mode).set(0)
        self._model.labels(version.id, version.card.operating_mode).set(1)
        self._serving = version

    def page(self) -> bytes:
        """All numbers, of all workers where they count together, in the text format."""
        if SHARED_FOLDER not in os.environ:
            return generate_latest(self._registry)
        everybody = CollectorRegistry()
        MultiProcessCollector(everybody)  # type: ignore[no-untyped-call]  # the library's own lack
        return generate_latest(everybody)
