"""The store that a command works on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from hiring.bootstrap.opening import U, opened
from hiring.bootstrap.tools import open_to_others, terminal_progress
from hiring.domain.errors import about_profile
from hiring.entrypoints.cli.options.parallel import parallel_of
from hiring.entrypoints.cli.output.output import note
from hiring.settings import Settings, doubts, load_settings


@contextmanager
def open_hiring(
    group: type[U], settings: Settings | None = None, profile: str | None = None, jobs: int | None = None
) -> Iterator[U]:
    """Use cases over the store that the settings name, which is told on standard error.

    Args:
        group: Which use cases.
        settings: Of this process, unless others are given.
        profile: Whose use cases, and whose failures; None: those of `candidate`, or no profile's.
        jobs: Processes that share long works; None: as the settings say.
    """
    chosen = settings or load_settings()
    if jobs is not None:
        chosen = chosen.model_copy(update={"hiring_parallel": parallel_of(jobs)})
    with opened(group, chosen, terminal_progress()) as hiring:
        note(f"store: {hiring.place}")
        warn_about_settings(chosen)
        if profile is None:
            yield hiring
        else:
            with about_profile(profile):
                yield hiring.for_profile(profile)


def warn_about_settings(settings: Settings) -> None:
    """What may not be meant, on standard error: a store that others may read, settings that nobody reads."""
    for doubt in doubts(os.environ):
        note(f"WARNING: {doubt}")
    if settings.storage == "files" and open_to_others(settings.hiring_home):
        note(f"WARNING: {settings.hiring_home} {OPEN_TO_OTHERS}")


OPEN_TO_OTHERS: Final = "can be entered by other users of this machine: remove their access (chmod -R go=)"
