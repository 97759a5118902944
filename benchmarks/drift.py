"""How often does the drift monitor cry wolf, and how many days does it need to find a change?

    python -m benchmarks drift
    python -m benchmarks drift --prospects-file prospects.json.gz --applicants-file applicants.json.gz

Quiet days are drawn from invented applicants, at four volumes and with three dispersions; what is watched is
the whole profile, with score and decision. Then one flag's rate (about 0.29) rises by 0.12, and salaries by
0.5 of their logarithm, on states that quiet days have left behind. With exports, the same on their real days,
in shuffled order, so that nothing drifts. Beside the policy `sequential` stands `simple`.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np

from benchmarks.drift_days import (
    RULES,
    SALARY,
    Draw,
    People,
    drawn,
    invented_people,
    real_days,
)
from benchmarks.promises import Measured, at_most, worst
from hiring.domain.features import CANDIDATE
from hiring.domain.monitoring.drift.baseline import baseline_rates
from hiring.domain.monitoring.drift.counts import DayCounts
from hiring.domain.monitoring.drift.evidence import EvidenceState
from hiring.domain.monitoring.drift.gold_counts import edges_of, gold_days
from hiring.domain.monitoring.drift.sequential import SequentialDetector, sequential_detector
from hiring.domain.monitoring.drift.simple import Stats, drift_findings, stats_of

PEOPLE: Final = 20_000
BASELINE_ROWS: Final = 20_000
BASELINE_DAYS: Final = 60  # at the least, so that the dispersion is measured
QUIET_DAYS: Final = 300
REPEATS: Final = 4  # baselines, each with its quiet days
EVERY: Final = 20  # quiet days, changes begin
HORIZON: Final = 60  # days that a change has to be found in
SPLITS: Final = 12  # of the real days
MOST_ALARMS: Final = 1.0  # alarm days of a hundred quiet ones
SLOWER: Final = 1.25  # than the medians below
REAL_DELAY: Final = 16.0
DELAYS: Final = {  # median days until found by (rows a day, dispersion): the rate, and the salary
    (30, 1): (11, 8),
    (30, 2): (18, 14),
    (30, 3): (23, 20),
    (100, 1): (4, 4),
    (100, 2): (7, 6),
    (100, 3): (9, 8),
    (500, 1): (3, 3),
    (500, 2): (3, 3),
    (500, 3): (3, 3),
    (2_000, 1): (2, 2),
    (2_000, 2): (2, 2),
    (2_000, 3): (2, 2),
}
NEVER: Final = float("inf")


@dataclass
class Cell:
    """What was measured at one volume and dispersion."""

    days: int = 0
    alarms: int = 0
    simple_alarms: int = 0
    dispersions: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    salary: list[float] = field(default_factory=list)
    simple: list[float] = field(default_factory=list)
    begun: list[float] = field(default_factory=list)

    def line(self) -> str:
        within = "/".join(f"{self.found(days):.0%}" for days in (3, 7, 14, 21))
        return (
            f"{median(self.dispersions):>6.1f} |{100 * self.alarms / self.days:>7.2f}"
            f"{100 * self.simple_alarms / self.days:>8.1f} |{median(self.rate):>6.0f} {within:>19}"
            f"{median(self.begun) if self.begun else NEVER:>7.0f}{median(self.simple):>8.0f} |"
            f"{median(self.salary):>7.0f}"
        )

    def found(self, days: int) -> float:
        return sum(delay <= days for delay in self.rate) / len(self.rate)

    def promises(self, rate: float, salary: float | None) -> Iterator[Measured]:
        """Beside the median delays of the first simulations; of salaries where they are looked at."""
        yield at_most("alarm days of 100 quiet ones, worst", 100 * self.alarms / self.days, MOST_ALARMS, "")
        times = "until found, over the first simulations, worst"
        yield at_most(f"a rate {times}", median(self.rate) / rate, SLOWER, "times")
        if salary is not None:
            yield at_most(f"salaries {times}", median(self.salary) / salary, SLOWER, "times")


def run(prospects: Path | None = None, applicants: Path | None = None) -> Iterator[Measured]:
    """How often quiet days alarm, and when changes are found."""
    started = time.monotonic()
    people = invented_people(PEOPLE)
    print_heading(people)
    found: list[Measured] = []
    for (rows, dispersion), delays in DELAYS.items():
        cell = Cell()
        for repeat in range(REPEATS):
            draw = partial(drawn, people, rows=rows, dispersion=dispersion)
            follow_invented(cell, people, draw, np.random.default_rng((rows, dispersion, repeat)), rows)
        print(f"{rows:>8,}{dispersion:>4}{cell.line()}", flush=True)
        found += cell.promises(*delays)
    if prospects and applicants:
        cell = real(prospects, applicants)
        print(f"{'real':>8}{'':>4}{cell.line()}", flush=True)
        found += cell.promises(REAL_DELAY, None)
    print(f"\n{time.monotonic() - started:.0f} s")
    yield from worst(found)


def print_heading(people: People) -> None:
    varying = int(np.ptp(np.nan_to_num(people.features), axis=0).astype(bool).sum()) - 1
    print(
        f"{PEOPLE:,} invented applicants with {varying} flags that vary; {REPEATS} x {QUIET_DAYS} quiet days"
    )
    print("of each kind, and days until a rate that rises by 0.12 is found, and salaries higher by 0.5 log\n")
    print(f"{'':>18} | alarms of 100 |{'days until the rate is found':>42} | salary")
    print(
        f"{'rows':>8}{'phi':>4}{'found':>6} |{'seq.':>7}{'simple':>8} |{'median':>6} "
        f"{'in 3/7/14/21 days':>19}{'since':>7}{'simple':>8} |{'median':>7}"
    )


def follow_invented(
    cell: Cell, people: People, draw: Callable[..., Draw], rng: np.random.Generator, rows: int
) -> None:
    before = draw(days=max(BASELINE_DAYS, BASELINE_ROWS // rows), rng=rng)
    follow(cell, people, before, draw(days=QUIET_DAYS, rng=rng), rng)


def real(prospects: Path, applicants: Path) -> Cell:
    days, cell = real_days(prospects, applicants), Cell()
    sizes = np.bincount(days.draw.days)
    print(f"\n{len(sizes)} real days of {int(np.median(sizes))} rows (median) in {SPLITS} orders")
    for split in range(SPLITS):
        rng = np.random.default_rng(split)
        follow(cell, days.people, *days.shuffled(rng), rng)
    return cell


def follow(cell: Cell, people: People, before: Draw, after: Draw, rng: np.random.Generator) -> None:
    """Measure one baseline and what came after it, quiet, and changed from several days on."""
    rows = before.rows(people)
    edges = edges_of(rows, RULES)
    baseline = baseline_rates(RULES, edges, gold_days(rows, RULES, edges))
    detector = sequential_detector(RULES, baseline)
    stats = stats_of(rows.features, CANDIDATE.features, {"salario_valor"})
    quiet, changed = after.counts(people, edges), after.counts(people.changed(rng), edges)
    flag = CANDIDATE.features[people.flag]
    cell.dispersions.append(baseline.rates[flag].dispersion)
    states = follow_quiet(cell, detector, stats, quiet)
    for first in range(EVERY, len(changed) - HORIZON, EVERY):
        follow_change(cell, detector, states[first], changed[first : first + HORIZON], flag)
        cell.simple.append(simple_delay(stats, changed[first : first + HORIZON], flag))


def follow_quiet(
    cell: Cell, detector: SequentialDetector, stats: Stats, days: Sequence[DayCounts]
) -> list[EvidenceState]:
    """The states before each day."""
    states = [detector.start()]
    for day in days:
        state, findings = detector.advance(states[-1], day)
        states.append(state)
        cell.days += 1
        cell.alarms += any(finding.fired for finding in findings)
        cell.simple_alarms += bool(simple_alarms(stats, day))
    return states


def follow_change(
    cell: Cell, detector: SequentialDetector, state: EvidenceState, days: Sequence[DayCounts], flag: str
) -> None:
    delays: dict[str, float] = {}
    for number, day in enumerate(days, start=1):
        state, findings = detector.advance(state, day)
        for finding in findings:
            feature = finding.indicator.feature
            if finding.fired and feature in (flag, CANDIDATE.features[SALARY]) and feature not in delays:
                delays[feature] = number
                if feature == flag and finding.since is not None:
                    cell.begun.append((finding.since - days[0].day).days)
        if len(delays) > 1:
            break
    cell.rate.append(delays.get(flag, NEVER))
    cell.salary.append(delays.get(CANDIDATE.features[SALARY], NEVER))


def simple_alarms(stats: Stats, day: DayCounts) -> set[str]:
    means: Mapping[str, float | None] = {
        name: column.total / column.known if column.known else None for name, column in day.columns.items()
    }
    counts = {name: column.known for name, column in day.columns.items()}
    found = drift_findings(stats, means, counts, answers=day.answers)
    return {finding.feature for finding in found if finding.fired}


def simple_delay(stats: Stats, days: Sequence[DayCounts], flag: str) -> float:
    return next((n for n, day in enumerate(days, start=1) if flag in simple_alarms(stats, day)), NEVER)
