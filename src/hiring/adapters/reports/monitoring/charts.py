"""Scales, ticks and paths of the page's charts, in whole units of a drawing 1000 wide.

A plot is stretched to the width that it has, and its texts are not: they stand at percentages beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10
from typing import Final, Literal

from hiring.domain.evaluation.intervals import Interval

__all__ = ["HEIGHT", "WIDTH", "Line", "Panel", "Scale", "Tick", "area", "bars", "day_ticks", "path", "scale"]

WIDTH: Final = 1000
HEIGHT: Final = 200

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_MOST_TICKS: Final = 4
_DASH: Final = 4  # half of one
_NEAR_ZERO: Final = 1 / 3  # a scale that begins below this share of its range begins at 0

Point = tuple[float, float | None]
"""Where it stands from left to right, in [0, 1], and its value; None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From the lowest to the highest tick."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def y(self, value: float) -> int:
        """From above."""
        return round(HEIGHT * (1 - self.share(value)))

    def share(self, value: float) -> float:
        """From below, in [0, 1]."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A label along the time axis; `at` in percent."""

    at: float
    day: date
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is drawn of one version.

    Args:
        version: Whose it is.
        days: Path of each day's value.
        weeks: Path of the values of seven days.
        band: Of where the latter lie as long as nothing has changed; empty without a baseline.
        own: Whether it is the version that is watched.
    """

    version: str
    days: str
    weeks: str
    band: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One plot over time.

    Args:
        name: Unique on the page.
        scale: Of its values.
        lines: By version; the one that is watched stands last, above the others.
        form: What its values are.
        day: Of the watched version, the last day's value.
        week: Of its last seven days.
        band: Where this lies 19 of 20 times, if nothing has changed.
    """

    name: str
    scale: Scale
    lines: tuple[Line, ...]
    form: Literal["count", "percent", "number"]
    day: float | None
    week: float | None
    band: Interval | None


def scale(values: Iterable[float], *, whole: bool = False) -> Scale:
    """A scale with a few round ticks on which all of these lie.

    Args:
        values: At least one.
        whole: Whether ticks are to be whole numbers.
    """
    known = list(values)
    low, high = min(known), max(known)
    if low >= 0 and low <= high * _NEAR_ZERO:
        low = 0.0
    if high <= low:
        low, high = (0.0, high or 1.0) if low >= 0 else (low - 1, low + 1)
    step = _step((high - low) / (_MOST_TICKS - 1))
    if whole:
        step = max(1.0, ceil(step))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    ticks = tuple(round(step * place, 10) for place in range(first, max(last, first + 1) + 1))
    return Scale(low=ticks[0], high=ticks[-1], ticks=ticks)


def _step(least: float) -> float:
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in _STEPS if step * power >= least * (1 - 1e-9))


def path(points: Sequence[Point], on: Scale) -> str:
    """An SVG path; where a value is missing, the line is interrupted, and a value alone is a dash."""
    return "".join(_strokes(_placed(run, on)) for run in _runs(points))


def area(low: Sequence[Point], high: Sequence[Point], on: Scale) -> str:
    """A closed path between two lines."""
    return "".join(
        f"{_strokes([*_placed(above, on), *reversed(_placed(below, on))])}z"
        for below, above in zip(_runs(low), _runs(high), strict=True)
    )


def bars(shares: Sequence[float], height: int) -> list[tuple[float, float]]:
    """From above and height of each bar, the highest as high as there is room."""
    most = max([*shares, 1e-9])
    return [(round(height - height * share / most, 1), round(height * share / most, 1)) for share in shares]


def day_ticks(first: date, last: date, count: int = 4) -> list[Tick]:
    """Days at even distances, the first and the last among them."""
    span = (last - first).days
    if not span:
        return [Tick(at=50, day=first, anchor="middle")]
    count = min(count, span + 1)
    days = [first + timedelta(days=round(span * place / (count - 1))) for place in range(count)]
    return [
        Tick(
            at=round(100 * (day - first).days / span, 2),
            day=day,
            anchor="start" if day == first else "end" if day == last else "middle",
        )
        for day in days
    ]


def _placed(run: Sequence[tuple[float, float]], on: Scale) -> list[tuple[int, int]]:
    placed = [(round(WIDTH * at), on.y(value)) for at, value in run]
    if len(placed) > 1:
        return placed
    ((x, y),) = placed
    return [(max(0, x - _DASH), y), (min(WIDTH, x + _DASH), y)]


def _runs(points: Sequence[Point]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for at, value in points:
        if value is not None:
            runs[-1].append((at, value))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _strokes(points: Sequence[tuple[int, int]]) -> str:
    (x, y), drawn = points[0], []
    for next_x, next_y in points[1:]:
        drawn.append(f"{next_x - x} {next_y - y}")
        x, y = next_x, next_y
    steps = " ".join(drawn).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{steps}"
