"""Does the certified threshold keep its promise? Invented people whose true chances are known.

    python -m benchmarks threshold_validity

Scores and outcomes come straight from the generator: no model is trained. In every draw the rule sees a
calibrate part and a threshold part, some of whose people have many rows with one outcome; what it certified
is then held against the true precision, integrated over the generator's own probabilities. Beside it stands
the naive rule: the lowest threshold with that precision on the rows of a test part, chosen and judged there.
The promise may be broken in at most 10 % of all draws of any world and size, and the world with a clear
segment must be certified in 90 % of them. Then come worlds in time: see `threshold_in_time`.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks import threshold_in_time
from benchmarks.promises import Measured, at_least, at_most, worst
from hiring.domain.records import Bools, Floats, Ints
from hiring.domain.training.partition import one_row_each
from hiring.domain.training.threshold import (
    Certified,
    candidates_from,
    naive_threshold,
    threshold_for_min_precision,
)

MIN_PRECISION: Final = 0.80
CONFIDENCE: Final = 0.90
SIZES: Final = (500, 2_000, 10_000)  # people of the threshold part; a store has five times as many
OTHERS: Final = 0.75  # people of the calibrate part, and of the test part, to one of the threshold part
DRAWS: Final = 200
MOST_BROKEN: Final = 0.10
LEAST_CERTIFIED: Final = 0.90
BUSY: Final = 0.03  # of all people
BUSY_ROWS: Final = 40
GRID: Final = (np.arange(200_000) + 0.5) / 200_000

Map = Callable[[Floats], Floats]


@dataclass(frozen=True)
class World:
    """People are spread evenly over 0 to 1; the score rises along it, and so the chance may, or may not."""

    name: str
    score: Map
    chance: Map
    certifiable: bool = False


WORLDS: Final = (
    World("graded, calibrated", lambda u: u**2.33, lambda u: u**2.33),
    World(
        "clear segment of 25 %, hired at 0.96",
        lambda u: np.where(u < 0.75, 0.3 * u, 0.9 + 0.09 * (u - 0.75) / 0.25),
        lambda u: np.where(u < 0.75, 0.1, 0.96),
        certifiable=True,
    ),
    World("overconfident: says 0.9, is 0.75", lambda u: 0.95 * u, lambda u: 0.75 * u),
    World("just below the minimum: 0.79 on top", lambda u: 0.9 * u, lambda u: np.where(u < 0.5, 0.1, 0.79)),
    World("best of all are hired less often", lambda u: u, lambda u: np.where(u > 0.97, 0.6, 0.9 * u)),
    World("weak, like real exports", lambda u: 0.1 + 0.4 * u, lambda u: 0.1 + 0.35 * u),
)


@dataclass(frozen=True)
class Draw:
    """Rows: several of a busy person, all with one score and one outcome."""

    people: Ints
    scores: Floats
    hired: Bools

    def one_row_each(self, seed: int) -> tuple[Floats, Bools]:
        rows = one_row_each(self.people, seed)
        return self.scores[rows], self.hired[rows]


def drawn(world: World, people: int, rng: np.random.Generator) -> Draw:
    where = rng.random(people)
    hired = rng.random(people) < world.chance(where)
    rows = np.repeat(np.arange(people), np.where(rng.random(people) < BUSY, BUSY_ROWS, 1))
    return Draw(rows, world.score(where)[rows], hired[rows])


class Truth:
    """True precision and recall of any threshold in a world."""

    def __init__(self, world: World) -> None:
        self._scores, chance = world.score(GRID), world.chance(GRID)
        self._above = np.append(np.cumsum(chance[::-1])[::-1], 0.0)

    def precision(self, threshold: float) -> float:
        first = np.searchsorted(self._scores, threshold)
        return float(self._above[first] / max(1, len(GRID) - first))

    def recall(self, threshold: float) -> float:
        return float(self._above[np.searchsorted(self._scores, threshold)] / self._above[0])


@dataclass(frozen=True)
class Kept:
    """How a rule did in one world: shares of all draws, and the mean recall where it chose something."""

    chosen: float
    broken: float
    recall: float
    worst: float


def certified(world: World, people: int, seed: int) -> float | None:
    rng = np.random.default_rng(seed)
    calibrate = drawn(world, round(OTHERS * people), rng)
    scores, hired = drawn(world, people, rng).one_row_each(seed)
    verdict = threshold_for_min_precision(
        scores,
        hired,
        candidates=candidates_from(calibrate.scores, people),
        min_precision=MIN_PRECISION,
        confidence=CONFIDENCE,
    )
    return verdict.evidence.threshold if isinstance(verdict, Certified) else None


def naive(world: World, people: int, seed: int) -> float | None:
    test = drawn(world, round(OTHERS * people), np.random.default_rng(seed))
    return naive_threshold(test.scores, test.hired, min_precision=MIN_PRECISION)


Rule = Callable[[World, int, int], float | None]


def kept(rule: Rule, world: World, people: int, draws: int = DRAWS) -> Kept:
    truth = Truth(world)
    found = [t for seed in range(draws) if (t := rule(world, people, 1_000_003 * people + seed)) is not None]
    precisions = [truth.precision(threshold) for threshold in found]
    return Kept(
        chosen=len(found) / draws,
        broken=sum(precision < MIN_PRECISION for precision in precisions) / draws,
        recall=float(np.mean([truth.recall(threshold) for threshold in found])) if found else 0.0,
        worst=min(precisions, default=float("nan")),
    )


def promises(world: World, ours: Kept) -> Iterator[Measured]:
    yield at_most("draws whose certificate is broken, worst world", ours.broken, MOST_BROKEN, "%")
    if world.certifiable:
        yield at_least("draws certified, the clear segment", ours.chosen, LEAST_CERTIFIED, "%")


def run() -> Iterator[Measured]:
    started = time.monotonic()
    print(
        f"certified for a precision of {MIN_PRECISION} at {CONFIDENCE:.0%}; {DRAWS} draws of each; shares of"
    )
    print(f"all draws; {BUSY:.0%} of the people have {BUSY_ROWS} rows with one outcome\n")
    print(f"{'':37} {'':>7} | certified: of draws, broken, recall | naive: of draws, broken, worst")
    found: list[Measured] = []
    for world in WORLDS:
        for people in SIZES:
            ours, theirs = kept(certified, world, people), kept(naive, world, people)
            found += promises(world, ours)
            print(
                f"{world.name:37} {people:>7,} | {ours.chosen:>20.1%} {ours.broken:>7.1%} {ours.recall:>7.1%}"
                f" | {theirs.chosen:>15.1%} {theirs.broken:>7.1%} {theirs.worst:>6.2f}",
                flush=True,
            )
    print(f"\n{time.monotonic() - started:.0f} s")
    yield from worst(found)
    yield from threshold_in_time.run()
