"""Lists of candidates in memory, beside the decisions of those who were scored for them."""

from collections.abc import Sequence
from threading import Lock

from hiring.adapters.memory.logs import MemoryInferenceLog, MemoryLog, require_row
from hiring.application.ports.rank_log import RankLog
from hiring.application.ports.specs.logs import INFERENCE_LOG
from hiring.application.ports.specs.ranking import RANK_EVENTS
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.rank_events import RankEvent


class MemoryRankLog(RankLog):
    """Lists by client and request id.

    Args:
        rows: Where lists go.
        decisions: Where decisions go.
    """

    def __init__(self, rows: MemoryLog[RankEvent], decisions: MemoryInferenceLog) -> None:
        self._rows, self._decisions, self._lock = rows, decisions, Lock()

    def append(self, decisions: Sequence[Decision], event: RankEvent) -> AppendResult:
        require_row(RANK_EVENTS, event)
        for decision in decisions:
            require_row(INFERENCE_LOG, decision)
        with self._lock:
            before = self.find(event.request_id, event.client.name)
            if before is not None:
                same = before.body_digest == event.body_digest
                return AppendResult.REPLAYED if same else AppendResult.CONFLICT
            if not self._decisions.append_new(decisions):
                return AppendResult.CONFLICT
            self._rows.append([event])
            return AppendResult.STORED

    def find(self, request_id: str, client: str = "") -> RankEvent | None:
        wanted = (request_id, client)
        return next(
            (one for one in self._rows.appended() if (one.request_id, one.client.name) == wanted), None
        )
