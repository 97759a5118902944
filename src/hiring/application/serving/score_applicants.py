"""The applicants of an export become answers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hiring.application.ports.exports import Decoder, Export
from hiring.application.ports.progress import Progress
from hiring.application.serving.decide import Decide, PredictionRequest
from hiring.application.serving.run_ids import RunIds
from hiring.domain.decisions import Decision
from hiring.domain.errors import NothingKept
from hiring.domain.features import Profile
from hiring.domain.models import ModelVersion
from hiring.domain.records import ApplicantRows, Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredChunk:
    """The answers about some applicants, in file order, and the records that were set aside."""

    decisions: Sequence[Decision]
    rejects: Sequence[Reject]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreApplicants:
    """Stream the answers about every sound applicant of an export; each is logged like any other answer."""

    export: Export[ApplicantRows]
    decoder: Decoder
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
        """
        scored = 0
        rejected: Counter[str] = Counter()
        with self.progress.step("predict") as advance:
            for chunk in self.export.chunks(chunk_size):
                scored += len(chunk.rows)
                rejected.update(reject.reason for reject in chunk.rejects)
                features = profile.features_of(self.decoder.records(chunk.rows.document))
                people = zip(
                    chunk.rows.codigo_profissional.tolist(), features, chunk.rows.document, strict=True
                )
                questions = [
                    PredictionRequest(
                        request_id=request_id_of(code), codigo_profissional=code, features=row, body=document
                    )
                    for code, row, document in people
                ]
                yield ScoredChunk(decisions=self.decide(questions, reasons=reasons), rejects=chunk.rejects)
                advance(chunk.read)
        if not scored:
            raise NothingKept(self.export.name, read=rejected.total(), reasons=rejected)
