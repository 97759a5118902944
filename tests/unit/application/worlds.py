"""Small worlds for use cases: exports that are given, and gold with a known truth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

import numpy as np

from hiring.application.ports.exports import Export, ExportChunk, ExportInParts
from hiring.application.ports.store import Store
from hiring.application.ports.tables import GoldTable
from hiring.domain.errors import ExportTruncated
from hiring.domain.features import CANDIDATE
from hiring.domain.records import Bools, FeatureRows, Floats, LabelRows, Rows, TableName

R = TypeVar("R", bound=Rows)

LEAK = CANDIDATE.features.index("cv_protheus")
MARKS = [CANDIDATE.features.index(name) for name in ("cv_protheus", "cv_navision", "cv_kpi", "cv_sap")]
SALARY = CANDIDATE.features.index("salario_valor")


class InOnePart(ExportInParts):
    """What an export that is given says of itself."""

    @property
    def name(self) -> str:
        return "given.json"

    @property
    def mark(self) -> str:
        return "whole"

    @property
    def size(self) -> None:
        return None

    @property
    def state(self) -> None:
        return None

    def files(self) -> list[Self]:
        return [self]

    def parts(self) -> list[Self]:
        return [self]

    def joined(self, following: Self) -> Self:
        return following


@dataclass(frozen=True)
class GivenExport(InOnePart, Export[R], Generic[R]):
    """An export whose chunks are given; `breaks` ends it like a file that is cut off."""

    given: Sequence[ExportChunk[R]]
    breaks: bool = False

    def chunks(self, size: int) -> Iterator[ExportChunk[R]]:
        del size
        yield from self.given
        if self.breaks:
            raise ExportTruncated(self.name, at=7, last_key="3")


def mark_segment(features: Floats, rng: np.random.Generator) -> None:
    """One person in four has one of four marks, so that no mark alone looks like a leak."""
    people = len(features)
    features[:, MARKS] = 0.0
    chosen = np.flatnonzero(rng.random(people) < 0.25)
    features[chosen, rng.choice(MARKS, len(chosen))] = 1.0


def in_segment(features: Floats) -> Bools:
    """Who has a mark."""
    return np.asarray(features[:, MARKS].any(axis=1))


def gold_where_a_segment_is_hired(
    store: Store,
    people: int,
    *,
    chance: float,
    seed: int = 1,
    first_day: str | None = None,
    later: float | None = None,
    others: float = 0.15,
    leak: bool = False,
) -> GoldTable:
    """Gold in which one person in four is of a segment that is hired with this chance, and the `others`.

    All rows are of one day, or, from `first_day` on, four of each. Of the last fifth of the people, the
    segment is hired with the chance `later`. With `leak`, one feature tells nearly all outcomes.
    """
    rng = np.random.default_rng(seed)
    codes = np.arange(people)
    features = (rng.random((people, len(CANDIDATE.features))) < 0.3).astype(np.float64)
    features[:, SALARY] = np.where(rng.random(people) < 0.5, np.nan, 3_000.0)
    mark_segment(features, rng)
    chances = np.where(codes < 0.8 * people, chance, chance if later is None else later)
    hired = rng.random(people) < np.where(in_segment(features), chances, others)
    if leak:
        features[:, LEAK] = hired ^ (rng.random(people) < 0.05)
    labels = LabelRows(
        vaga_codigo=codes + 1,
        codigo_profissional=codes,
        position=codes + 1,
        data_candidatura=np.full(people, "2021-03-01", "datetime64[D]")
        if first_day is None
        else np.datetime64(first_day, "D") + codes // 4,
        ultima_atualizacao=np.full(people, "2021-03-05", "datetime64[D]"),
        status_label=["Aprovado" if one else "Recusado" for one in hired],
        target=hired.astype(np.int64),
    )
    gold = store.gold(TableName("gold_applicants"), CANDIDATE)
    with store.labels(TableName("prospects_labels")).replacing() as writer:
        writer.write(labels)
    with store.features(TableName("applicants_feat"), CANDIDATE).replacing() as writer:
        writer.write(FeatureRows(codigo_profissional=codes, features=features))
    gold.build(TableName("prospects_labels"), TableName("applicants_feat"))
    return gold
