"""Services with a known fault, otherwise the same: negative controls, which the checker must find.

    python -m tests.chaos.careless forgetful|unsynced [what `hiring-cli serve` takes]

`forgetful` answers before its row is written. `unsynced` writes it, and does not wait for the disk.
"""

import queue
import sys
import threading
import time
from collections.abc import Sequence
from itertools import chain

from psycopg import Connection
from sqlalchemy import URL, Engine

from hiring.adapters.postgres import store
from hiring.adapters.postgres.logs.inference_log import PostgresInferenceLog
from hiring.adapters.postgres.sessions import pins, session
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.errors import StoreUnavailable
from hiring.domain.records import TableName
from hiring.entrypoints.cli.main import main

LATER_S = 0.05


class Forgetful(PostgresInferenceLog):
    """Says that it has stored what it will store a little later."""

    def __init__(self, engine: Engine, url: URL, schema: TableName) -> None:
        super().__init__(engine, url, schema)
        self._backlog: queue.Queue[Decision] = queue.Queue()
        threading.Thread(target=self._write, daemon=True).start()

    def append_calls(self, calls: Sequence[Sequence[Decision]]) -> Sequence[Sequence[AppendResult]]:
        for decision in chain.from_iterable(calls):
            self._backlog.put(decision)
        return [[AppendResult.STORED] * len(call) for call in calls]

    def _write(self) -> None:
        while True:
            time.sleep(LATER_S)
            waiting = [self._backlog.get() for _ in range(max(1, self._backlog.qsize()))]
            try:
                super().append_calls([[decision] for decision in waiting])
            except StoreUnavailable:
                for decision in waiting:
                    self._backlog.put(decision)


def _unchecked(self: session.Session, connection: Connection) -> None:
    """Instead of refusing a server that may forget."""
    del self, connection


def _break(fault: str) -> None:
    if fault == "forgetful":
        vars(store)["PostgresInferenceLog"] = Forgetful
    elif fault == "unsynced":
        vars(pins)["PINS"] = {**pins.PINS, "synchronous_commit": "off"}
        session.Session._require_promises = _unchecked  # type: ignore[method-assign]
    else:
        raise ValueError(fault)


if __name__ == "__main__":
    _break(sys.argv[1])
    main(["serve", *sys.argv[2:]])
