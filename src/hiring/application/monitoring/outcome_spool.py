"""Outcomes on their way into a store: on disk, however many they are, until their file is read."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from itertools import islice
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Final, Self

from hiring.domain.errors import StoreUnavailable
from hiring.domain.feedback_input import StatedOutcome

_IN_MEMORY: Final = 1 << 22  # bytes: some ten thousand outcomes


class OutcomeSpool:
    """Takes outcomes in order, and gives them back in order; closed, it leaves nothing behind."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="\n")  # noqa: SIM115  # closed by the block
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # what was not written is not wanted any more
            self._file.close()

    def __len__(self) -> int:
        return self._count

    def add(self, outcomes: Iterable[StatedOutcome]) -> None:
        """Keep these behind those of before.

        Raises:
            StoreUnavailable: The folder for temporary files does not take them.
        """
        lines = list(map(_line, outcomes))
        self._count += len(lines)
        with _told():
            self._file.writelines(lines)

    def chunks(self, size: int) -> Iterator[list[StatedOutcome]]:
        """All of them; nothing may be added any more.

        Raises:
            StoreUnavailable: The folder for temporary files does not take, or give back, the last of them.
        """
        with _told():
            self._file.seek(0)  # writes what waits
        while lines := self._next(size):
            yield list(map(_outcome, lines))

    def _next(self, size: int) -> list[str]:
        with _told():
            return list(islice(self._file, size))


def _line(outcome: StatedOutcome) -> str:
    values = (
        outcome.request_id,
        outcome.codigo_profissional,
        outcome.vaga_codigo,
        outcome.hired,
        outcome.outcome_at.isoformat(),
    )
    return f"{json.dumps(values)}\n"


def _outcome(line: str) -> StatedOutcome:
    request_id, codigo_profissional, vaga_codigo, hired, day = json.loads(line)
    return StatedOutcome(
        request_id=request_id,
        codigo_profissional=codigo_profissional,
        vaga_codigo=vaga_codigo,
        hired=hired,
        outcome_at=date.fromisoformat(day),
    )


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable("the folder for temporary files cannot hold the outcomes") from error
