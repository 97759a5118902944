"""Prospects become labels."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.application.ports.progress import Progress
from hiring.application.ports.tables import Table
from hiring.domain.display import make_printable
from hiring.domain.errors import NothingKept
from hiring.domain.features.formulas.days import day_of
from hiring.domain.labeling import Outcome, outcome_of
from hiring.domain.records import LabelRows, ProspectRows

MOST_STATUSES: Final = 1_000
OTHERS: Final = "(others)"
_NAMED: Final = 5  # statuses that a message names


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelCounts:
    """labelled + undecided + unknown = prospects; labelled = hired + not_hired.

    Args:
        unknown_statuses: How often each status stood that the contract does not know, by its printable form;
            where there are very many, the later ones together.
        without_date: Labelled prospects whose `data_candidatura` is no day.
        without_update: Labelled prospects whose `ultima_atualizacao` is no day.
    """

    prospects: int
    labelled: int
    hired: int
    not_hired: int
    undecided: int
    unknown: int
    unknown_statuses: Mapping[str, int]
    without_date: int
    without_update: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelProspects:
    """Replace a label table by the decided prospects of a raw table."""

    prospects: Table[ProspectRows]
    labels: Table[LabelRows]
    progress: Progress

    def __call__(self, *, chunk_size: int) -> LabelCounts:
        """Label all prospects.

        Raises:
            TableMissing: No prospects were ingested.
            NothingKept: There are no prospects, or none of them is decided.
        """
        total = self.prospects.count()
        outcomes: Counter[Outcome] = Counter()
        unknown: Counter[str] = Counter()
        without_date = without_update = 0
        with self.progress.step("labels build", total) as advance, self.labels.replacing() as writer:
            for chunk in self.prospects.chunks(chunk_size):
                found = [outcome_of(status) for status in chunk.situacao_candidado]
                outcomes.update(outcome for outcome, _ in found)
                count_statuses(unknown, [status for outcome, status in found if outcome is Outcome.UNKNOWN])
                labelled = labels_of(chunk)
                without_date += int(np.isnat(labelled.data_candidatura).sum())
                without_update += int(np.isnat(labelled.ultima_atualizacao).sum())
                writer.write(labelled)
                advance(len(chunk))
            if not (outcomes[Outcome.HIRED] or outcomes[Outcome.NOT_HIRED]):
                raise nothing_labelled(self.prospects.name, outcomes, unknown)
        hired, not_hired = outcomes[Outcome.HIRED], outcomes[Outcome.NOT_HIRED]
        return LabelCounts(
            prospects=outcomes.total(),
            labelled=hired + not_hired,
            hired=hired,
            not_hired=not_hired,
            undecided=outcomes[Outcome.UNDECIDED],
            unknown=outcomes[Outcome.UNKNOWN],
            unknown_statuses=dict(unknown.most_common()),
            without_date=without_date,
            without_update=without_update,
        )


def count_statuses(unknown: Counter[str], statuses: Sequence[str]) -> None:
    """Count statuses as they may be shown; memory stays bounded however many and long they are."""
    for status in map(make_printable, statuses):
        unknown[status if status in unknown or len(unknown) < MOST_STATUSES else OTHERS] += 1


def nothing_labelled(source: str, outcomes: Counter[Outcome], unknown: Counter[str]) -> NothingKept:
    """Why no prospect has a label."""
    reasons = {"undecided": outcomes[Outcome.UNDECIDED], "of unknown status": outcomes[Outcome.UNKNOWN]}
    named = ", ".join(f'"{status}"' for status, _ in unknown.most_common(_NAMED))
    hints = [f"the unknown statuses include {named}"] if unknown else []
    return NothingKept(source, read=outcomes.total(), reasons=reasons, hints=hints)


def labels_of(prospects: ProspectRows) -> LabelRows:
    """The decided ones of these prospects."""
    found = [outcome_of(status) for status in prospects.situacao_candidado]
    decided = [
        index for index, (outcome, _) in enumerate(found) if outcome in (Outcome.HIRED, Outcome.NOT_HIRED)
    ]
    rows = prospects.take(np.array(decided, np.int64))
    return LabelRows(
        vaga_codigo=rows.vaga_codigo,
        codigo_profissional=rows.codigo_profissional,
        position=rows.position,
        data_candidatura=np.array([day_of(text) for text in rows.data_candidatura], "datetime64[D]"),
        ultima_atualizacao=np.array([day_of(text) for text in rows.ultima_atualizacao], "datetime64[D]"),
        status_label=[found[index][1] for index in decided],
        target=np.array([found[index][0] is Outcome.HIRED for index in decided], np.int64),
    )
