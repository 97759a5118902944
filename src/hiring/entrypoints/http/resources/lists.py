"""The lane of lists, beside that of single answers: a list of a thousand people takes a worker's time."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from hiring.application.ranking.rank_candidates import RankAnswer, RankCandidates
from hiring.application.ranking.rank_request import RankRequest
from hiring.application.ranking.ranking_model import RankingModel
from hiring.application.serving.load_model import LoadedModel
from hiring.bootstrap.wiring import Hiring
from hiring.domain.errors import Overloaded
from hiring.entrypoints.http.resources.threads import Reads

MOST_LISTS: Final = 2
"""At a time, in each worker: the others that it answers are to notice little."""
_LIST_WITHIN_S: Final = 20.0
_OFTENER: Final = 10


class Lists:
    """Makes lists in threads of their own; more than two at a time are turned away, and none waits."""

    def __init__(self) -> None:
        self._reads = Reads(within_s=_LIST_WITHIN_S, at_once=MOST_LISTS)
        self._under_way = 0
        self._model: tuple[str, RankingModel] | None = None

    async def __call__(
        self,
        hiring: Hiring,
        rank: RankCandidates,
        loaded: LoadedModel[object],
        ask: Callable[[], RankRequest],
    ) -> RankAnswer:
        """The list, when it is in the log.

        Args:
            hiring: Whose store is open.
            rank: Makes lists out of it.
            loaded: The model that reads vagas.
            ask: Reads the request; it may be large, so that is done in the thread, too.

        Raises:
            Overloaded: Two are being made; nothing of this request was read.
            StoreUnavailable: It did not end in time, and it is not certain that it was kept.
            What `RankCandidates` raises.
        """
        with self._a_place():
            return await self._reads(lambda: rank(ask(), self._ranking(hiring, loaded)))

    @contextmanager
    def _a_place(self) -> Iterator[None]:
        """While lists are made, threads let each other on ten times as often: single answers wait less."""
        if self._under_way == MOST_LISTS:
            raise Overloaded
        if not self._under_way:
            self._usual_s = sys.getswitchinterval()
            sys.setswitchinterval(self._usual_s / _OFTENER)
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                sys.setswitchinterval(self._usual_s)

    def _ranking(self, hiring: Hiring, loaded: LoadedModel[object]) -> RankingModel:
        """What serves, with what lists need besides; made once."""
        made = self._model
        if made is None or made[0] != loaded.mark:
            made = self._model = loaded.mark, hiring.ranking_of(loaded)
        return made[1]
