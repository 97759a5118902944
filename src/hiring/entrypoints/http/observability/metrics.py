"""What the service counts, for Prometheus. Labels are few and known; nothing in them comes from a caller.

Plain numbers in the memory of one process, because one thread counts. Nothing here waits or fails: counting
is an aid.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Any, Final, Generic, Literal, Protocol, TypeVar

from prometheus_client import generate_latest
from prometheus_client.core import Metric

from hiring.application.serving.flush import CallOutcome
from hiring.application.serving.group_commit import Observer
from hiring.domain.decisions import Decision
from hiring.domain.feedback import FeedbackResult
from hiring.domain.models import ModelVersion
from hiring.entrypoints.http.observability.shared_counts import (
    Sample,
    Samples,
    SharedCounts,
    page_of,
    samples_of,
)

Kind = Literal["counter", "gauge", "histogram"]

ListMode = Literal["scored", "tiers"]
ListOutcome = Literal["stored", "replayed"]

MEDIA_TYPE: Final = "text/plain; version=0.0.4"

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_ROWS: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256)
_TENTHS: Final = tuple(tenth / 10 for tenth in range(1, 11))


class Number(Protocol):
    """What a family has for each combination of labels."""

    def samples(self, name: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...], float]]:
        """Names, further labels and values."""


class Value(Number):
    """One number."""

    __slots__ = ("now",)

    def __init__(self) -> None:
        self.now = 0.0

    def inc(self, by: float = 1.0) -> None:
        self.now += by

    def dec(self) -> None:
        self.now -= 1.0

    def set(self, value: float) -> None:
        self.now = value

    def samples(self, name: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...], float]]:
        yield name, (), self.now


class Distribution(Number):
    """How many values fell below each bound.

    Args:
        bounds: Strictly increasing; the last, infinite one is understood.
    """

    __slots__ = ("_bounds", "_counts", "_names", "_sum")

    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = bounds
        self._names = [*map(repr, map(float, bounds)), "+Inf"]
        self._counts = [0] * len(self._names)
        self._sum = 0.0

    def observe(self, value: float) -> None:
        self._counts[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def samples(self, name: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...], float]]:
        for bound, count in zip(self._names, accumulate(self._counts), strict=True):
            yield f"{name}_bucket", (("le", bound),), float(count)
        yield f"{name}_count", (), float(sum(self._counts))
        yield f"{name}_sum", (), self._sum


N = TypeVar("N", bound=Number)


class Family(Generic[N]):
    """Numbers of one name, by their labels.

    Args:
        name: Without the ending that counters have.
        about: One sentence.
        kind: As Prometheus has it.
        make: A number at its beginning.
        labels: Names; their values are few and known.
    """

    def __init__(
        self, name: str, about: str, kind: Kind, make: Callable[[], N], labels: Sequence[str] = ()
    ) -> None:
        self.name: Final = name
        self.about: Final = about
        self.kind: Final = kind
        self._make = make
        self._labels = labels
        self._of: dict[tuple[str, ...], N] = {}

    def of(self, *values: object) -> N:
        """The number with these labels."""
        key = tuple(map(str, values))
        return self._of.setdefault(key, self._make()) if key not in self._of else self._of[key]

    def samples(self) -> dict[Sample, float]:
        """All numbers as they are now."""
        name = f"{self.name}_total" if self.kind == "counter" else self.name
        return {
            (sample, (*zip(self._labels, values, strict=True), *more)): value
            for values, number in self._of.items()
            for sample, more, value in number.samples(name)
        }


class Metrics(Observer):
    """One set of numbers for each application.

    Args:
        shared: Where the other workers of the service put theirs; None where there are none.
    """

    def __init__(self, shared: SharedCounts | None = None) -> None:
        self._shared = shared
        self._inherited: dict[str, Samples] = {}
        requests = Family("hiring_requests", "Requests answered.", "counter", Value, _REQUEST)
        request_seconds = Family(
            "hiring_request_seconds", ("Time to answer a request."), "histogram", _seconds, _PATH
        )
        in_flight = Family("hiring_requests_in_flight", "Requests in progress.", "gauge", Value)
        scores = Family("hiring_scores", "Scores returned.", "histogram", _scores)
        approved = Family(
            "hiring_approved", ("Answers with a score at or above the threshold."), "counter", Value
        )
        rows = Family(
            "hiring_audit_rows", "What became of answers in the audit log.", "counter", Value, ["outcome"]
        )
        flush_seconds = Family(
            "hiring_audit_flush_seconds", ("Duration of a group commit."), "histogram", _seconds
        )
        flush_rows = Family("hiring_audit_flush_rows", "Rows in a group commit.", "histogram", _flush_rows)
        waiting = Family("hiring_audit_waiting", "Answers waiting for their commit.", "gauge", Value)
        reports = Family("hiring_feedback", "What became of reported outcomes.", "counter", Value, ["result"])
        lists = Family("hiring_lists", "Lists answered.", "counter", Value, ["mode", "outcome"])
        self._model = Family(
            "hiring_model_loaded_info", "1 for the version of a profile that serves.", "gauge", Value, _MODEL
        )
        self._families: Sequence[Family[Any]] = (
            requests,
            request_seconds,
            in_flight,
            scores,
            approved,
            rows,
            flush_seconds,
            flush_rows,
            waiting,
            reports,
            lists,
            self._model,
        )
        self.in_flight = in_flight.of()
        self._scores, self._approved, self._waiting = scores.of(), approved.of(), waiting.of()
        self._flush_seconds, self._flush_rows = flush_seconds.of(), flush_rows.of()
        self._serving: dict[str, ModelVersion] = {}
        self._rows_of = cache(rows.of)
        self._reports_of = cache(reports.of)
        self._lists_of = cache(lists.of)
        self._of = cache(lambda *of: (requests.of(*of), request_seconds.of(of[1])))

    def join(self) -> None:
        """Count together with the other workers, from where a dead one left off."""
        if self._shared is not None:
            self._inherited = {
                name: samples
                for name, samples in samples_of(self._shared.join()).items()
                if name not in self._gauges
            }

    def share(self) -> None:
        """Let the other workers see the numbers of this one."""
        if self._shared is not None:
            self._shared.write(page_of(self._merged([self._inherited])))

    def counted(self, outcome: CallOutcome, rows: int) -> None:
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

    def reported(self, results: Sequence[FeedbackResult]) -> None:
        """This became of what was reported."""
        for result in results:
            self._reports_of(result.state.value).inc()

    def listed(self, mode: ListMode, outcome: ListOutcome) -> None:
        """A list is given, by scores or by evidence; it is new, or was answered before."""
        self._lists_of(mode, outcome).inc()

    def answered(self, method: str, path: str, status: int, seconds: float) -> None:
        """A request has ended; status 0 where nobody waited for the answer."""
        counter, clock = self._of(method, path, status)
        counter.inc()
        clock.observe(seconds)

    def serves(self, version: ModelVersion) -> None:
        """Another model of its profile answers from now on."""
        profile = version.card.profile
        if (before := self._serving.get(profile)) is not None:
            self._model.of(before.id, before.card.operating_mode, profile).set(0)
        self._model.of(version.id, version.card.operating_mode, profile).set(1)
        self._serving[profile] = version

    def page(self) -> bytes:
        """All numbers, of all workers where they count together, in the text format."""
        everybody = self._merged([self._inherited, *self._of_others()])
        return generate_latest(_Collected(self._families, everybody))

    @property
    def _gauges(self) -> set[str]:
        return {family.name for family in self._families if family.kind == "gauge"}

    def _of_others(self) -> Iterator[dict[str, Samples]]:
        """Of the dead, only what they have counted."""
        for page, lives in () if self._shared is None else self._shared.others():
            counts = samples_of(page)
            yield {name: samples for name, samples in counts.items() if lives or name not in self._gauges}

    def _merged(self, others: Iterable[dict[str, Samples]]) -> dict[str, Samples]:
        """Own numbers and those: sums; of what serves, whether it does anywhere."""
        merged = {family.name: defaultdict(float, family.samples()) for family in self._families}
        for counts in others:
            for name in merged.keys() & counts.keys():
                for sample, value in counts[name].items():
                    before = merged[name][sample]
                    merged[name][sample] = max(before, value) if name == self._model.name else before + value
        return dict(merged)


_REQUEST: Final = ["method", "path", "status"]
_PATH: Final = ["path"]
_MODEL: Final = ["version", "operating_mode", "profile"]


class _Collected:
    """What the client library writes out."""

    def __init__(self, families: Sequence[Family[Any]], samples: dict[str, Samples]) -> None:
        self._families = families
        self._samples = samples

    def collect(self) -> Iterator[Metric]:
        for family in self._families:
            metric = Metric(family.name, family.about, family.kind)
            for (name, labels), value in self._samples[family.name].items():
                metric.add_sample(name, dict(labels), value)
            yield metric


def _seconds() -> Distribution:
    return Distribution(_SECONDS)


def _scores() -> Distribution:
    return Distribution(_TENTHS)


def _flush_rows() -> Distribution:
    return Distribution(_ROWS)
