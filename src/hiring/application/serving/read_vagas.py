"""Questions about people and a vaga become questions that a model can be asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from hiring.application.ports.clock import Clock
from hiring.application.ports.exports import Decoder
from hiring.application.ports.tables import Table
from hiring.application.serving.decide import ForVaga, PredictionRequest
from hiring.domain.errors import TableMissing, VagaMissing
from hiring.domain.features import Profile
from hiring.domain.features.pairs import pair_record
from hiring.domain.features.profiles import vaga_says_nothing
from hiring.domain.records import Floats, VagaRows

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class VagaRequest:
    """What was asked about a person and a vaga.

    Args:
        request_id: As `PredictionRequest` has it.
        codigo_profissional: Whom it is about, if the caller says.
        person: Their raw record, or the features of the pair in the order of the model's columns.
        vaga: Its code, by which its record is found, or its raw record.
        applied: The day on which the person was put forward; None: today, UTC.
        body: As `PredictionRequest` has it.
    """

    request_id: str
    codigo_profissional: int | None
    person: Record | Floats
    vaga: int | Record
    applied: date | None
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVagas:
    """Find the records of the vagas, and compute what people and vagas say of each other.

    Args:
        vagas: Their raw records.
        decoder: Of these, with the fields that the profile's rules read.
        clock: Says which day is today.
    """

    vagas: Table[VagaRows]
    decoder: Decoder
    clock: Clock

    def __call__(
        self, asked: Sequence[VagaRequest], profile: Profile
    ) -> list[PredictionRequest | VagaMissing]:
        """What each asks of a model of this profile, in order, or that nothing is stored of its vaga."""
        stored = self._stored(one.vaga for one in asked if isinstance(one.vaga, int))
        empty = {code for code, record in stored.items() if vaga_says_nothing(record)}
        told = {code: record for code, record in stored.items() if code not in empty}
        today = self.clock().date()
        found = [told.get(one.vaga) if isinstance(one.vaga, int) else one.vaga for one in asked]
        pairs = [
            pair_record(one.person, vaga, np.datetime64(one.applied or today, "D"))
            for one, vaga in zip(asked, found, strict=True)
            if vaga is not None and isinstance(one.person, Mapping)
        ]
        computed = iter(profile.features_of(pairs))
        return [
            VagaMissing(empty=one.vaga in empty)
            if vaga is None
            else PredictionRequest(
                request_id=one.request_id,
                codigo_profissional=one.codigo_profissional,
                features=next(computed) if isinstance(one.person, Mapping) else one.person,
                body=one.body,
                vaga=ForVaga(
                    codigo=one.vaga if isinstance(one.vaga, int) else None, applied=one.applied or today
                ),
            )
            for one, vaga in zip(asked, found, strict=True)
        ]

    def _stored(self, codes: Iterable[int]) -> dict[int, Record]:
        wanted = np.array(sorted(set(codes)), np.int64)
        found: dict[int, Record] = {}
        if len(wanted):
            try:
                for rows in self.vagas.having("vaga_codigo", wanted):
                    records = self.decoder.records(rows.document)
                    found.update(zip(rows.vaga_codigo.tolist(), records, strict=True))
            except TableMissing:  # no record of any vaga was ever stored
                return {}
        return found
