"""The rules of the gold table: which decided row of a person in a vaga counts, and what it is joined to."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.domain.errors import NothingKept
from hiring.domain.features.pairs import pair_record
from hiring.domain.features.profile import Profile
from hiring.domain.labeling import label_fingerprint
from hiring.domain.records import FeatureRows, GoldRows, Ints, LabelRows, TableName

__all__ = ["GoldCounts", "deciding_rows", "encode_gold", "gold_fingerprint", "join_gold", "join_pairs"]

VERSION: Final = "1"
"""Raised when the join changes: which row counts, and what it is joined to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldCounts:
    """labelled = gold + superseded + applicant_unknown + vaga_unknown; the last only for pairs."""

    labelled: int
    gold: int
    superseded: int
    applicant_unknown: int
    vaga_unknown: int = 0

    def __add__(self, other: "GoldCounts") -> "GoldCounts":
        """Of two joins, about different people, together."""
        return GoldCounts(
            labelled=self.labelled + other.labelled,
            gold=self.gold + other.gold,
            superseded=self.superseded + other.superseded,
            applicant_unknown=self.applicant_unknown + other.applicant_unknown,
            vaga_unknown=self.vaga_unknown + other.vaga_unknown,
        )

    def require_rows(self, labels: TableName) -> None:
        """Refuse to replace a table with an empty one.

        Raises:
            NothingKept: The join has no rows.
        """
        if not self.gold:
            reasons = {"superseded": self.superseded, "of an unknown applicant": self.applicant_unknown}
            if self.vaga_unknown:
                reasons["of an unknown vaga"] = self.vaga_unknown
            raise NothingKept(labels, read=self.labelled, reasons=reasons)


def deciding_rows(labels: LabelRows) -> Ints:
    """Indices of the rows that count, ordered by person, then vaga.

    For each (vaga, person), that is the row with the latest `ultima_atualizacao`. Unknown days come before
    all others; of equal days, the one later in the export counts.

    >>> labels = LabelRows(
    ...     vaga_codigo=np.array([7, 7]),
    ...     codigo_profissional=np.array([31001, 31001]),
    ...     position=np.array([1, 2]),
    ...     data_candidatura=np.array(["2024-01-02", "2024-01-02"], "datetime64[D]"),
    ...     ultima_atualizacao=np.array(["2024-02-01", "2024-01-15"], "datetime64[D]"),
    ...     status_label=["Aprovado", "Desistiu"],
    ...     target=np.array([1, 0]),
    ... )
    >>> deciding_rows(labels)  # the first one was changed later
    array([0])
    """
    days = labels.ultima_atualizacao.astype("datetime64[D]").astype(np.int64)  # NaT is the smallest integer
    order = np.lexsort((labels.position, days, labels.vaga_codigo, labels.codigo_profissional))
    person, vaga = labels.codigo_profissional[order], labels.vaga_codigo[order]
    last = np.ones(len(order), np.bool_)
    last[:-1] = (person[1:] != person[:-1]) | (vaga[1:] != vaga[:-1])
    return order[last]


