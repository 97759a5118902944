"""The command line's front door: the groups, and what a failure looks like."""

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click

from hiring import __version__
from hiring.domain.display import escape
from hiring.domain.errors import HiringError
from hiring.entrypoints.advice import with_advice
from hiring.entrypoints.cli.exit_codes import (
    INTERRUPTED,
    OUTPUT_LOST,
    TERMINATED,
    UNAVAILABLE,
    USAGE,
    exit_code_of,
)
from hiring.entrypoints.cli.lazy import Lazy, LazyGroup
from hiring.entrypoints.cli.output.output import note
from hiring.entrypoints.cli.output.streams import OutputLost, ReaderGone, standard_streams
from hiring.entrypoints.cli.termination import Terminated, told_of_termination

COMMANDS = {
    "ingest": Lazy("dataset.ingest:ingest", "Read exports into the raw tables."),
    "features": Lazy("dataset.features:features", "Build, extract or list the features."),
    "labels": Lazy("dataset.tables:labels", "Label prospects by how they ended."),
    "gold": Lazy("dataset.tables:gold", "Join labels and features for training."),
    "train": Lazy("models.training:train", "Train, calibrate and certify a model."),
    "promote": Lazy("models.deployments:promote", "Let a stored version serve."),
    "model": Lazy("models.versions:model", "List, show, promote, roll back and verify versions."),
    "evaluate": Lazy("models.training:evaluate", "Judge a model on people it has not seen."),
    "report": Lazy("models.report:report", "Write a model's report: a page to read, print and file."),
    "predict": Lazy("serving.predict:predict", "Score the raw applicants of a file."),
    "rank": Lazy("serving.rank:rank", "List the candidates of a vaga, by what is proven."),
    "vagas": Lazy("serving.vagas:vagas", "Say what to expect of open vagas."),
    "monitor": Lazy("monitoring.monitor:monitor", "Record a baseline and check the last day for drift."),
    "feedback": Lazy("monitoring.feedback:feedback", "Report what became of people."),
    "serve": Lazy("serving.serve:serve", "Answer POST /predict over HTTP."),
    "keys": Lazy("serving.keys:keys", "Create, list and revoke keys of the HTTP service."),
    "run": Lazy("pipeline.run:run", "Run all steps, from exports to a model."),
    "synth": Lazy("dataset.synth:synth", "Write invented exports of any size."),
    "demo": Lazy("pipeline.demo:demo", "Show everything on invented data, in under a minute."),
    "store": Lazy("operations.store:store", "Back up the files store and its models, or restore them."),
    "db": Lazy("operations.database:database", "Upgrade the schema of a PostgreSQL store."),
    "explain": Lazy("explain.explain:explain", "Say what an error code or a feature means."),
    "doctor": Lazy("operations.doctor:doctor", "Check this installation and its settings."),
}

_OF_DASK = {"dask", "distributed"}


@click.group(cls=LazyGroup, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="hiring-cli")
def cli() -> None:
    """Hiring predictions that can be trusted with people.

    Results go to standard output, everything else to standard error. Settings come from the environment or
    `.env` (.env.example explains them).

    \b
    Exit codes: 0 done, 2 wrong usage, 65 bad input, 66 not found,
    73 conflict, 74 output lost, 75 unavailable, 130 interrupted, 143 terminated.

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
    with standard_streams() as output:
        code = _run(arguments)
        with suppress(OutputLost, ReaderGone):
            sys.stdout.flush()
        if isinstance(output.failure, OutputLost) and code in {0, OUTPUT_LOST}:
            _tell(f"standard output was lost: {output.failure}")
            code = OUTPUT_LOST
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    """The exit code."""
    try:
        with told_of_termination():
            code = cli.main(arguments, prog_name="hiring-cli", standalone_mode=False)
    except (ReaderGone, OutputLost) as lost:
        return OUTPUT_LOST if isinstance(lost, OutputLost) else 0
    except Exception as error:
        code = _failure(error)
        if code is None:
            raise
    except KeyboardInterrupt:
        code = _interrupted()
    except Terminated:
        _tell("terminated; no table or model is half-changed")
        code = TERMINATED
    return code if isinstance(code, int) else 0


def _interrupted() -> int:
    _tell("interrupted; no table or model is half-changed")
    return INTERRUPTED


def _failure(error: Exception) -> int | None:
    """Tell a known failure, and give its exit code; None for a fault of this program."""
    if isinstance(error, HiringError):
        _tell(f"{with_advice(error)} [{error.code}]")
        return exit_code_of(error)
    if isinstance(error, click.ClickException):
        shown = io.StringIO()
        error.show(shown)
        note(shown.getvalue().removesuffix("\n"))
        return error.exit_code
    if isinstance(error, click.Abort):
        return _interrupted()
    if isinstance(error, ModuleNotFoundError) and error.name and not error.name.startswith("hiring"):
        return _package_missing(error.name)
    if isinstance(error, OSError | MemoryError):
        _tell(_system_fault(error))
        return UNAVAILABLE
    return None


def _package_missing(name: str) -> int:
    if name in _OF_DASK:  # nothing imports it but what HIRING_PARALLEL says
        _tell("HIRING_PARALLEL=dask://... needs the extra `dask`: pip install -e '.[dask]'")
        return USAGE
    _tell(f"the package {name} is not installed: `hiring-cli doctor` says which extra installs it")
    return UNAVAILABLE


def _system_fault(error: OSError | MemoryError) -> str:
    """What the system refused: the folder that a relative path starts in may be gone itself."""
    if isinstance(error, MemoryError):
        return "there is not enough memory: end other programs, or use a machine with more"
    try:
        Path.cwd()
    except OSError:
        return "the working folder was removed or cannot be entered: change to another"
    what = "a file" if error.filename is None else os.fsdecode(error.filename)
    return f"{what} cannot be used ({error.strerror or type(error).__name__})"


def _tell(text: str) -> None:
    click.echo(f"hiring-cli: {escape(text)}", err=True)
