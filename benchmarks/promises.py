"""What benchmarks hand on: a row for each promise, told as one table and written as JSON."""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Any, Final

KEPT: Final = "kept"
BROKEN: Final = "BROKEN"
NOT_MEASURED: Final = "not measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A promise, and what was measured of it.

    Args:
        value: None where it was not measured.
        bound: The most that is allowed, or the least.
        is_least: Which of them.
    """

    what: str
    value: float | None
    bound: float
    unit: str
    is_least: bool = False

    @property
    def state(self) -> str:
        if self.value is None:
            return NOT_MEASURED
        good = self.value >= self.bound if self.is_least else self.value <= self.bound
        return KEPT if good else BROKEN

    @property
    def strain(self) -> float:
        """Nearness to the bound: the larger, the worse."""
        value = self.value or 0.0
        return -value / self.bound if self.is_least else value / self.bound


def at_most(what: str, value: float | None, bound: float, unit: str) -> Measured:
    return Measured(what=what, value=value, bound=bound, unit=unit)


def at_least(what: str, value: float | None, bound: float, unit: str) -> Measured:
    return Measured(what=what, value=value, bound=bound, unit=unit, is_least=True)


def worst(rows: Iterable[Measured]) -> list[Measured]:
    """Of the rows of each promise, the one that comes nearest to its bound, or is farthest beyond it."""
    found: dict[str, Measured] = {}
    for row in rows:
        found[row.what] = max(found.get(row.what, row), row, key=lambda one: one.strain)
    return list(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A promise of a benchmark.

    Args:
        failure: What ended the benchmark, where something did.
    """

    benchmark: str
    promise: Measured
    failure: str = ""

    @property
    def is_bad(self) -> bool:
        return bool(self.failure) or self.promise.state == BROKEN

    def as_json(self) -> dict[str, Any]:
        """The infinite (a change that was never found) is null; its state tells it from the unmeasured."""
        promise = asdict(self.promise)
        if self.promise.value is not None and not isfinite(self.promise.value):
            promise["value"] = None
        return {
            "benchmark": self.benchmark,
            **promise,
            "state": self.promise.state.lower(),
            "failure": self.failure,
        }


def print_table(rows: Sequence[Row]) -> None:
    print(f"\n{'benchmark':<20}{'what':<58}{'measured':>21}{'bound':>30}  state")
    for row in rows:
        one = row.promise
        value = "" if one.value is None else _figure(one.value, one.unit)
        limit = f"at {'least' if one.is_least else 'most'} {_figure(one.bound, one.unit)}"
        state = f"{one.state}{': ' * bool(row.failure)}{row.failure}"
        print(f"{row.benchmark:<20}{one.what:<58}{value:>21}{limit:>30}  {state}")
    bad = sum(row.is_bad for row in rows)
    measured = sum(row.promise.value is not None for row in rows)
    print(f"{measured} promises measured, {bad} broken, {len(rows) - measured} not measured")


def write_json(file: Path, rows: Sequence[Row], machine: dict[str, Any]) -> None:
    """The whole file, or none of it."""
    told = {"machine": machine, "promises": [row.as_json() for row in rows]}
    unfinished = file.with_name(f"{file.name}.tmp")
    unfinished.write_text(json.dumps(told, indent=1, allow_nan=False) + "\n", "utf-8")
    unfinished.replace(file)


def machine() -> dict[str, Any]:
    """What figures depend on."""
    return {
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def load() -> float | None:
    """Processes that ran or waited in the last minute; None where the system does not count them."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def _figure(value: float, unit: str) -> str:
    if unit == "%":
        return f"{100 * value:.1f} %"
    return f"{value:,.0f} {unit}" if abs(value) >= 100 else f"{value:.3g} {unit}"
