"""The gold table in memory, for what needs all of it at once: training, judging, the baseline."""

from typing import Final

from hiring.application.ports.tables import GoldTable
from hiring.domain.features import Profile
from hiring.domain.records import GoldRows

CHUNK: Final = 65_536


def read_gold(table: GoldTable, profile: Profile) -> GoldRows:
    """All rows of the gold table, ordered by person and vaga, their texts as rules read them.

    Raises:
        TableMissing: It was never built.
        TableOutdated: Other rules than this program's have built it.
    """
    texts = len(profile.texts)
    nothing = GoldRows.none(len(profile.rules) - texts, texts)
    return GoldRows.concatenate([nothing, *table.chunks(CHUNK)])
