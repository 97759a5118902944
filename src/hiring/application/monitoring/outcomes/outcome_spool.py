"""Outcomes on their way into a store: on disk, however many they are, until their file is read."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Final, Self

from hiring.domain.errors import StoreUnavailable
from hiring.domain.feedback_input import StatedOutcome

AT_ONCE: Final = 1_000
"""As many as a request has: nobody who reports over HTTP waits long while they are kept."""

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

    def add(self, outcomes: Sequence[StatedOutcome]) -> None:
        """Keep these behind those of before.

        Raises:
            StoreUnavailable: The folder for temporary files does not take them.
        """
        self._count += len(outcomes)
        with _told():
            for first in range(0, len(outcomes), AT_ONCE):
                values = list(map(_values, outcomes[first : first + AT_ONCE]))
                self._file.write(f"{json.dumps(values)}\n")

    def chunks(self) -> Iterator[list[StatedOutcome]]:
        """All of them, at most `AT_ONCE` at a time; nothing may be added any more.

        Raises:
            StoreUnavailable: The folder for temporary files does not take, or give back, the last of them.
        """
        with _told():
            self._file.seek(0)  # writes what waits
        while line := self._next():
            yield [_outcome(*values) for values in json.loads(line)]

    def _next(self) -> str:
        with _told():
            return self._file.readline()


def _values(outcome: StatedOutcome) -> tuple[object, ...]:
    return (
        outcome.request_id,
        outcome.codigo_profissional,
        outcome.vaga_codigo,
        outcome.hired,
        outcome.outcome_at.isoformat(),
    )


def _outcome(
    request_id: str | None,
    codigo_profissional: int | None,
    vaga_codigo: int | None,
    hired: bool,  # noqa: FBT001  # one of a row's values
    day: str,
) -> StatedOutcome:
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
