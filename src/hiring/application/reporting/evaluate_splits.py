"""How the same settings do, whatever is left out of fitting: some vagas, some people, or what came later."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.application.dataset.read_gold import read_gold
from hiring.application.ports.models import Trainer
from hiring.application.ports.tables import GoldTable
from hiring.application.reporting.evaluate_model import seed_of
from hiring.application.training.out_of_fold import NewScores, RepeatedTraining, can_fit
from hiring.application.training.out_of_time import PAST
from hiring.domain.evaluation.metrics import Quality, quality_of
from hiring.domain.features import Profile
from hiring.domain.models import ModelVersion
from hiring.domain.records import Bools, Days, Floats, GoldRows, Ints
from hiring.domain.training.units import Unit, unit_of

WINDOWS: Final = 5
_HALF: Final = 6  # months


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitQuality:
    """Quality of all decided rows that a split leaves out of fitting.

    Args:
        split: What is left out: `by vaga`, `by person`, or the days from and to which.
        quality: Of the same settings, fitted on the others.
        without_people: The same without the columns for which a person's record is read; None where there
            would be none left.
    """

    split: str
    quality: Quality
    without_people: Quality | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitEvaluation:
    """All splits; nothing of it is kept, and nobody is drawn: every decided row counts.

    Args:
        grouped: Out of fold by vaga, and by person.
        years: Of the first of these, by year of `data_candidatura`.
        later: On the newest rows of units unseen before, fitted on all others: the last fifth.
        all_later: On all rows of that time, of units that were seen before too.
        windows: As `later`, of half-years, each fitted on all rows before it, oldest first.
        clean: Of `grouped` by vaga and of `later`, those rows that are in the profile's clean stratum.
    """

    grouped: tuple[SplitQuality, ...]
    years: tuple[SplitQuality, ...]
    later: SplitQuality | None
    all_later: SplitQuality | None
    windows: tuple[SplitQuality, ...]
    clean: tuple[SplitQuality, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateSplits:
    """Fit a version's settings anew for each split: some forty times."""

    gold: GoldTable
    trainer: Trainer

    def __call__(self, version: ModelVersion, profile: Profile) -> SplitEvaluation:
        """Evaluate.

        Raises:
            TableMissing: There is no gold table.
            TableOutdated: Other rules than this program's have built it.
        """
        gold, fitting = read_gold(self.gold, profile), version.card.training.fitting
        training = RepeatedTraining(
            trainer=self.trainer,
            profile=profile,
            seed=seed_of(version),
            trees=None if fitting is None else fitting.trees,
            blindly=set(profile.of_people) != set(profile.features),
        )
        splits = _Splits(gold=gold, training=training)
        by_vaga, by_person = (splits.out_of_fold(unit) for unit in (Unit.VAGA, Unit.PERSON))
        cut = _cut(gold.data_candidatura)
        last, all_later = splits.since(cut, None), splits.since(cut, None, seen_too=True)
        clean = None if profile.clean is None else profile.clean.rows(gold, profile.rules)
        return SplitEvaluation(
            grouped=_told([by_vaga, by_person], gold),
            years=_told(_by_year(by_vaga, gold.data_candidatura), gold),
            later=next(iter(_told([last], gold)), None),
            all_later=next(iter(_told([all_later], gold)), None),
            windows=_told([splits.since(*window) for window in _windows(gold.data_candidatura)], gold),
            clean=() if clean is None else _told([each.among(clean) for each in (by_vaga, last)], gold),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    """Rows of the gold table that a split left out, with their scores."""

    split: str
    rows: Ints
    scores: Floats
    blind: Floats | None

    def among(self, chosen: Bools) -> "_Scored":
        here = chosen[self.rows]
        return _Scored(
            split=self.split,
            rows=self.rows[here],
            scores=self.scores[here],
            blind=None if self.blind is None else self.blind[here],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Splits:
    gold: GoldRows
    training: RepeatedTraining

    def out_of_fold(self, unit: Unit) -> _Scored:
        found = self.training.score_out_of_fold(self.gold, unit)
        everything = np.arange(len(self.gold))
        return _scored(f"by {unit.value}", everything, found).among(found.known)

    def since(self, first: np.datetime64, end: np.datetime64 | None, *, seen_too: bool = False) -> _Scored:
        """Rows of units unseen before, or of all, from the first day on and before the end."""
        days, unit = self.gold.data_candidatura, unit_of(self.training.profile)
        known = np.flatnonzero(days < first)
        newer = np.flatnonzero(days >= first if end is None else (days >= first) & (days < end))
        past = self.gold.take(known)
        rows = newer if seen_too else newer[unit.unseen(self.gold.take(newer), past)]
        split = f"since {first}" if end is None else f"{first} to {end - np.timedelta64(1, 'D')}"
        split += f", {unit.plural} that were seen before too" if seen_too else ""
        if not len(rows) or not can_fit(past.target):
            nothing = np.zeros(0)
            return _Scored(split=split, rows=rows[:0], scores=nothing, blind=None)
        found = self.training.fit_and_score(past, self.gold.take(rows))
        return _scored(split, rows, found)


def _scored(split: str, rows: Ints, found: NewScores) -> _Scored:
    return _Scored(split=split, rows=rows, scores=found.scores, blind=found.blind)


def _told(found: Iterable[_Scored], gold: GoldRows) -> tuple[SplitQuality, ...]:
    """Of those that have rows."""
    return tuple(
        SplitQuality(
            split=each.split,
            quality=quality_of(each.scores, gold.target[each.rows] == 1),
            without_people=None
            if each.blind is None
            else quality_of(each.blind, gold.target[each.rows] == 1),
        )
        for each in found
        if len(each.rows)
    )


def _by_year(found: _Scored, days: Days) -> Iterator[_Scored]:
    years = days.astype("datetime64[Y]")
    for year in np.unique(years[~np.isnat(years)]):
        in_year = found.among(years == year)
        yield _Scored(split=str(year), rows=in_year.rows, scores=in_year.scores, blind=in_year.blind)


def _cut(days: Days) -> np.datetime64:
    """The first day of the last fifth; NaT, before which nothing is, without days."""
    known = np.sort(days[~np.isnat(days)])
    return np.datetime64(known[int(PAST * len(known))]) if len(known) else np.datetime64("NaT", "D")


def _windows(days: Days) -> list[tuple[np.datetime64, np.datetime64]]:
    """The last half-years of the calendar that have rows, first day and end, oldest first."""
    known = days[~np.isnat(days)]
    halves = np.unique(known.astype("datetime64[M]").astype(np.int64) // _HALF)[-WINDOWS:]
    return [
        tuple(np.datetime64(int(each * _HALF), "M").astype("datetime64[D]") for each in (half, half + 1))
        for half in halves
    ]
