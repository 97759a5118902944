"""`hiring-cli feedback`: what became of people."""

from pathlib import Path
from typing import Any

import click

from hiring.application.monitoring.outcomes.import_outcomes import ImportCounts
from hiring.bootstrap.use_cases.monitoring import Monitoring
from hiring.domain.access.keys import is_key_name
from hiring.domain.feedback import FeedbackState
from hiring.domain.records import Reject
from hiring.entrypoints.cli.options.actor import actor
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import EXPORT
from hiring.entrypoints.cli.output.output import counted, emit, json_option, note
from hiring.entrypoints.cli.output.rejects import print_rejects

FIRST_REJECTS = 20
"""How many refused records are named."""


@click.group()
def feedback() -> None:
    """Report what became of people, so that monitoring knows how right the answers were."""


def _client(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value and not is_key_name(value):
        raise click.BadParameter("not a name of a client")
    return value


@feedback.command("import")
@click.argument("file", type=EXPORT)
@click.option(
    "--client",
    callback=_client,
    metavar="NAME",
    help="Whose request ids the file names; by default those without a key, or of the only client.",
)
@click.option("--strict", is_flag=True, help="Store nothing if any record has a fault (exit 65).")
@json_option
def import_(file: Path, client: str | None, *, strict: bool, as_json: bool) -> None:
    """Store the outcomes of a file, each with the decision that it is about.

    FILE is a CSV with the columns request_id or codigo_profissional (with or without vaga_codigo), hired and
    outcome_at; JSON lines with the same fields; or an export of prospects, of which the decided ones count,
    on the day of ultima_atualizacao. Plain or gzip; - is standard input.

    What is there already is not stored again. A fault of the file changes nothing; a record with a fault is
    named and left out.

    \b
    Examples:
      hiring-cli feedback import outcomes.csv
      hiring-cli feedback import outcomes.jsonl --client ats --strict
      hiring-cli feedback import prospects.json.gz --json
    """
    told = _FirstRejects()
    with open_hiring(Monitoring) as hiring:
        step = hiring.import_outcomes(file)
        try:
            counts = step(client=client, reporter=actor(), strict=strict, tell=told)
        finally:
            told.close()
    emit(import_json(counts), [import_line(counts)], as_json=as_json)


class _FirstRejects:
    """Names the first ones as they come, and counts the others."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, reject: Reject) -> None:
        self._count += 1
        if self._count <= FIRST_REJECTS:
            print_rejects([reject])

    def close(self) -> None:
        """Say how many were not named."""
        if self._count > FIRST_REJECTS:
            note(f"... and {self._count - FIRST_REJECTS:,} more")


def import_line(counts: ImportCounts) -> str:
    """The counts of an import, adding up."""
    parts = [f"{state.value} {counts.states[state]:,}" for state in FeedbackState]
    parts.append(f"refused {counts.refused:,}{_why(counts.reasons)}")
    parts.append(f"left out {sum(counts.left_out.values()):,}{_why(counts.left_out)}")
    unmatched = {why.value: count for why, count in counts.unmatched.items()}
    about = f"; about no decision: {counted(unmatched)}" if unmatched else ""
    return f"feedback: read {counts.read:,} = {' + '.join(parts)}{about}"


def _why(reasons: Any) -> str:  # noqa: ANN401
    return f" ({counted(dict(reasons))})" if reasons else ""


def import_json(counts: ImportCounts) -> dict[str, Any]:
    """The same for machines."""
    return {
        "read": counts.read,
        **{state.value: counts.states[state] for state in FeedbackState},
        "refused": counts.refused,
        "left_out": sum(counts.left_out.values()),
        "unmatched_reasons": {why.value: count for why, count in counts.unmatched.items()},
        "refused_reasons": dict(counts.reasons),
        "left_out_reasons": dict(counts.left_out),
    }
