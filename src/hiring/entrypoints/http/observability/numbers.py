"""Counters, gauges and histograms in the memory of one process: plain numbers, because one thread counts."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, Generic, Literal, Protocol, TypeVar

Kind = Literal["counter", "gauge", "histogram"]
Sample = tuple[str, tuple[tuple[str, str], ...]]
"""What one number is of: its name, and its labels in order."""

Samples = Mapping[Sample, float]


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
