"""The applicants of an export become answers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from hiring.application.dataset.in_parts.by_name import SentByName
from hiring.application.dataset.in_parts.exports import read_in_parts
from hiring.application.ports.exports import ApplicantsExport, Decoder, ExportChunk
from hiring.application.ports.parallel import Parallel
from hiring.application.ports.progress import Progress
from hiring.application.serving.decide import Decide, PredictionRequest
from hiring.application.serving.run_ids import RunIds
from hiring.domain.decisions import Decision
from hiring.domain.errors import NothingKept
from hiring.domain.features import Profile
from hiring.domain.models import ModelVersion
from hiring.domain.records import Floats, PersonRows, Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredChunk:
    """The answers about some applicants, in file order, and the records that were set aside."""

    decisions: Sequence[Decision]
    rejects: Sequence[Reject]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRows(PersonRows):
    """What is asked about applicants.

    Args:
        features: Shape (n, columns), in the order of the model's.
        body: SHA-256 of each record as the export has it.
    """

    features: Floats
    body: list[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreApplicants:
    """Stream the answers about every sound applicant of an export; each is logged like any other answer.

    Records become features where `parallel` has them read; scores and rows are made here, in file order.
    """

    export: ApplicantsExport
    decoder: Decoder
    parallel: Parallel
    decide: Decide[list[Decision]]
    progress: Progress

    @property
    def source(self) -> str:
        """The export, as faults name it."""
        return self.export.name

    @property
    def version(self) -> ModelVersion:
        """Which model answers."""
        return self.decide.scorer.version

    def __call__(
        self, profile: Profile, *, chunk_size: int, request_id_of: RunIds, reasons: int = 0
    ) -> Iterator[ScoredChunk]:
        """Answers, chunk by chunk, with as many reasons each at most.

        Raises:
            ExportFault: The file as a whole is faulty; answers that were given stay given and logged.
            NothingKept: There are no applicants, or all have faults.
            DecisionConflict: The run was about another file, or a record has changed since.
            PartFailed, WorkersUnavailable, WorkersDiffer: As `Parallel.map` does.
        """
        scored = 0
        rejected: Counter[str] = Counter()
        work = QuestionsOfPart(profile=SentByName(profile), decoder=self.decoder, chunk_size=chunk_size)
        with self.progress.step("predict") as advance:
            for chunk in read_in_parts(self.export, work, self.parallel):
                scored += len(chunk.rows)
                rejected.update(reject.reason for reject in chunk.rejects)
                asked = zip(
                    chunk.rows.codigo_profissional.tolist(), chunk.rows.features, chunk.rows.body, strict=True
                )
                questions = [
                    PredictionRequest(
                        request_id=request_id_of(code), codigo_profissional=code, features=row, body=body
                    )
                    for code, row, body in asked
                ]
                yield ScoredChunk(decisions=self.decide(questions, reasons=reasons), rejects=chunk.rejects)
                advance(chunk.read)
        if not scored:
            raise NothingKept(self.export.name, read=rejected.total(), reasons=rejected)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsOfPart:
    """What a worker does with a part: records become what the model is asked."""

    profile: SentByName
    decoder: Decoder
    chunk_size: int

    def __call__(self, part: ApplicantsExport) -> Iterator[ExportChunk[QuestionRows]]:
        for chunk in part.chunks(self.chunk_size):
            rows = QuestionRows(
                codigo_profissional=chunk.rows.codigo_profissional,
                features=self.profile.profile.features_of(self.decoder.records(chunk.rows.document)),
                body=[sha256(document).digest() for document in chunk.rows.document],
            )
            yield ExportChunk(read=chunk.read, rows=rows, rejects=chunk.rejects, spelt=chunk.spelt)
