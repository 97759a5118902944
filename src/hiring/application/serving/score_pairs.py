"""Whoever was put forward for a vaga, as exports have it, becomes an answer."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from typing import Final

import numpy as np

from hiring.application.dataset.in_parts.by_name import SentByName
from hiring.application.dataset.in_parts.exports import read_in_parts
from hiring.application.ports.exports import ApplicantsExport, Decoder, Export, ExportChunk
from hiring.application.ports.parallel import Parallel
from hiring.application.ports.progress import Progress
from hiring.application.serving.decide import Decide, ForVaga, PredictionRequest
from hiring.application.serving.pair_exports import (
    HeldProspects,
    Record,
    features_of_pairs,
    hold_prospects,
    hold_vagas,
    split_empty,
)
from hiring.application.serving.run_ids import RunIds
from hiring.domain.decisions import Decision
from hiring.domain.errors import NothingKept
from hiring.domain.features import Profile
from hiring.domain.models import ModelVersion
from hiring.domain.records import Floats, PersonRows, ProspectRows, Reject, VagaRows

NO_VAGA: Final = "vaga without a record"
EMPTY_VAGA: Final = "vaga whose record is empty"
NO_APPLICANT: Final = "applicant without a record"
REPEATED: Final = "pair that was met before"
REJECTED: Final = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPairs:
    """Some answers, in the order of the applicants' export, and what was not scored.

    Args:
        decisions: One a pair.
        rejects: Records that were set aside, of whichever export.
        unscored: How many prospects cannot be scored, by reason.
        rejected: How many of the rejects are prospects, or vagas with all of theirs.
    """

    decisions: Sequence[Decision] = ()
    rejects: Sequence[Reject] = ()
    unscored: Mapping[str, int] = field(default_factory=dict)
    rejected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePairs:
    """Stream the answers about every prospect whose applicant and vaga have records; each is logged.

    Held in memory are codes and days of prospects, and their vagas as far as rules read them; applicants are
    streamed. Records become features where `parallel` has applicants read, and each process there holds the
    same; scores and rows are made here, in file order.

    Args:
        decoder: Of applicants and vagas, with the fields that the rules read.
    """

    applicants: ApplicantsExport
    prospects: Export[ProspectRows]
    vagas: Export[VagaRows]
    decoder: Decoder
    parallel: Parallel
    decide: Decide[list[Decision]]
    progress: Progress

    @property
    def source(self) -> str:
        """The exports, as faults name them."""
        return f"{self.applicants.name}, {self.prospects.name} and {self.vagas.name}"

    @property
    def version(self) -> ModelVersion:
        """Which model answers."""
        return self.decide.scorer.version

    def __call__(
        self, profile: Profile, *, chunk_size: int, request_id_of: RunIds, reasons: int = 0
    ) -> Iterator[ScoredPairs]:
        """Answers, chunk by chunk, with as many reasons each at most.

        Raises:
            ExportFault: A file as a whole is faulty; answers that were given stay given and logged.
            NothingKept: No prospect can be scored.
            DecisionConflict: The run was about other files, or a record has changed since.
            PartFailed, WorkersUnavailable, WorkersDiffer: As `Parallel.map` does.
        """
        held, rejects = hold_prospects(self.prospects)
        found, of_vagas = hold_vagas(self.vagas, self.decoder, held.vagas)
        vagas, empty = split_empty(found)
        yield ScoredPairs(rejects=[*rejects, *of_vagas], rejected=len(rejects))
        with_vaga = np.isin(held.vagas, np.fromiter(vagas, np.int64, len(vagas)))
        pairs = held.take(with_vaga)
        with_person = np.zeros(len(pairs), np.bool_)
        work = PairsOfPart(
            profile=SentByName(profile),
            decoder=self.decoder,
            chunk_size=chunk_size,
            pairs=pairs,
            vagas=vagas,
        )
        with self.progress.step("predict") as advance:
            for chunk in read_in_parts(self.applicants, work, self.parallel):
                places = pairs.places_of(chunk.rows.codigo_profissional)
                with_person[places] = True
                questions = _questions(pairs.take(places), chunk.rows, request_id_of)
                yield ScoredPairs(decisions=self.decide(questions, reasons=reasons), rejects=chunk.rejects)
                advance(chunk.read)
        of_empty = np.isin(held.vagas, empty)
        unscored = Counter(
            {
                NO_VAGA: int((~with_vaga & ~of_empty).sum()),
                EMPTY_VAGA: int(of_empty.sum()),
                NO_APPLICANT: int((~with_person).sum()),
                REPEATED: held.repeated,
            }
        )
        if not with_person.any():
            raise NothingKept(
                self.prospects.name,
                read=len(held) + held.repeated + len(rejects),
                reasons={**+unscored, REJECTED: len(rejects)},
            )
        yield ScoredPairs(unscored=+unscored)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRows(PersonRows):
    """People, each with what is asked about their pairs.

    Args:
        features: Of each person's pairs, in the order that they are held in; shape (pairs, columns).
        body: SHA-256 of each record as the export has it.
    """

    features: list[Floats]
    body: list[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairsOfPart:
    """What a worker does with a part: records become what the model is asked about pairs."""

    profile: SentByName
    decoder: Decoder
    chunk_size: int
    pairs: HeldProspects
    vagas: Mapping[int, Record]

    def __call__(self, part: ApplicantsExport) -> Iterator[ExportChunk[PairRows]]:
        for chunk in part.chunks(self.chunk_size):
            people = chunk.rows
            pairs = self.pairs.take(self.pairs.places_of(people.codigo_profissional))
            features = features_of_pairs(self.profile.profile, pairs, people, self.vagas, self.decoder)
            counts = self.pairs.counts_of(people.codigo_profissional)
            ends = np.cumsum(counts)
            rows = PairRows(
                codigo_profissional=people.codigo_profissional,
                features=[features[slice(*both)] for both in zip(ends - counts, ends, strict=True)],
                body=[sha256(document).digest() for document in people.document],
            )
            yield ExportChunk(read=chunk.read, rows=rows, rejects=chunk.rejects, spelt=chunk.spelt)


def _questions(pairs: HeldProspects, people: PairRows, request_id_of: RunIds) -> list[PredictionRequest]:
    body_of = dict(zip(people.codigo_profissional.tolist(), people.body, strict=True))
    features = chain.from_iterable(people.features)
    asked = zip(pairs.people.tolist(), pairs.vagas.tolist(), pairs.days.tolist(), features, strict=True)
    return [
        PredictionRequest(
            request_id=request_id_of(person, vaga),
            codigo_profissional=person,
            features=row,
            body=b"%d %b %b" % (vaga, str(day).encode(), body_of[person]),
            vaga=ForVaga(codigo=vaga, applied=day),
        )
        for person, vaga, day, row in asked
    ]
