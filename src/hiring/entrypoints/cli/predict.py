"""`hiring-cli predict`: raw applicants in, scores out."""

import csv
import heapq
import json
import sys
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from hiring.application.score_applicants import ScoredChunk
from hiring.domain.decisions import Decision
from hiring.domain.reasons import MOST_REASONS, reasons_json
from hiring.entrypoints.cli.opening import opened
from hiring.entrypoints.cli.options import EXPORT, chunk_size_option
from hiring.entrypoints.cli.output import note, tell_rejects

COLUMNS = (
    "codigo_profissional",
    "probabilidade_contratacao",
    "aprovado_pelo_modelo",
    "threshold",
    "operating_mode",
    "request_id",
)
REASON = ("feature", "contribution", "pt", "en")


@click.command()
@click.argument("file", type=EXPORT)
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--json", "form", flag_value="jsonl", help="The same as --format jsonl.")
@click.option(
    "--top", type=click.IntRange(min=1), metavar="N", help="Only the N highest scores, highest first."
)
@click.option(
    "--explain",
    "reasons",
    type=click.IntRange(1, MOST_REASONS),
    metavar="N",
    help=f"With the N strongest reasons of each score, 1 to {MOST_REASONS}; they are logged with it.",
)
@click.option("--version", metavar="ID", help="A stored version instead of the one that serves.")
@click.option(
    "--no-log", is_flag=True, help="Keep no audit row: for trying out, not for decisions about people."
)
@chunk_size_option(1000)
def predict(
    file: Path,
    form: str,
    top: int | None,
    *,
    reasons: int | None,
    version: str | None,
    chunk_size: int,
    no_log: bool,
) -> None:
    """Score the applicants of an export, as JSON lines or CSV, in file order.

    Every answer is logged before it is printed, as the HTTP service does it.

    \b
    Examples:
      hiring-cli predict applicants.json
      hiring-cli predict applicants.json.gz --format csv --top 20 --explain 3 > shortlist.csv
    """
    with opened() as hiring:
        scorer = hiring.scorer(version)
        note(f"model: {scorer.version.id} ({scorer.version.card.operating_mode})")
        step = hiring.score_applicants(file, scorer, logged=not no_log, explained=reasons is not None)
        chunks = step(
            hiring.profile,
            chunk_size=chunk_size,
            new_request_id=lambda: uuid.uuid4().hex,
            reasons=reasons or 0,
        )
        tally = _Tally()
        decisions = tally.watch(chunks)
        if top is not None:
            decisions = iter(heapq.nlargest(top, decisions, key=lambda decision: decision.score))
        _write(decisions, form, reasons or 0)
        note(f"scored {tally.scored:,}, approved {tally.approved:,}, rejected {tally.rejected:,}")


class _Tally:
    """Counts what passes by."""

    def __init__(self) -> None:
        self.scored = self.approved = self.rejected = 0

    def watch(self, chunks: Iterable[ScoredChunk]) -> Iterator[Decision]:
        for chunk in chunks:
            tell_rejects(chunk.rejects)
            self.rejected += len(chunk.rejects)
            self.scored += len(chunk.decisions)
            self.approved += sum(decision.approved for decision in chunk.decisions)
            yield from chunk.decisions


def answer(decision: Decision) -> dict[str, Any]:
    """A decision in the words of the HTTP contract."""
    return {
        "codigo_profissional": decision.codigo_profissional,
        "probabilidade_contratacao": decision.score,
        "aprovado_pelo_modelo": decision.approved,
        "threshold": decision.threshold,
        "operating_mode": decision.operating_mode,
        "request_id": decision.request_id,
        **({} if decision.reasons is None else {"reasons": reasons_json(decision.reasons)}),
    }


def _write(decisions: Iterable[Decision], form: str, reasons: int) -> None:
    if form == "jsonl":
        for decision in decisions:
            click.echo(json.dumps(answer(decision)))
        return
    numbers = range(1, reasons + 1)
    columns = [*COLUMNS, *(f"reason_{number}_{part}" for number in numbers for part in REASON)]
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(_cells, decisions))


def _cells(decision: Decision) -> dict[str, Any]:
    """An answer as a row of a table: each part of each reason has a column, empty where there are fewer."""
    cells = {**answer(decision), "aprovado_pelo_modelo": int(decision.approved)}
    for number, reason in enumerate(cells.pop("reasons", ()), 1):
        cells |= {f"reason_{number}_{part}": reason[part] for part in REASON}
    return cells
