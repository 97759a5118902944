"""The command line's front door: the groups, and what a failure looks like."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from hiring import __version__
from hiring.domain.errors import HiringError
from hiring.entrypoints.cli.exit_codes import INTERRUPTED, UNAVAILABLE, exit_code_of
from hiring.entrypoints.cli.lazy import Lazy, LazyGroup

COMMANDS = {
    "ingest": Lazy("ingest:ingest", "Read exports into the raw tables."),
    "features": Lazy("features:features", "Build, extract or list the 46 features."),
    "labels": Lazy("tables:labels", "Label prospects by how they ended."),
    "gold": Lazy("tables:gold", "Join labels and features for training."),
    "train": Lazy("model:train", "Train, calibrate and certify a model."),
    "promote": Lazy("versions:promote", "Let a stored version serve."),
    "model": Lazy("versions:model", "List, show, promote, roll back and verify versions."),
    "evaluate": Lazy("model:evaluate", "Judge a model on people it has not seen."),
    "report": Lazy("report:report", "Write a model's report: a page to read and to file."),
    "predict": Lazy("predict:predict", "Score the raw applicants of a file."),
    "monitor": Lazy("monitor:monitor", "Record a baseline, check the last day for drift."),
    "serve": Lazy("serve:serve", "Answer POST /predict over HTTP."),
    "keys": Lazy("keys:keys", "Create, list and revoke keys of the HTTP service."),
    "run": Lazy("pipeline:run", "All steps, from exports to a model."),
    "synth": Lazy("synth:synth", "Write invented exports of any size."),
    "demo": Lazy("demo:demo", "Show everything on invented data, in under a minute."),
    "db": Lazy("database:database", "Upgrade the schema of a PostgreSQL store."),
    "doctor": Lazy("doctor:doctor", "Check this installation and its settings."),
}


class ReaderGone(Exception):  # how a command ended, not an error
    """Whoever read our output has gone (`| head`)."""


class FrontDoor(LazyGroup):
    """The outermost group."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; Click itself would end with code 1 where the reader has gone."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            raise ReaderGone from None
        return result


@click.group(cls=FrontDoor, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="hiring-cli")
def cli() -> None:
    """Hiring predictions that can be trusted with people.

    Results go to standard output, everything else to standard error. Settings come from the environment or
    `.env` (.env.example explains them).

    \b
    Exit codes: 0 done, 2 wrong usage, 65 bad input, 66 not found,
    73 conflict, 75 unavailable, 130 interrupted.

    \b
    Examples:
      hiring-cli demo
      hiring-cli run --applicants applicants.json.gz --prospects prospects.json.gz
      hiring-cli predict applicants.json --format csv --top 20
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command; a known failure is one line and an exit code, never a traceback.

    Args:
        arguments: Without the program's name; None: those of the process.
    """
    try:
        code = cli.main(arguments, prog_name="hiring-cli", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except HiringError as error:
        _tell(f"{error} [{error.code}]")
        sys.exit(exit_code_of(error))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        _tell("interrupted; the step that was under way changed nothing")
        sys.exit(INTERRUPTED)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("hiring"):
            raise  # a fault of this program
        _tell(f"the package {error.name} is not installed: `hiring-cli doctor` says which extra brings it")
        sys.exit(UNAVAILABLE)
    except ReaderGone:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the interpreter's own last flush
        sys.exit(0)


def _tell(text: str) -> None:
    click.echo(f"hiring-cli: {text}", err=True)
