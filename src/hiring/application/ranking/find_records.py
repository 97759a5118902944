"""The records that a list is made of, out of the raw tables."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from hiring.application.ports.exports import Decoder
from hiring.application.ports.tables import Table
from hiring.application.ranking.rank_request import (
    CANDIDATES,
    MOST_CANDIDATES,
    RawPerson,
    Record,
    code_of,
)
from hiring.domain.errors import CandidatesMissing, InvalidRanking, TableMissing, VagaMissing
from hiring.domain.features.profiles import vaga_says_nothing
from hiring.domain.labeling import Outcome, outcome_of
from hiring.domain.records import ApplicantRows, ProspectRows, VagaRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospects:
    """Who was put forward for a vaga.

    Args:
        codes: Each once, ascending.
        closed: Whether one of them was hired for it.
    """

    codes: tuple[int, ...]
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Candidates with their records.

    Args:
        codes: Each once, in no order that means anything.
        records: Of each.
        without_record: Prospects of whom none is stored.
    """

    codes: tuple[int, ...]
    records: tuple[Record, ...]
    without_record: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSubject:
    """What a list is made of.

    Args:
        name: Of the vaga: its code, or the digest of its record where it has none.
        vaga: Its record.
        vaga_codigo: Its code, if it has one.
        closed: Whether somebody was hired for it; None where nobody knows.
    """

    name: str
    vaga: Record
    vaga_codigo: int | None
    closed: bool | None
    people: People


@dataclass(frozen=True, slots=True, kw_only=True)
class FindRecords:
    """Look up a vaga, its prospects and candidates.

    Args:
        decoder: Of applicants, with the fields that lists and models read.
        vaga_decoder: The same of vagas.
    """

    vagas: Table[VagaRows]
    prospects: Table[ProspectRows]
    applicants: Table[ApplicantRows]
    decoder: Decoder
    vaga_decoder: Decoder

    def __call__(self, vaga: int | Record, candidates: Sequence[int | RawPerson] | None) -> ListSubject:
        """What is asked about.

        Args:
            vaga: Its code, or its record.
            candidates: None: all prospects of the vaga.

        Raises:
            VagaMissing: No record of the vaga is stored, or an empty one.
            CandidatesMissing: No record is stored of some candidates.
            InvalidRanking: The vaga has no prospects, or too many, and no candidates are named.
            TableMissing: Vagas or applicants were never stored.
        """
        code = vaga if isinstance(vaga, int) else None
        record = self.vaga(vaga) if isinstance(vaga, int) else vaga
        prospects = None if code is None else self.prospects_of(code)
        return ListSubject(
            name=_digest(record) if code is None else str(code),
            vaga=record,
            vaga_codigo=code,
            closed=None if prospects is None else prospects.closed,
            people=self.all_of(prospects) if candidates is None else self.named(candidates),
        )

    def vaga(self, code: int) -> Record:
        """Its raw record.

        Raises:
            VagaMissing: None is stored, or one that says nothing.
            TableMissing: None was ever.
        """
        for rows in self.vagas.having("vaga_codigo", np.array([code], np.int64)):
            [record] = self.vaga_decoder.records(rows.document)
            if vaga_says_nothing(record):
                raise VagaMissing(empty=True)
            return record
        raise VagaMissing

    def prospects_of(self, vaga: int) -> Prospects | None:
        """Who was put forward for it; None where no prospects were ever stored."""
        codes: set[int] = set()
        closed = False
        try:
            for rows in self.prospects.having("vaga_codigo", np.array([vaga], np.int64)):
                codes.update(rows.codigo_profissional.tolist())
                closed |= any(outcome_of(text)[0] is Outcome.HIRED for text in rows.situacao_candidado)
        except TableMissing:
            return None
        return Prospects(codes=tuple(sorted(codes)), closed=closed)

    def named(self, candidates: Sequence[int | RawPerson]) -> People:
        """The candidates of a request, in its order.

        Raises:
            CandidatesMissing: No record is stored of some.
        """
        stored = self._stored(one for one in candidates if isinstance(one, int))
        records = [stored.get(one) if isinstance(one, int) else one.record for one in candidates]
        if missing := [f"{CANDIDATES}.{place}" for place, record in enumerate(records) if record is None]:
            raise CandidatesMissing(missing)
        return People(
            codes=tuple(map(code_of, candidates)),
            records=tuple(record for record in records if record is not None),
        )

    def all_of(self, prospects: Prospects | None) -> People:
        """All prospects of a vaga.

        Raises:
            InvalidRanking: There are none, or too many.
            CandidatesMissing: No record is stored of any.
        """
        codes = () if prospects is None else prospects.codes
        if not 1 <= len(codes) <= MOST_CANDIDATES:
            number = "no prospects are stored" if not codes else f"more than {MOST_CANDIDATES:,} are stored"
            raise InvalidRanking([(CANDIDATES, f"{number} of this vaga: name candidates")])
        stored = self._stored(codes)
        if not stored:
            raise CandidatesMissing([CANDIDATES])
        return People(
            codes=tuple(stored),
            records=tuple(stored.values()),
            without_record=tuple(code for code in codes if code not in stored),
        )

    def _stored(self, codes: Iterable[int]) -> dict[int, Record]:
        wanted = np.array(list(codes), np.int64)
        found: dict[int, Record] = {}
        if len(wanted):
            for rows in self.applicants.having("codigo_profissional", wanted):
                records = self.decoder.records(rows.document)
                found.update(zip(rows.codigo_profissional.tolist(), records, strict=True))
        return found


def _digest(vaga: Record) -> str:
    """Of what the record says, however it is written."""
    return hashlib.sha256(json.dumps(vaga, sort_keys=True).encode()).hexdigest()
