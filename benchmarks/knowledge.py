"""Does the test of an order call chance proven, and does it find an order that is there?

    python -m benchmarks knowledge

Vagas and their outcomes are drawn; scores are handed to the test, and nothing is fitted. In every world
scores differ much between vagas. Within a vaga they know nothing, or only the day of application (the last
are hired more often, because the vaga then closes), or the person, with a true AUC of 0.65 within the vaga.
Scores that know the vaga alone may be proven in at most 10 % of the draws, an order that is there must be
in 80 %. Scores that know the day of application pass the bound of later vagas, so the bound
within vaga and day decides alone: they may be proven in 15 %.
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from benchmarks.promises import Measured, at_least, at_most
from hiring.domain.evaluation.ordering import (
    CandidateOrder,
    OrdersCandidates,
    first_seen_since,
    ordering_of,
    orders_candidates,
)
from hiring.domain.records import Bools, Days, Floats, Ints

DRAWS: Final = 200
VAGAS: Final = 400  # with both outcomes
LATER: Final = 100  # of them, at least
MOST_PROVEN: Final = 0.10
MOST_PROVEN_BY_ONE_BOUND: Final = 0.15  # whose level is 10 %: 200 draws exceed 15 % once in a hundred times
LEAST_FOUND: Final = 0.80
ORACLE_AUC: Final = 0.65
SHIFT: Final = NormalDist().inv_cdf(ORACLE_AUC) * 2**0.5  # between two normals of variance one: their AUC
FIRST: Final = np.datetime64("2024-01-01")
CUT: Final = FIRST + 10 * (VAGAS - LATER)


@dataclass(frozen=True)
class World:
    """What a score knows within a vaga."""

    name: str
    person: float = 0.0
    arrival: float = 0.0
    ordered: bool = False
    most_proven: float = MOST_PROVEN


WORLDS: Final = (
    World("knows the vaga alone"),
    World("knows the vaga and the order of application", arrival=2.0, most_proven=MOST_PROVEN_BY_ONE_BOUND),
    World(f"knows the person too, AUC {ORACLE_AUC} within vaga", person=SHIFT, ordered=True),
)


@dataclass(frozen=True)
class Draw:
    """Decided rows."""

    scores: Floats
    hired: Bools
    vagas: Ints
    days: Days

    def take(self, rows: Bools) -> "Draw":
        return Draw(self.scores[rows], self.hired[rows], self.vagas[rows], self.days[rows])


def drawn(world: World, seed: int) -> Draw:
    """A vaga opens every ten days; two to six people apply on its first three, and the last days hire."""
    rng = np.random.default_rng(seed)
    people = rng.integers(2, 7, VAGAS)
    vagas = np.repeat(np.arange(VAGAS), people)
    arrival = rng.integers(0, 3, len(vagas))
    hired = outcomes(vagas, arrival, rng)
    knows = rng.normal(0, 2, VAGAS)[vagas] + rng.normal(size=len(vagas))
    scores = knows + world.person * hired + world.arrival * arrival
    return Draw(scores, hired, vagas, FIRST + 10 * vagas + arrival)


def outcomes(vagas: Ints, arrival: Ints, rng: np.random.Generator) -> Bools:
    """One or two are hired of each vaga, never all, the later to apply the likelier."""
    order = np.lexsort((rng.random(len(vagas)) - 0.3 * arrival, vagas))
    _, starts, sizes = np.unique(vagas, return_index=True, return_counts=True)
    place = np.empty(len(vagas), np.int64)
    place[order] = np.arange(len(vagas)) - np.repeat(starts, sizes)
    wanted = np.minimum(rng.integers(1, 3, len(sizes)), sizes - 1)
    return place < wanted[vagas]


def judged(world: World, seed: int) -> CandidateOrder:
    rows = drawn(world, seed)
    later = rows.take(first_seen_since(CUT, rows.vagas, rows.days))
    return orders_candidates(
        grouped=ordering_of(rows.scores, rows.hired, rows.vagas, rows.days),
        later=ordering_of(later.scores, later.hired, later.vagas, later.days),
    )


@dataclass(frozen=True)
class Found:
    """Shares of all draws, and the mean AUC within vaga and day, and within later vagas."""

    proven: float
    too_few: float
    same_day: float
    later: float


def found(world: World, draws: int = DRAWS) -> Found:
    verdicts = [judged(world, 7_000 + seed) for seed in range(draws)]
    counts = Counter(each.verdict for each in verdicts)
    return Found(
        proven=counts[OrdersCandidates.PROVEN] / draws,
        too_few=counts[OrdersCandidates.TOO_FEW] / draws,
        same_day=float(np.mean([each.grouped.within_group_and_day.auc or 0.5 for each in verdicts])),
        later=float(np.mean([each.later.within_group.auc or 0.5 for each in verdicts])),
    )


def promise(world: World, seen: Found) -> Measured:
    if world.ordered:
        return at_least(f"proven: {world.name}", seen.proven, LEAST_FOUND, "%")
    return at_most(f"proven: {world.name}", seen.proven, world.most_proven, "%")


def run() -> Iterator[Measured]:
    started = time.monotonic()
    print(f"{VAGAS} vagas with both outcomes, {LATER} of them later; {DRAWS} draws of each\n")
    print(f"{'the score':46} | {'proven':>7} {'too few':>8} | AUC within vaga and day, of later vagas")
    for world in WORLDS:
        seen = found(world)
        print(
            f"{world.name:46} | {seen.proven:>7.1%} {seen.too_few:>8.1%} | {seen.same_day:>23.3f}"
            f" {seen.later:>15.3f}",
            flush=True,
        )
        yield promise(world, seen)
    print(f"\n{time.monotonic() - started:.0f} s")
