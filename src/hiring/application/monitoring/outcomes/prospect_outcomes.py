"""What an export of prospects says of outcomes: the label contract decides."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from hiring.application.dataset.label_prospects import labels_of
from hiring.application.ports.exports import Export
from hiring.application.ports.outcomes import OutcomeChunk, OutcomeSource
from hiring.domain.feedback_input import OUTCOME_AT, StatedOutcome, fault_of_day
from hiring.domain.labeling import Outcome, outcome_of
from hiring.domain.records import LabelRows, ProspectRows, Reject

NO_DAY: Final = "ultima_atualizacao: is no day"
_LEFT_OUT: Final = {Outcome.UNDECIDED: "undecided", Outcome.UNKNOWN: "of unknown status"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProspectOutcomes(OutcomeSource):
    """The decided prospects, each for its vaga, on the day of `ultima_atualizacao`; others are left out.

    Args:
        export: The prospects.
        today: In UTC; what is said of a later day is set aside.
    """

    export: Export[ProspectRows]
    today: date

    @property
    def name(self) -> str:
        return self.export.name

    def chunks(self, size: int) -> Iterator[OutcomeChunk]:
        for chunk in self.export.chunks(size):
            undecided = Counter(
                _LEFT_OUT[outcome]
                for outcome, _ in map(outcome_of, chunk.rows.situacao_candidado)
                if outcome in _LEFT_OUT
            )
            judged = [self._judged(*each) for each in _labelled(labels_of(chunk.rows))]
            rejects = [each for each in judged if isinstance(each, Reject)]
            yield OutcomeChunk(
                read=chunk.read,
                stated=[each for each in judged if isinstance(each, StatedOutcome)],
                rejects=sorted([*chunk.rejects, *rejects], key=lambda reject: reject.position),
                left_out=undecided,
            )

    def _judged(
        self, vaga: int, person: int, position: int, day: date | None, hired: int
    ) -> StatedOutcome | Reject:
        if day is None:
            return Reject(key=str(vaga), position=position, reason=NO_DAY)
        stated = StatedOutcome(
            codigo_profissional=person, vaga_codigo=vaga, hired=bool(hired), outcome_at=day
        )
        for _, reason in fault_of_day(stated, self.today):
            return Reject(key=str(vaga), position=position, reason=f"{OUTCOME_AT}: {reason}")
        return stated


def _labelled(labels: LabelRows) -> Iterator[tuple[int, int, int, date | None, int]]:
    """Vaga, person, position, day and target of each."""
    columns = (
        labels.vaga_codigo,
        labels.codigo_profissional,
        labels.position,
        labels.ultima_atualizacao,
        labels.target,
    )
    return zip(*[column.tolist() for column in columns], strict=True)
