"""Where the parts of a command's work are done."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

_MOST_JOBS = 999


def jobs_option(command: F) -> F:
    """`--jobs`: how many processes of this machine share the work."""
    return click.option(
        "--jobs",
        type=click.IntRange(1, _MOST_JOBS),
        show_default="as HIRING_PARALLEL says: here, in one process",
        help="Processes of this machine that share the work; the result is the same, byte for byte.",
    )(command)


def parallel_of(jobs: int | None) -> str:
    """Where the work is done, as HIRING_PARALLEL has it."""
    if jobs is not None:
        return "here" if jobs == 1 else f"processes:{jobs}"
    from hiring.settings import load_settings

    return load_settings().hiring_parallel
