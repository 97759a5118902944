"""A person put forward for a vaga, as one record that the rules of all views can read.

There are fewer people and fewer vagas than pairs of them, and both have long texts. So what a rule asks of
one of the two is asked once of each person and each vaga, and spread over their pairs.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, cast

import numpy as np
import numpy.typing as npt

from hiring.domain.contract import SECTIONS, VAGA_SECTIONS
from hiring.domain.features.record_batch import Paths, RecordBatch, T
from hiring.domain.features.text import Keyword

__all__ = ["BLOCK", "PairBatch", "PairRecord", "Side", "pair_record", "people_of", "vagas_of"]

BLOCK: Final = 512
"""Records worked on at once: enough to spread the cost of a rule, few enough for the cache."""


class PairRecord(dict[str, object]):
    """All sections of a pair, and the two records that they are from."""

    __slots__ = ("applicant", "vaga")

    applicant: Mapping[str, object]
    vaga: Mapping[str, object]


def pair_record(
    applicant: Mapping[str, object], vaga: Mapping[str, object], applied: np.datetime64
) -> PairRecord:
    """Both records side by side (no two sections share a name), and the day as exports write it.

    >>> vaga, person = {"informacoes_basicas": {"titulo_vaga": "Analista"}}, {"cv_pt": "SAP"}
    >>> pair_record(person, vaga, np.datetime64("2024-03-05"))["prospect"]
    {'data_candidatura': '05-03-2024'}

    Args:
        applicant: As `applicants.json` has it.
        vaga: As `vagas.json` has it.
        applied: The day on which the person was put forward; NaT for unknown.
    """
    prospect = {} if np.isnat(applied) else {"data_candidatura": f"{applied.item():%d-%m-%Y}"}
    pair = PairRecord({**vaga, **applicant, "prospect": prospect})
    pair.applicant, pair.vaga = applicant, vaga
    return pair


class Side:
    """The people, or the vagas, of some pairs: each record once.

    Args:
        records: Of each pair; the same object stands for the same person or vaga.
    """

    def __init__(self, records: Sequence[Mapping[str, object]]) -> None:
        places: dict[int, int] = {}
        self.back = np.array([places.setdefault(id(each), len(places)) for each in records], np.int64)
        """Place in `records` of each pair's record."""
        firsts = np.unique(self.back, return_index=True)[1]
        self.records = [records[first] for first in firsts.tolist()]

    def spread(self, compute: Callable[[RecordBatch], Sequence[T]]) -> list[T]:
        """What `compute` gives for a batch of records, for each pair."""
        found = [value for batch in self._batches() for value in compute(batch)]
        return [found[place] for place in self.back.tolist()]

    def spread_flags(self, compute: Callable[[RecordBatch], npt.NDArray[np.bool_]]) -> npt.NDArray[np.bool_]:
        """The same of flags."""
        found = [np.zeros(0, np.bool_), *(compute(batch) for batch in self._batches())]
        return np.concatenate(found)[self.back]

    def _batches(self) -> list[RecordBatch]:
        starts = range(0, len(self.records), BLOCK)
        return [RecordBatch(self.records[start : start + BLOCK]) for start in starts]


def people_of(pairs: Sequence[Mapping[str, object]]) -> Side:
    """Their people.

    >>> ana, vaga = {"cv_pt": "SAP"}, {"informacoes_basicas": {}}
    >>> pairs = [pair_record(ana, each, np.datetime64("2024-03-05")) for each in (vaga, {})]
    >>> people_of(pairs).records, vagas_of(pairs).back
    ([{'cv_pt': 'SAP'}], array([0, 1]))
    """
    return Side([pair.applicant if isinstance(pair, PairRecord) else pair for pair in pairs])


def vagas_of(pairs: Sequence[Mapping[str, object]]) -> Side:
    """Their vagas.

    >>> vagas_of([pair_record({}, {"perfil_vaga": {}}, np.datetime64("NaT"))]).records
    [{'perfil_vaga': {}}]
    """
    return Side([pair.vaga if isinstance(pair, PairRecord) else pair for pair in pairs])


class PairBatch(RecordBatch):
    """Pairs as columns of text; a column of one side is read from that side.

    Args:
        pairs: As `pair_record` makes them.
        people: Theirs.
        vagas: Theirs.
    """

    def __init__(self, pairs: Sequence[Mapping[str, object]], people: Side, vagas: Side) -> None:
        super().__init__(pairs)
        self._side_of = dict.fromkeys(SECTIONS, people) | dict.fromkeys(VAGA_SECTIONS, vagas)

    def texts(self, path: str) -> list[str]:
        side = self._side((path,))
        if side is None:
            return super().texts(path)
        return self._once(path, lambda: side.spread(lambda batch: batch.texts(path)))

    def mentions(self, keywords: Sequence[Keyword], paths: Paths) -> npt.NDArray[np.bool_]:
        side = self._side(paths)
        if side is None:
            return super().mentions(keywords, paths)
        return self._once(
            (keywords, paths), lambda: side.spread_flags(lambda batch: batch.mentions(keywords, paths))
        )

    def each(self, compute: Callable[[str], T], paths: Paths) -> list[T]:
        side = self._side(paths)
        if side is None:
            return super().each(compute, paths)
        return self._once(
            (compute, paths),
            lambda: side.spread(lambda batch: cast("Sequence[T]", batch.each(compute, paths))),
        )

    def _side(self, paths: Paths) -> Side | None:
        """Of all these fields; None if they are not of one side."""
        sides = {id(side): side for side in (self._side_of.get(path.partition(".")[0]) for path in paths)}
        return next(iter(sides.values())) if len(sides) == 1 else None
