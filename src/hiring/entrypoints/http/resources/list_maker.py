"""What makes lists over an open store, by the model that is published when each begins."""

from collections.abc import Callable
from typing import TypeVar

from hiring.application.ranking.rank_candidates import RankCandidates
from hiring.application.ranking.ranking_model import RankingModel
from hiring.application.serving.append import Unlogged
from hiring.application.serving.load_model import LoadedModel
from hiring.bootstrap.wiring import Hiring
from hiring.domain.decisions import Decision
from hiring.domain.errors import HiringError

T = TypeVar("T")

ListWork = Callable[[RankCandidates, RankingModel], T]
"""From a request to its answer."""


class ListMaker:
    """Makes lists, with a model of its own: single answers need not wait for each other's.

    Args:
        hiring: Whose store is open.
        profile: Name of the one that reads vagas.
    """

    def __init__(self, hiring: Hiring, profile: str) -> None:
        reader = hiring.for_profile(profile)
        self._hiring = hiring
        self._rank = reader.rank_candidates(reader.profile)
        self._load = reader.load_model(Unlogged())
        self._serves: tuple[LoadedModel[list[Decision]], RankingModel] | None = None

    def __call__(self, work: ListWork[T]) -> T:
        """What comes of the work; raises what it raises, and what `LoadModel` raises."""
        return work(self._rank, self._model())

    def _model(self) -> RankingModel:
        """What is published, or what was before where that does not verify."""
        before = self._serves
        try:
            loaded = self._load(None if before is None else before[0])
        except HiringError:
            if before is None:
                raise
            return before[1]
        if before is None or loaded is not before[0]:
            before = self._serves = loaded, self._hiring.ranking_of(loaded)
        return before[1]
