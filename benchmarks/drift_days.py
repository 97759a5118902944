"""Days of answers that are known to be quiet, or changed: of invented people, or real ones in any order."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.exports.prospects import ProspectsFile
from hiring.domain.features import CANDIDATE
from hiring.domain.features.formulas.days import day_of
from hiring.domain.monitoring.drift.counts import DayCounts
from hiring.domain.monitoring.drift.gold_counts import ScoredRows, gold_days
from hiring.domain.monitoring.drift.indicators import Edges
from hiring.domain.records import Bools, Floats, Ints
from hiring.synthetic import write_exports

RULES: Final = CANDIDATE.rules
SALARY: Final = CANDIDATE.features.index("salario_valor")
RATE: Final = 0.29
CHANGE: Final = 0.12
SALARY_CHANGE: Final = 0.5  # of the logarithm
APPROVED: Final = 0.1  # of all people
EPOCH: Final = np.datetime64("2024-01-01")
BLOCK: Final = 50  # days whose rows are in memory at once
CHUNK: Final = 2_000  # records of an export at once

Generator = np.random.Generator


@dataclass(frozen=True)
class People:
    """Everybody who may come, with what a model with random weights says of them."""

    features: Floats
    scores: Floats
    approved: Bools

    @property
    def flag(self) -> int:
        """The column of the flag whose rate is nearest to 0.29."""
        rates = self.features.mean(axis=0)  # NaN for the salary, where it is not known of all
        return int(np.nanargmin(np.abs(np.where(np.arange(len(rates)) == SALARY, np.nan, rates) - RATE)))

    def changed(self, rng: Generator) -> "People":
        """The same people: more of them have the flag, and all want more money."""
        features = self.features.copy()
        flag = features[:, self.flag]
        features[:, self.flag] = np.where(rng.random(len(flag)) < CHANGE / (1 - flag.mean()), 1.0, flag)
        features[:, SALARY] *= np.exp(SALARY_CHANGE)
        return replace(self, features=features)


def people_with(features: Floats) -> People:
    rng = np.random.default_rng(5)
    flags = np.where(np.arange(features.shape[1]) == SALARY, 0.0, features)
    log_odds = flags @ rng.normal(0, 0.5, features.shape[1]) + rng.normal(0, 0.5, len(features))
    scores = 1 / (1 + np.exp(-log_odds))
    return People(features=features, scores=scores, approved=scores > np.quantile(scores, 1 - APPROVED))


@dataclass(frozen=True)
class Draw:
    """Who came on which day; days are numbered from 0, and rows ordered by them."""

    days: Ints
    people: Ints

    def rows(self, people: People) -> ScoredRows:
        who = self.people
        return ScoredRows(
            days=EPOCH + self.days,
            features=people.features[who],
            scores=people.scores[who],
            approved=people.approved[who],
        )

    def counts(self, people: People, edges: Edges) -> list[DayCounts]:
        """Of each day."""
        return [day for part in self._blocks() for day in gold_days(part.rows(people), RULES, edges)]

    def _blocks(self) -> Iterator["Draw"]:
        for first in range(0, int(self.days[-1]) + 1, BLOCK):
            here = slice(*np.searchsorted(self.days, (first, first + BLOCK)))
            yield Draw(self.days[here], self.people[here])


def drawn(people: People, *, days: int, rows: int, dispersion: float, rng: Generator) -> Draw:
    """Groups of people who are all the same, of random sizes: that makes the daily counts so much wider.

    Sizes are geometric with a mean of (dispersion + 1) / 2, of which the mean square is as many times larger
    than the mean as the dispersion says.
    """
    everybody = []
    for _ in range(days):
        sizes = rng.geometric(2 / (dispersion + 1), rows)
        everybody.append(np.repeat(rng.integers(0, len(people.scores), rows), sizes)[:rows])
    return Draw(np.repeat(np.arange(days), rows), np.concatenate(everybody))


def invented_people(count: int) -> People:
    with tempfile.TemporaryDirectory() as folder:
        exports = write_exports(Path(folder), applicants=count, prospects=0, seed=7)
        return people_with(_features(exports.applicants_path)[1])


def _features(file: Path) -> tuple[Ints, Floats]:
    codes, features = [], []
    for chunk in ApplicantsFile(file).decoded(CHUNK):
        codes.append(chunk.rows.codigo_profissional)
        features.append(CANDIDATE.features_of(chunk.rows.record))
    return np.concatenate(codes), np.concatenate(features)


@dataclass(frozen=True)
class RealDays:
    """Who was put forward on which day; days of fewer than ten are left out."""

    people: People
    draw: Draw

    def shuffled(self, rng: Generator) -> tuple[Draw, Draw]:
        """The same days in any order, so that nothing drifts: one half of them, and the other."""
        days = self.draw.days
        order = rng.permutation(int(days.max()) + 1)
        turned, half = order[days], len(order) // 2
        rows = np.argsort(turned, kind="stable")
        cut = int(np.searchsorted(turned[rows], half))
        before, after = rows[:cut], rows[cut:]
        return (
            Draw(turned[before], self.draw.people[before]),
            Draw(turned[after] - half, self.draw.people[after]),
        )


def real_days(prospects_file: Path, applicants_file: Path, fewest: int = 10) -> RealDays:
    codes, features = _features(applicants_file)
    order = np.argsort(codes)
    who, days = [], []
    for chunk in ProspectsFile(prospects_file).chunks(CHUNK):
        who.append(chunk.rows.codigo_profissional)
        days.append(np.array([day_of(text) for text in chunk.rows.data_candidatura], "datetime64[D]"))
    asked, when = np.concatenate(who), np.concatenate(days)
    place = order[np.minimum(np.searchsorted(codes[order], asked), len(codes) - 1)]
    known = (codes[place] == asked) & ~np.isnat(when)
    _, number, sizes = np.unique(when[known], return_inverse=True, return_counts=True)
    full = sizes[number] >= fewest
    _, number = np.unique(number[full], return_inverse=True)
    rows = np.argsort(number, kind="stable")
    everybody = people_with(features[place[known][full][rows]])  # who comes often is there often
    return RealDays(everybody, Draw(number[rows], np.arange(len(rows))))
