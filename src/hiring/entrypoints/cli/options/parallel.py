"""Where the parts of a command's work are done."""

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from hiring.env_file import ENV_FILE

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
    if "HIRING_PARALLEL" not in map(str.upper, os.environ) and not ENV_FILE.exists():
        return "here"  # as mostly; to import the settings takes as long as to read a thousand applicants
    from hiring.settings import load_settings

    return load_settings().hiring_parallel
