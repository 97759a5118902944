"""A file of outcomes is kept as feedback."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from hiring.application.monitoring.outcomes.outcome_spool import OutcomeSpool
from hiring.application.ports.clock import Clock
from hiring.application.ports.logs import FeedbackLog
from hiring.application.ports.outcomes import OutcomeSource
from hiring.application.ports.progress import Progress
from hiring.domain.errors import NothingKept, RecordsRejected
from hiring.domain.feedback import FeedbackState, OutcomeReport, Unmatched
from hiring.domain.feedback_input import StatedOutcome
from hiring.domain.records import Reject

_READ_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCounts:
    """read = stored + repeated + corrected + unmatched + refused + left out.

    Args:
        read: Records of the file.
        states: What became of the sound ones.
        unmatched: Why sound ones are about no decision, the repeated among them too.
        reasons: Why records were refused.
        left_out: Why records say of no outcome.
    """

    read: int = 0
    states: Counter[FeedbackState] = field(default_factory=Counter)
    unmatched: Counter[Unmatched] = field(default_factory=Counter)
    reasons: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        """Records with faults."""
        return sum(self.reasons.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcomes:
    """Keep what a file says of outcomes, each joined to the decision that it is about.

    The file is read to its end first: where it is faulty as a whole, nothing was kept. Then a thousand are
    kept at a time; broken off, the same import goes on where it stopped, since what is there is repeated.
    """

    source: OutcomeSource
    feedback: FeedbackLog
    clock: Clock
    progress: Progress

    def __call__(
        self, *, client: str | None, reporter: str, strict: bool, tell: Callable[[Reject], None]
    ) -> ImportCounts:
        """Read the file, and keep it.

        Args:
            client: Whose request ids it names; None: see `OutcomeReport`.
            reporter: Who says so.
            strict: Keep nothing if a record has a fault.
            tell: Is given each record that is refused.

        Raises:
            ExportFault: The file as a whole is faulty; nothing was kept.
            RecordsRejected: `strict`, and some records have faults; nothing was kept.
            NothingKept: There are no records, or none of them can be kept.
            StoreUnavailable: Some may have been kept: import the file again.
        """
        with OutcomeSpool() as spool:
            counts = self._read(spool, tell)
            if strict and counts.reasons:
                raise RecordsRejected(self.source.name, counts.refused)
            if not len(spool):
                why = {**counts.left_out, **counts.reasons}
                raise NothingKept(self.source.name, read=counts.read, reasons=why)
            self._keep(spool, counts, client, reporter)
        return counts

    def _read(self, spool: OutcomeSpool, tell: Callable[[Reject], None]) -> ImportCounts:
        read, reasons, left_out = 0, Counter[str](), Counter[str]()
        with self.progress.step(f"read {self.source.name}") as advance:
            for chunk in self.source.chunks(_READ_AT_ONCE):
                spool.add(chunk.stated)
                for reject in chunk.rejects:
                    tell(reject)
                read += chunk.read
                reasons.update(reject.reason for reject in chunk.rejects)
                left_out.update(chunk.left_out)
                advance(chunk.read)
        return ImportCounts(read=read, reasons=reasons, left_out=left_out)

    def _keep(self, spool: OutcomeSpool, counts: ImportCounts, client: str | None, reporter: str) -> None:
        now = self.clock()

        def report(stated: StatedOutcome) -> OutcomeReport:
            return OutcomeReport(
                request_id=stated.request_id,
                client=client,
                codigo_profissional=stated.codigo_profissional,
                vaga_codigo=stated.vaga_codigo,
                hired=stated.hired,
                outcome_at=stated.outcome_at,
                at=now,
                reporter=reporter,
            )

        with self.progress.step("feedback import", len(spool)) as advance:
            for chunk in spool.chunks():
                results = self.feedback.append(list(map(report, chunk)))
                counts.states.update(result.state for result in results)
                counts.unmatched.update(result.unmatched for result in results if result.unmatched)
                advance(len(chunk))
