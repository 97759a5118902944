"""`hiring-cli ingest`: exports into raw tables."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import click

from hiring.application.dataset.ingest import Ingest, IngestCounts, hints_of
from hiring.bootstrap.use_cases.dataset import Dataset
from hiring.domain.display import count_of
from hiring.domain.records import Reject, Rows, TableName
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import EXPORT, chunk_size_option, table_option
from hiring.entrypoints.cli.options.parallel import jobs_option
from hiring.entrypoints.cli.output.output import counted, emit, json_option, json_text, note
from hiring.entrypoints.cli.output.rejects import print_rejects, reject_json, reject_line

R = TypeVar("R", bound=Rows)

FIRST_REJECTS = 20
"""How many rejects an ingestion names; `ingest rejects` names them all."""

_MACHINE = ""  # what `--json` without a file stands for


@click.group()
def ingest() -> None:
    """Read exports into the raw tables.

    A fault of the file (cut off, not UTF-8, not JSON, nested too deeply) leaves the table unchanged. A
    record with a fault is set aside in ingest_rejects with its key, position and reason.
    """


def _files(files: tuple[Path, ...], json_value: str | None) -> tuple[tuple[Path, ...], bool]:
    """The files, given in either way, and whether the result is wanted as JSON."""
    if files and json_value:
        raise click.UsageError("give the file once: as FILE, or as --json FILE")
    if not files and not json_value:
        raise click.UsageError("give the export: FILE, or --json FILE")
    return files or (Path(str(json_value)),), json_value == _MACHINE


def ingest_line(table: str, counts: IngestCounts) -> str:
    """The counts of an ingestion, adding up."""
    why = f" ({counted(dict(counts.reasons))})" if counts.reasons else ""
    return f"{table}: read {counts.read:,} = kept {counts.kept:,} + rejected {counts.rejected:,}{why}"


def tell_absent(table: str, counts: IngestCounts) -> None:
    """Name the fields that no record has, on standard error: the columns that they feed are all empty."""
    for hint in hints_of(counts.absent):
        note(f"{table}: {hint}")


def ingest_json(table: str, counts: IngestCounts) -> dict[str, Any]:
    """The same for machines."""
    return {
        "table": table,
        "read": counts.read,
        "kept": counts.kept,
        "rejected": counts.rejected,
        "reasons": dict(counts.reasons),
        "absent_fields": {each.name: each.similar for each in counts.absent},
    }


def _run(step: Ingest[R], *, chunk_size: int, strict: bool, as_json: bool) -> None:
    counts = step(chunk_size=chunk_size, strict=strict)
    table = step.table.name
    print_rejects(islice(step.table.rejects(), FIRST_REJECTS))
    if counts.rejected > FIRST_REJECTS:
        note(f"... and {counts.rejected - FIRST_REJECTS:,} more: hiring-cli ingest rejects --table {table}")
    tell_absent(table, counts)
    emit(ingest_json(table, counts), [ingest_line(table, counts)], as_json=as_json)


_files_argument = click.argument("files", type=EXPORT, nargs=-1)
_json = click.option(
    "--json",
    "json_value",
    is_flag=False,
    flag_value=_MACHINE,
    metavar="[FILE]",
    help="With a file: the export. Alone: print the result as JSON.",
)
_strict = click.option("--strict", is_flag=True, help="Change nothing if any record has a fault (exit 65).")


@ingest.command()
@_files_argument
@_json
@table_option("--table", "table", "applicants_raw", "Table to replace.")
@chunk_size_option(1000)
@jobs_option
@_strict
def applicants(  # one argument an option
    files: tuple[Path, ...],
    json_value: str | None,
    table: TableName,
    chunk_size: int,
    *,
    jobs: int | None,
    strict: bool,
) -> None:
    """Replace the raw table of applicants with an export (.json or .json.gz).

    Several files, or a folder of them, are read as one export, one file behind the other: those of a folder
    are the ones that end in .json or .json.gz, by name. Of repeated codes, the first is kept.

    With --jobs, processes read and check, and one writes. That can pay with the files store, where cores are
    idle, and not with PostgreSQL, whose server takes as long as one process that reads.

    \b
    Examples:
      hiring-cli ingest applicants applicants.json.gz
      hiring-cli ingest applicants exports/applicants --jobs 2
      hiring-cli ingest applicants january.json february.json.gz
      hiring-cli ingest applicants --json applicants.json --table applicants_raw
      hiring-cli ingest applicants applicants.json --strict --json
    """
    named, as_json = _files(files, json_value)
    with open_hiring(Dataset, jobs=jobs) as hiring:
        _run(hiring.ingest_applicants(named, table), chunk_size=chunk_size, strict=strict, as_json=as_json)


@ingest.command()
@_files_argument
@_json
@table_option("--table", "table", "prospects_raw", "Table to replace.")
@chunk_size_option(5000)
@_strict
def prospects(
    files: tuple[Path, ...], json_value: str | None, table: TableName, chunk_size: int, *, strict: bool
) -> None:
    """Replace the raw table of prospects with an export (.json or .json.gz).

    Several files, or a folder of them, are read as one export, as `ingest applicants` does.

    \b
    Examples:
      hiring-cli ingest prospects prospects.json.gz
      hiring-cli ingest prospects --json prospects.json --table prospects_raw
    """
    named, as_json = _files(files, json_value)
    with open_hiring(Dataset) as hiring:
        _run(hiring.ingest_prospects(named, table), chunk_size=chunk_size, strict=strict, as_json=as_json)


@ingest.command()
@_files_argument
@_json
@table_option("--table", "table", "vagas_raw", "Table to replace.")
@chunk_size_option(1000)
@_strict
def vagas(
    files: tuple[Path, ...], json_value: str | None, table: TableName, chunk_size: int, *, strict: bool
) -> None:
    """Replace the raw table of vagas with an export (.json or .json.gz).

    Several files, or a folder of them, are read as one export, as `ingest applicants` does.

    \b
    Examples:
      hiring-cli ingest vagas vagas.json.gz
      hiring-cli ingest vagas --json vagas.json --table vagas_raw
    """
    named, as_json = _files(files, json_value)
    with open_hiring(Dataset) as hiring:
        _run(hiring.ingest_vagas(named, table), chunk_size=chunk_size, strict=strict, as_json=as_json)


@ingest.command()
@table_option("--table", "table", "applicants_raw", "Raw table whose rejects to list.")
@json_option
def rejects(table: TableName, *, as_json: bool) -> None:
    """List the records that an ingestion set aside.

    \b
    Examples:
      hiring-cli ingest rejects --table prospects_raw
      hiring-cli ingest rejects --json
    """
    with open_hiring(Dataset) as hiring:
        found = hiring.list_rejects(table)()
        if as_json:
            print_rejects_json(table, found)
            return
        count = 0
        for reject in found:
            count += 1
            click.echo(reject_line(reject))
    click.echo(f"{table}: {count_of(count, 'reject')}")


def print_rejects_json(table: str, rejects: Iterator[Reject]) -> None:
    """One document, written as the rejects come: they may be millions."""
    before = f'{{\n  "table": {json_text(table)},\n  "rejects": ['
    for reject in rejects:
        click.echo(f"{before}\n    {json_text(reject_json(reject))}", nl=False)
        before = ","
    click.echo(f"{before}]\n}}" if before != "," else "\n  ]\n}")
