"""The gold table in memory, for what needs all of it at once: training, judging, the baseline."""

from typing import Final

from hiring.application.ports.tables import GoldTable
from hiring.domain.records import GoldRows

CHUNK: Final = 65_536


def read_gold(table: GoldTable, width: int) -> GoldRows:
    """All rows of the gold table, ordered by person and vaga; `width` is the number of features.

    Raises:
        TableMissing: It was never built.
    """
    return GoldRows.concatenate([GoldRows.none(width), *table.chunks(CHUNK)])
