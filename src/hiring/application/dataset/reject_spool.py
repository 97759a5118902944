"""Rejects on their way into a store: on disk, however many they are, until their table is written."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Final, Self

from hiring.domain.errors import StoreUnavailable
from hiring.domain.records import Reject

_IN_MEMORY: Final = 1 << 20  # bytes


class RejectSpool:
    """Takes rejects in order, and gives them back in order; closed, it leaves nothing behind."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="\n")  # noqa: SIM115  # closed by the block

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # what was not written is not wanted any more
            self._file.close()

    def add(self, rejects: Sequence[Reject]) -> None:
        """Keep these behind those of before.

        Raises:
            StoreUnavailable: The folder for temporary files does not take them.
        """
        lines = [f"{json.dumps([each.key, each.position, each.reason, each.file])}\n" for each in rejects]
        with _told():
            self._file.writelines(lines)

    def __iter__(self) -> Iterator[Reject]:
        """All of them; nothing may be added any more.

        Raises:
            StoreUnavailable: The folder for temporary files does not take, or give back, the last of them.
        """
        with _told():
            self._file.seek(0)  # writes what waits
            lines = iter(self._file)
        while line := self._next(lines):
            key, position, reason, file = json.loads(line)
            yield Reject(key=key, position=position, reason=reason, file=file)

    @staticmethod
    def _next(lines: Iterator[str]) -> str:
        with _told():
            return next(lines, "")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable("the folder for temporary files cannot hold the rejects") from error
