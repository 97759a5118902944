"""Options that several commands share."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from hiring.domain.features import CANDIDATE, PROFILES
from hiring.domain.record_validation import fault_of_value
from hiring.domain.records import TableName, table_name

_ROOM = timedelta(days=2)  # for a window, and for the local time of whoever stores it

F = TypeVar("F", bound=Callable[..., Any])

_STANDARD_INPUT = "-"


class _Export(click.Path):
    """An export's file; `-` is standard input, which no two parameters of a command can read."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        if value == _STANDARD_INPUT and param is not None and ctx is not None:
            first = ctx.meta.setdefault(f"{__name__}.standard_input", param)
            if first is not param:
                both = f"{first.get_error_hint(ctx)} and {param.get_error_hint(ctx)}"
                raise click.UsageError(f"{both} are both standard input (-): give one of them as a file", ctx)
        return super().convert(value, param, ctx)


EXPORT = _Export()
MOST_RECORDS = 100_000_000  # far more than anybody has, and a number that every library can count with


def chunk_size_option(default: int) -> Callable[[F], F]:
    """`--chunk-size`: how many records are worked on at once."""
    return click.option(
        "--chunk-size",
        type=click.IntRange(1, MOST_RECORDS),
        default=default,
        show_default=True,
        help="Records processed at once; more need more memory.",
    )


SEED_HELP = (
    "Of every draw. The same rows, seed and salt of the store make the same model; another store has "
    "another salt, unless HIRING_SALT was the same when both were made."
)


def seed_option(default: int) -> Callable[[F], F]:
    """`--seed` of a training."""
    whole = click.IntRange(min=0)
    return click.option("--seed", type=whole, default=default, show_default=True, help=SEED_HELP)


def reason_option(help_text: str, *, default: str | None = None) -> Callable[[F], F]:
    """`--reason`: why something is done; kept, and shown to whoever asks for the history."""
    return click.option(
        "--reason",
        default=default,
        show_default=default is not None,
        callback=_reason,
        metavar="TEXT",
        help=help_text,
    )


def _reason(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("it is empty")
    if fault_of_value(value) is not None:
        raise click.BadParameter("it is not UTF-8")
    return value


def accept_leakage_option(command: F) -> F:
    """`--accept-leakage-alarm`; it needs a reason, see `acceptance`."""
    return click.option(
        "--accept-leakage-alarm",
        "accept_leakage",
        is_flag=True,
        help="Let it serve despite its leakage alarm; needs --reason.",
    )(command)


def acceptance(reason: str | None, *, accept_leakage: bool) -> str | None:
    """Why a leakage alarm is accepted; None: it is not."""
    if accept_leakage and not reason:
        raise click.UsageError("--accept-leakage-alarm needs --reason TEXT")
    if reason and not accept_leakage:
        raise click.UsageError("--reason needs --accept-leakage-alarm: otherwise it would not be kept")
    return reason


def moment(
    _context: click.Context | None, _parameter: click.Parameter | None, value: str | None
) -> datetime | None:
    """A moment as ISO 8601 writes it, UTC where it names no zone."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("not an ISO 8601 date and time, such as 2026-11-23T12:00:00Z") from None
    try:
        at = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
        _ = at - _ROOM, at + _ROOM
    except OverflowError:
        raise click.BadParameter("too near the end of the calendar") from None
    return at


def moment_or_now(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime:
    """The same; without one, now."""
    return moment(context, parameter, value) or datetime.now(UTC)


def profile_option(command: F) -> F:
    """`--profile`: whose features, gold, models and baselines."""
    return click.option(
        "--profile",
        type=click.Choice(list(PROFILES)),
        default=CANDIDATE.name,
        show_default=True,
        help="Feature profile; each has a gold table, models and baselines of its own.",
    )(command)


def own_table_option(flag: str, parameter: str, help_text: str) -> Callable[[F], F]:
    """The name of a table of which each profile has its own; None where that one is meant."""

    def checked(_context: click.Context, _parameter: click.Parameter, value: str | None) -> TableName | None:
        return None if value is None else table_name(value)

    return click.option(
        flag, parameter, show_default="the profile's own", callback=checked, metavar="TABLE", help=help_text
    )


def table_option(flag: str, parameter: str, default: str, help_text: str) -> Callable[[F], F]:
    """A table's name; anything but an identifier is refused before the store is opened."""

    def checked(_context: click.Context, _parameter: click.Parameter, value: str) -> TableName:
        return table_name(value)

    return click.option(
        flag, parameter, default=default, show_default=True, callback=checked, metavar="TABLE", help=help_text
    )
