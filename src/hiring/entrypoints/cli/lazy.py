"""A group that knows its commands' names and one-line helps, and imports a command only when it is called."""

from importlib import import_module
from typing import NamedTuple, cast

import click


class Lazy(NamedTuple):
    """Where a command stands (`module:attribute`), and what the group's help says of it."""

    where: str
    short_help: str


class LazyGroup(click.Group):
    """Subcommands are given as `Lazy`; so `--help` needs Click and nothing else."""

    def __init__(self, *args: object, lazy: dict[str, Lazy], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Click's own arguments, passed through
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they are used, not of the alphabet."""
        del ctx
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import it."""
        del ctx
        if cmd_name not in self._lazy:
            return None
        module, _, attribute = self._lazy[cmd_name].where.partition(":")
        command = getattr(import_module(f"hiring.entrypoints.cli.{module}"), attribute)
        return cast("click.Command", command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List them without importing one."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.short_help) for name, lazy in self._lazy.items()])
