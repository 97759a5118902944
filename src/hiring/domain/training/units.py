"""What rows have in common where one says something about the other: they share a part and a fold.

A person's rows are not independent of each other, nor are the rows of one vaga, whose outcome depends on the
vaga more than on the person.
"""

from enum import StrEnum

import numpy as np

from hiring.domain.features.profile import Profile
from hiring.domain.records import Bools, GoldRows, Ints
from hiring.domain.training.partition import Part, Partition, folds_of, one_row_each

__all__ = ["Unit", "unit_of"]


class Unit(StrEnum):
    """Of what there are parts, folds and one judged row each; every split of a profile's rows is by it."""

    PERSON = "person"
    """Of features that are about people alone."""
    VAGA = "vaga"
    """Of features that are about a vaga too: what is known of a vaga is known of all its rows."""

    @property
    def plural(self) -> str:
        """How several are called.

        >>> Unit.PERSON.plural, Unit.VAGA.plural
        ('people', 'vagas')
        """
        return "people" if self is Unit.PERSON else "vagas"

    def count_of(self, number: int, *, other: bool = False) -> str:
        """How many there are, in words.

        >>> Unit.PERSON.count_of(1), Unit.PERSON.count_of(2_000), Unit.VAGA.count_of(1, other=True)
        ('1 person', '2,000 people', '1 other vaga')

        Args:
            number: Of them.
            other: Whether they are others than those that something else was said of.
        """
        noun = self.value if number == 1 else self.plural
        return f"{number:,} {'other ' if other else ''}{noun}"

    def keys(self, rows: GoldRows) -> Ints:
        """The unit of each row, shape (n,).

        >>> Unit.VAGA.keys(GoldRows.none(46)).shape
        (0,)
        """
        return rows.codigo_profissional if self is Unit.PERSON else rows.vaga_codigo

    def parts(self, rows: GoldRows, salt: str) -> Ints:
        """The `Part` of each row, shape (n,): a function of the salt and the unit alone.

        >>> Unit.VAGA.parts(GoldRows.none(46), "salt").tolist()
        []
        """
        return Partition(salt).parts(self.keys(rows))

    def folds(self, rows: GoldRows, *, folds: int, seed: int) -> Ints:
        """The fold of each row, shape (n,); see `folds_of`.

        >>> Unit.VAGA.folds(GoldRows.none(46), folds=5, seed=1).tolist()
        []
        """
        return folds_of(self.keys(rows), rows.target == 1, folds=folds, seed=seed)

    def one_row_each(self, rows: GoldRows, seed: int) -> GoldRows:
        """One row of each unit, drawn by the seed.

        >>> len(Unit.VAGA.one_row_each(GoldRows.none(46), seed=1))
        0
        """
        return rows.take(one_row_each(self.keys(rows), seed))

    def unknown(self, rows: GoldRows, parts: Ints, part: Part) -> GoldRows:
        """All rows of a part but those of people whom the model has seen; see `known`.

        >>> len(Unit.VAGA.unknown(GoldRows.none(46), np.empty(0, np.int64), Part.TEST))
        0
        """
        return rows.take(np.flatnonzero((parts == part) & ~self.known(rows, parts)))

    def judged(self, rows: GoldRows, parts: Ints, part: Part, seed: int) -> GoldRows:
        """The rows by which a part judges a model that was fitted and calibrated on other parts.

        One row of each unit, and nothing of people whom the model has seen: where the unit is the vaga, rows
        of people who are in the fit or the calibrate part too are left out before the draw.

        >>> len(Unit.VAGA.judged(GoldRows.none(46), np.empty(0, np.int64), Part.TEST, seed=1))
        0

        Args:
            rows: Of the gold table.
            parts: Of the same rows.
            part: Of which one draws.
            seed: Of the draw.
        """
        return self.one_row_each(self.unknown(rows, parts, part), seed)

    def known(self, rows: GoldRows, parts: Ints) -> Bools:
        """Rows of the threshold and the test part whose person is in one of the other two.

        >>> Unit.PERSON.known(GoldRows.none(46), np.empty(0, np.int64)).tolist()  # a person has one part
        []
        """
        if self is Unit.PERSON:
            return np.zeros(len(rows), np.bool_)
        seen = np.isin(parts, (Part.FIT, Part.CALIBRATE))
        return ~seen & np.isin(rows.codigo_profissional, rows.codigo_profissional[seen])

    def unseen(self, later: GoldRows, past: GoldRows) -> Bools:
        """The later rows of units that the past has no row of, shape (n,).

        >>> Unit.VAGA.unseen(GoldRows.none(46), GoldRows.none(46)).tolist()
        []
        """
        return ~np.isin(self.keys(later), self.keys(past))


def unit_of(profile: Profile) -> Unit:
    """Of a profile's rows: the vaga where features are about one, otherwise the person.

    >>> from hiring.domain.features.profiles import CANDIDATE
    >>> unit_of(CANDIDATE)
    <Unit.PERSON: 'person'>
    """
    return Unit.VAGA if profile.reads_vagas else Unit.PERSON
