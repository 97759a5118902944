"""What clients were told against what the log has."""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.chaos.clients import Told

ROWS = "SELECT request_id, codigo_profissional, score, decision FROM inference_log"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Keys by what is wrong with them; sound if there are none and the numbers are equal.

    Args:
        issued: Questions asked.
        answered: Of them, those that were answered 200.
        rows: In the log.
        unanswered: Asked to the end in vain.
        lost: Answered, and not in the log.
        duplicated: In the log more than once.
        unasked: In the log, and never asked.
        differing: Answered with something else than the log has, or answered in two ways.
    """

    issued: int
    answered: int
    rows: int
    unanswered: Sequence[str]
    lost: Sequence[str]
    duplicated: Sequence[str]
    unasked: Sequence[str]
    differing: Sequence[str]

    @property
    def sound(self) -> bool:
        wrong = [*self.unanswered, *self.lost, *self.duplicated, *self.unasked, *self.differing]
        return not wrong and self.issued == self.answered == self.rows > 0

    def __str__(self) -> str:
        return (
            f"issued {self.issued:,}, answered {self.answered:,}, rows {self.rows:,}: "
            f"unanswered {len(self.unanswered)}, lost {len(self.lost)}, duplicated {len(self.duplicated)}, "
            f"unasked {len(self.unasked)}, differing {len(self.differing)}"
        )


def check(issued: Mapping[str, int], answers: Mapping[str, Sequence[Told]], rows: Sequence[Told]) -> Verdict:
    """The verdict.

    Args:
        issued: Whom each question was about, by its key.
        answers: What clients were told, by key.
        rows: The whole log.
    """
    stored = {row.request_id: row for row in rows}
    times = Counter(row.request_id for row in rows)
    return Verdict(
        issued=len(issued),
        answered=len(answers),
        rows=len(rows),
        unanswered=sorted(issued.keys() - answers.keys()),
        lost=sorted(answers.keys() - stored.keys()),
        duplicated=sorted(key for key, count in times.items() if count > 1),
        unasked=sorted(stored.keys() - issued.keys()),
        differing=sorted(
            key
            for key, told in answers.items()
            if key in stored and (set(told) != {stored[key]} or stored[key].codigo != issued[key])
        ),
    )


def postgres_rows(conninfo: str) -> list[Told]:
    with psycopg.connect(conninfo) as connection:
        return [_told(*row) for row in connection.execute(ROWS)]


def sqlite_rows(file: Path) -> list[Told]:
    with closing(sqlite3.connect(file)) as connection:
        return [_told(*row) for row in connection.execute(ROWS)]


def _told(request_id: str, codigo: int, score: float, decision: int) -> Told:
    return Told(request_id, codigo, score, bool(decision))
