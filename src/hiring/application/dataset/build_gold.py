"""Labels and features become the gold table."""

from dataclasses import dataclass

from hiring.application.ports.progress import Progress
from hiring.application.ports.tables import GoldTable
from hiring.domain.gold import GoldCounts
from hiring.domain.records import TableName


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildGold:
    """Replace the gold table by the standing labels, each with its applicant's features."""

    gold: GoldTable
    progress: Progress

    def __call__(self, *, labels: TableName, features: TableName) -> GoldCounts:
        """Join the two tables.

        Raises:
            TableMissing: One of them was never built.
            TableOutdated: Other rules than this program's have built one of them.
        """
        with self.progress.step("gold build") as advance:
            counts = self.gold.build(labels, features)
            advance(counts.labelled)
        return counts