def join_gold(labels: LabelRows, features: Iterable[FeatureRows], width: int) -> tuple[GoldRows, GoldCounts]:
    """Join each standing label with its applicant's features.

    >>> labels = LabelRows(
    ...     vaga_codigo=np.array([7, 7]),
    ...     codigo_profissional=np.array([31001, 31001]),
    ...     position=np.array([1, 2]),
    ...     data_candidatura=np.array(["2024-01-02", "2024-01-02"], "datetime64[D]"),
    ...     ultima_atualizacao=np.array(["2024-02-01", "2024-01-15"], "datetime64[D]"),
    ...     status_label=["Aprovado", "Desistiu"],
    ...     target=np.array([1, 0]),
    ... )
    >>> features = [FeatureRows(codigo_profissional=np.array([31001]), features=np.array([[1.0, 0.0]]))]
    >>> gold, counts = join_gold(labels, features, width=2)
    >>> gold.target, gold.features
    (array([1]), array([[1., 0.]]))
    >>> counts
    GoldCounts(labelled=2, gold=1, superseded=1, applicant_unknown=0, vaga_unknown=0)

    Args:
        labels: All decided prospects.
        features: The feature table, in chunks; a person is in it at most once.
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


def join_pairs(
    labels: LabelRows,
    people: Iterable[Mapping[int, Mapping[str, object]]],
    vagas: Mapping[int, Mapping[str, object]],
    profile: Profile,
) -> tuple[GoldRows, GoldCounts]:
    """Join each standing label with the features of its person, its vaga and both.

    >>> labels = LabelRows(
    ...     vaga_codigo=np.array([7, 7]),
    ...     codigo_profissional=np.array([31001, 31001]),
    ...     position=np.array([1, 2]),
    ...     data_candidatura=np.array(["2024-01-02", "2024-01-02"], "datetime64[D]"),
    ...     ultima_atualizacao=np.array(["2024-02-01", "2024-01-15"], "datetime64[D]"),
    ...     status_label=["Aprovado", "Desistiu"],
    ...     target=np.array([1, 0]),
    ... )
    >>> from hiring.domain.features.profiles import CANDIDATE
    >>> people, vagas = [{31001: {"cv_pt": "Relatórios de KPIs"}}], {7: {}}
    >>> gold, counts = join_pairs(labels, people, vagas, CANDIDATE)
    >>> gold.vaga_codigo, gold.features[:, CANDIDATE.features.index("cv_kpi")], counts.vaga_unknown
    (array([7]), array([1.]), 0)

    Args:
        labels: All decided prospects.
        people: Records of applicants by code, in chunks; a person is in them at most once.
        vagas: Records of vagas by code.
        profile: With views of what is joined.
    """
    kept = labels.take(deciding_rows(labels))
    vaga_known = np.isin(kept.vaga_codigo, list(vagas))
    person_known = np.zeros(len(kept), np.bool_)
    numbers = np.empty((len(kept), len(profile.rules) - len(profile.texts)))
    texts = np.empty((len(kept), len(profile.texts)), np.object_)
    for records in people:
        here = np.isin(kept.codigo_profissional, list(records))
        person_known |= here
        places = np.flatnonzero(here & vaga_known)
        pairs = [
            pair_record(records[person], vagas[vaga], applied)
            for person, vaga, applied in zip(
                kept.codigo_profissional[places].tolist(),
                kept.vaga_codigo[places].tolist(),
                kept.data_candidatura[places],
                strict=True,
            )
        ]
        numbers[places], texts[places] = profile.inputs_of(pairs)
    known = np.flatnonzero(person_known & vaga_known)
    rows = kept.take(known)
    gold = GoldRows(
        codigo_profissional=rows.codigo_profissional,
        vaga_codigo=rows.vaga_codigo,
        data_candidatura=rows.data_candidatura,
        features=numbers[known],
        status_label=rows.status_label,
        target=rows.target,
        texts=texts[known],
    )
    return gold, GoldCounts(
        labelled=len(labels),
        gold=len(gold),
        superseded=len(labels) - len(kept),
        applicant_unknown=int((~person_known).sum()),
        vaga_unknown=int((person_known & ~vaga_known).sum()),
    )


def encode_gold(rows: GoldRows, profile: Profile) -> GoldRows:
    """The rows with all features as numbers, as a model with this profile sees them.

    >>> from hiring.domain.features.profiles import CANDIDATE
    >>> encode_gold(GoldRows.none(46), CANDIDATE).features.shape
    (0, 46)
    """
    return rows.with_features(profile.encode(rows.features, rows.texts))


def gold_fingerprint(profile: Profile) -> str:
    """SHA-256 of the rules of features, of labels and of the join: equal fingerprints mean equal gold tables.

    >>> from hiring.domain.features.profiles import CANDIDATE
    >>> gold_fingerprint(CANDIDATE) == CANDIDATE.fingerprint()
    False
    """
    rules = (VERSION, label_fingerprint(), profile.fingerprint())
    return hashlib.sha256("\n".join(rules).encode()).hexdigest()
