"""The role of what keeps lists that were shown."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.rank_events import RankEvent


class RankLog(Protocol):
    """Durable record of every list (`rank_event`), with the rows of those who were scored for it."""

    @abstractmethod
    def append(self, decisions: Sequence[Decision], event: RankEvent) -> AppendResult:
        """Keep a list and its decisions in one transaction: all of it, or nothing.

        A client's request id that is there already is a replay, or a conflict if its body digest differs; so
        is a list one of whose decisions has an id that is taken. Neither changes what is stored.

        Args:
            decisions: Rows of `inference_log` with ids of their own, none of which is twice; none where
                nobody was scored.
            event: The list.

        Raises:
            StoreUnavailable: The outcome is unknown; append the same again.
        """

    @abstractmethod
    def find(self, request_id: str, client: str = "") -> RankEvent | None:
        """The list that was stored under this id of a client; its name is empty for none."""
