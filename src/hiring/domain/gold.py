"""The rules of the gold table: which decided row of a person in a vaga counts, and what it is joined with."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hiring.domain.errors import NothingKept
from hiring.domain.records import FeatureRows, GoldRows, Ints, LabelRows, TableName

__all__ = ["GoldCounts", "deciding_rows", "join_gold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldCounts:
    """labelled = gold + superseded + applicant_unknown."""

    labelled: int
    gold: int
    superseded: int
    applicant_unknown: int

    def require_rows(self, labels: TableName) -> None:
        """Refuse to let an empty table take the place of another.

        Raises:
            NothingKept: The join has no rows.
        """
        if not self.gold:
            reasons = {"superseded": self.superseded, "of an unknown applicant": self.applicant_unknown}
            raise NothingKept(labels, read=self.labelled, reasons=reasons)


def deciding_rows(labels: LabelRows) -> Ints:
    """Indices of the rows that count, ordered by person, then vaga.

    Of each (vaga, person) that is the row with the latest `ultima_atualizacao`. Unknown days come before all
    others; of equal days the one that stands later in the export counts.
    """
    days = labels.ultima_atualizacao.astype("datetime64[D]").astype(np.int64)  # NaT is the smallest integer
    order = np.lexsort((labels.position, days, labels.vaga_codigo, labels.codigo_profissional))
    person, vaga = labels.codigo_profissional[order], labels.vaga_codigo[order]
    last = np.ones(len(order), np.bool_)
    last[:-1] = (person[1:] != person[:-1]) | (vaga[1:] != vaga[:-1])
    return order[last]


def join_gold(labels: LabelRows, features: Iterable[FeatureRows], width: int) -> tuple[GoldRows, GoldCounts]:
    """Each standing label with its applicant's features.

    Args:
        labels: All decided prospects.
        features: The feature table, in chunks; a person stands in it at most once.
        width: Number of features.
    """
    kept = labels.take(deciding_rows(labels))
    values = np.full((len(kept), width), np.nan)
    known = np.zeros(len(kept), np.bool_)
    for chunk in filter(len, features):
        order = np.argsort(chunk.codigo_profissional, kind="stable")
        people = chunk.codigo_profissional[order]
        place = np.minimum(np.searchsorted(people, kept.codigo_profissional), len(people) - 1)
        here = people[place] == kept.codigo_profissional
        values[here] = chunk.features[order[place[here]]]
        known |= here
    rows = kept.take(np.flatnonzero(known))
    gold = GoldRows(
        codigo_profissional=rows.codigo_profissional,
        vaga_codigo=rows.vaga_codigo,
        data_candidatura=rows.data_candidatura,
        features=values[known],
        status_label=rows.status_label,
        target=rows.target,
    )
    return gold, GoldCounts(
        labelled=len(labels),
        gold=len(gold),
        superseded=len(labels) - len(kept),
        applicant_unknown=len(kept) - len(gold),
    )
