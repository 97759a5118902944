"""Append what was decided to the audit log, each call by itself, and answer what is stored then."""

from collections.abc import Callable
from dataclasses import dataclass

from hiring.application.ports.logs import InferenceLog
from hiring.application.serving.decide import AuditWriter
from hiring.application.serving.flush import answers_of
from hiring.domain.decisions import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Append(AuditWriter[list[Decision]]):
    """Keeps the rows of each call in a transaction of their own, and waits for it."""

    log: InferenceLog

    def keep(self, decide: Callable[[], list[Decision]], count: int) -> list[Decision]:
        del count  # there is always room
        decisions = decide()
        return answers_of(self.log, decisions, self.log.append(decisions))


class Unlogged(AuditWriter[list[Decision]]):
    """Keeps nothing: for trying out, where a caller asked for answers without rows."""

    def keep(self, decide: Callable[[], list[Decision]], count: int) -> list[Decision]:
        del count
        return decide()
