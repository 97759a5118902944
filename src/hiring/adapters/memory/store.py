"""A store that is gone when its process ends."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hiring.adapters.memory.feedback_log import MemoryFeedbackLog
from hiring.adapters.memory.keys import MemoryApiKeys
from hiring.adapters.memory.logs import MemoryInferenceLog, MemoryLog
from hiring.adapters.memory.rank_log import MemoryRankLog
from hiring.adapters.memory.tables import MemoryGoldTable, MemoryTable, Shelf
from hiring.application.ports.api_keys import ApiKeys
from hiring.application.ports.logs import FeedbackLog, InferenceLog, Log
from hiring.application.ports.rank_log import RankLog
from hiring.application.ports.specs.logs import FEEDBACK
from hiring.application.ports.specs.ranking import RANK_EVENTS
from hiring.application.ports.specs.spec import DatasetSpec, R, Row, RowSpec
from hiring.application.ports.store import Store
from hiring.application.ports.tables import GoldTable, Table
from hiring.domain.errors import AlreadyRunning
from hiring.domain.features import Profile
from hiring.domain.records import TableName


class MemoryStore(Store):
    """Keeps what it was given; several threads may use it at once.

    Args:
        salt: Of the partition by person; drawn if None.
        digest_key: 32 bytes; drawn if None.
    """

    def __init__(self, *, salt: str | None = None, digest_key: bytes | None = None) -> None:
        self._salt = secrets.token_hex(16) if salt is None else salt
        self._digest_key = secrets.token_bytes(32) if digest_key is None else digest_key
        self._shelf = Shelf()
        self._inference_log = MemoryInferenceLog()
        self._logs: dict[TableName, MemoryLog[Any]] = {}
        self._feedback = MemoryFeedbackLog(self._rows(FEEDBACK), self._inference_log)
        self._rank_log = MemoryRankLog(self._rows(RANK_EVENTS), self._inference_log)
        self._api_keys = MemoryApiKeys()
        self._tasks: dict[str, threading.Lock] = {}

    @property
    def place(self) -> str:
        return "memory"

    @property
    def salt(self) -> str:
        return self._salt

    @property
    def digest_key(self) -> bytes:
        return self._digest_key

    def table(self, spec: DatasetSpec[R], name: TableName) -> Table[R]:
        return MemoryTable(name, spec, self._shelf)

    def gold(self, name: TableName, profile: Profile) -> GoldTable:
        return MemoryGoldTable(name, profile, self._shelf)

    @property
    def inference_log(self) -> InferenceLog:
        return self._inference_log

    @property
    def rank_log(self) -> RankLog:
        return self._rank_log

    def log(self, spec: RowSpec[Row]) -> Log[Row]:
        return self._rows(spec)

    @property
    def feedback(self) -> FeedbackLog:
        return self._feedback

    @property
    def api_keys(self) -> ApiKeys:
        return self._api_keys

    def _rows(self, spec: RowSpec[Row]) -> MemoryLog[Row]:
        return self._logs.setdefault(spec.name, MemoryLog(spec))

    @contextmanager
    def alone(self, task: str) -> Iterator[None]:
        lock = self._tasks.setdefault(task, threading.Lock())
        if not lock.acquire(blocking=False):
            raise AlreadyRunning(task)
        try:
            yield
        finally:
            lock.release()

    def check(self) -> None:
        """It is always there."""

    def close(self) -> None:
        """Nothing to let go of: what was stored stays readable."""
