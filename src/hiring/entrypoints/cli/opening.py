"""The store that a command works on."""

from collections.abc import Iterator
from contextlib import contextmanager

from hiring.bootstrap.production import production
from hiring.bootstrap.wiring import Hiring
from hiring.entrypoints.cli.output import note
from hiring.entrypoints.cli.progress import progress
from hiring.settings import Settings, load_settings


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Hiring]:
    """The use cases over the store that the settings name, which is told on standard error."""
    with production(settings or load_settings(), progress()) as hiring:
        note(f"store: {hiring.ports.store.place}")
        yield hiring
