"""Nobody watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hiring.application.ports.progress import Progress


class SilentProgress(Progress):
    """Says nothing."""

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        del name, total
        yield _ignore


def _ignore(done: int) -> None:
    del done
