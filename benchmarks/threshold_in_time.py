"""Does a certified threshold hold in the next year, and what does asking newer rows change?

    python -m benchmarks threshold_validity

The second half of that benchmark. People come evenly over four years; in falling worlds the log-odds of
everybody fall by the same in every year, so that half as many are hired at the end as at the beginning, and
go on falling in the fifth year. The rule sees all rows; the same rule sees the first 80 % alone, and what it
certified there is applied to the newest fifth, less three of ten, whom the past has too. A certificate is
broken if its precision, integrated over the fifth year by the generator's own chances, is below the minimum.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.promises import Measured, at_least, at_most, worst
from hiring.domain.records import Bools, Floats, Ints
from hiring.domain.training.partition import SHARES, Part
from hiring.domain.training.promise_in_time import (
    JudgementInTime,
    PromiseRequired,
    judge_precision_in_time,
    stands_in_time,
)
from hiring.domain.training.threshold import (
    Certified,
    Uncertified,
    candidates_from,
    threshold_for_min_precision,
)

MIN_PRECISION: Final = 0.80
CONFIDENCE: Final = 0.90
SIZES: Final = (500, 2_000, 10_000)  # people of the threshold part; a store has five times as many
DRAWS: Final = 200
YEARS: Final = 4.0
CUT: Final = 3.2
UNSEEN: Final = 0.7
MOST_BROKEN: Final = 0.10  # of all draws of falling worlds
LEAST_KEPT: Final = 0.80  # of the certificates of each stable world
GRID: Final = (np.arange(20_000) + 0.5) / 20_000
_ENDS: Final = np.cumsum(list(SHARES.values()))[:-1]

Map = Callable[[Floats], Floats]


@dataclass(frozen=True)
class World:
    """People are spread evenly over 0 to 1; the score and, in the first year, the chance rise along it."""

    name: str
    score: Map
    chance: Map


def _even(u: Floats) -> Floats:
    return u


WORLDS: Final = (
    World("graded: precision falls as more are selected", _even, lambda u: u**2.33),
    World("steep", _even, lambda u: 1 / (1 + np.exp(-12 * (u - 0.7)))),
    World("clear segment of 25 %, hired at 0.96", _even, lambda u: np.where(u < 0.75, 0.1, 0.96)),
)


def log_odds(world: World, where: Floats) -> Floats:
    chance = np.clip(world.chance(where), 1e-9, 1 - 1e-9)
    return np.log(chance) - np.log1p(-chance)


def chances(odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-odds))


def halving(world: World) -> float:
    """By how much log-odds fall in four years, so that the base rate halves."""
    odds = log_odds(world, GRID)
    low, high = 0.0, 20.0
    for _ in range(50):
        middle = (low + high) / 2
        more = chances(odds - middle).mean() > chances(odds).mean() / 2
        low, high = (middle, high) if more else (low, middle)
    return low


def next_year(world: World, fall: float) -> Callable[[float], float]:
    """The true precision of a threshold in the fifth year."""
    scores, odds = world.score(GRID), log_odds(world, GRID)
    months = [chances(odds - fall * (YEARS + (month + 0.5) / 12) / YEARS) for month in range(12)]
    above = np.append(np.cumsum(np.mean(months, axis=0)[::-1])[::-1], 0.0)

    def precision(threshold: float) -> float:
        first = np.searchsorted(scores, threshold)
        return float(above[first] / max(1, len(GRID) - first))

    return precision


@dataclass(frozen=True)
class Found:
    """A certificate on all rows, and what newer rows say of that of the past."""

    threshold: float
    judgement: JudgementInTime


def found(world: World, fall: float, people: int, seed: int) -> Found | None:
    """None where all rows certify nothing."""
    rng = np.random.default_rng(seed)
    everybody = round(people / SHARES[Part.THRESHOLD])
    where, when = rng.random(everybody), YEARS * rng.random(everybody)
    hired = rng.random(everybody) < chances(log_odds(world, where) - fall * when / YEARS)
    scores, part = world.score(where), np.searchsorted(_ENDS, rng.random(everybody), side="right")
    whole = _certificate(scores, hired, part)
    if isinstance(whole, Uncertified):
        return None
    before = when < CUT
    past = _certificate(scores[before], hired[before], part[before])
    newer = ~before & (rng.random(everybody) < UNSEEN)
    judgement = judge_precision_in_time(past, scores[newer], hired[newer])
    return Found(whole.evidence.threshold, judgement)


def _certificate(scores: Floats, hired: Bools, part: Ints) -> Certified | Uncertified:
    judged = part == Part.THRESHOLD
    return threshold_for_min_precision(
        scores[judged],
        hired[judged],
        candidates=candidates_from(scores[part == Part.CALIBRATE], int(judged.sum())),
        min_precision=MIN_PRECISION,
        confidence=CONFIDENCE,
    )


@dataclass(frozen=True)
class Kept:
    """Shares of all draws: a certificate is published, and it is broken in the next year."""

    published: float
    broken: float


def kept(certificates: Sequence[Found], precision: Callable[[float], float], draws: int) -> Kept:
    broken = sum(precision(each.threshold) < MIN_PRECISION for each in certificates)
    return Kept(len(certificates) / draws, broken / draws)


def rules(world: World, fall: float, people: int, draws: int = DRAWS) -> tuple[Kept, Kept, Kept]:
    """The rule of before, and the two that ask newer rows, on the same draws."""
    seeds = range(1_000_003 * people, 1_000_003 * people + draws)
    before = [one for seed in seeds if (one := found(world, fall, people, seed)) is not None]
    precision = next_year(world, fall)
    lenient, strict = (
        [one for one in before if stands_in_time(one.judgement, required)]
        for required in (PromiseRequired.NOT_CONTRADICTED, PromiseRequired.SHOWN)
    )
    return kept(before, precision, draws), kept(lenient, precision, draws), kept(strict, precision, draws)


def run(draws: int = DRAWS) -> Iterator[Measured]:
    started = time.monotonic()
    print(f"\nin time: {draws} draws of each; of them published, and broken in the next year\n")
    print(f"{'':44} {'':>9} {'':>6} | {'as before':^15} | {'not-contradicted':^16} | {'shown':^15}")
    stable: list[Measured] = []
    falling: list[tuple[Kept, Kept, Kept]] = []
    for world in WORLDS:
        for name, fall in (("falls", halving(world)), ("is stable", 0.0)):
            for people in SIZES:
                before, lenient, strict = all_three = rules(world, fall, people, draws)
                print(
                    f"{world.name:44} {name:>9} {people:>6,} | {_told(before)} | {_told(lenient):>16} | "
                    f"{_told(strict)}",
                    flush=True,
                )
                if fall:
                    falling.append(all_three)
                elif before.published:
                    share = lenient.published / before.published
                    stable.append(at_least("certificates kept, worst stable world", share, LEAST_KEPT, "%"))
    broken = [float(np.mean([rule.broken for rule in each])) for each in zip(*falling, strict=True)]
    shares = ", ".join(f"{share:.1%}" for share in broken)
    print(f"\nof all draws of falling worlds broken, by the three rules: {shares}")
    print(f"{time.monotonic() - started:.0f} s")
    yield at_most("draws of falling worlds published and broken", broken[1], MOST_BROKEN, "%")
    yield from worst(stable)


def _told(share: Kept) -> str:
    return f"{share.published:>7.1%} {share.broken:>7.1%}"
