"""Progress where standard error is no terminal: a plain line now and then."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import click

from hiring.application.ports.progress import Progress

_SECONDS_BETWEEN_LINES: Final = 5.0


class LineProgress(Progress):
    """One line every few seconds, and one at the end of the step."""

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        started = told = time.monotonic()
        count = 0
        of = "" if total is None else f" of {total:,}"

        def advance(done: int) -> None:
            nonlocal count, told
            count += done
            if time.monotonic() - told >= _SECONDS_BETWEEN_LINES:
                told = time.monotonic()
                click.echo(f"{name}: {count:,}{of}", err=True)

        yield advance
        click.echo(f"{name}: {count:,}{of} in {time.monotonic() - started:.1f} s", err=True)
