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


@click.command()
@click.argument("file", type=EXPORT)
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--json", "form", flag_value="jsonl", help="The same as --format jsonl.")
@click.option(
    "--top", type=click.IntRange(min=1), metavar="N", help="Only the N highest scores, highest first."
)
@click.option("--version", metavar="ID", help="A stored version instead of the one that serves.")
@click.option(
    "--no-log", is_flag=True, help="Keep no audit row: for trying out, not for decisions about people."
)
@chunk_size_option(1000)
def predict(
    file: Path, form: str, top: int | None, version: str | None, chunk_size: int, *, no_log: bool
) -> None:
    """Score the applicants of an export, as JSON lines or CSV, in file order.

    Every answer is logged before it is printed, as the HTTP service does it.

    \b
    Examples:
      hiring-cli predict applicants.json
      hiring-cli predict applicants.json.gz --format csv --top 20 > shortlist.csv
    """
    with opened() as hiring:
        scorer = hiring.scorer(version)
        note(f"model: {scorer.version.id} ({scorer.version.card.operating_mode})")
        step = hiring.score_applicants(file, scorer, logged=not no_log)
        chunks = step(hiring.profile, chunk_size=chunk_size, new_request_id=lambda: uuid.uuid4().hex)
        tally = _Tally()
        decisions = tally.watch(chunks)
        if top is not None:
            decisions = iter(heapq.nlargest(top, decisions, key=lambda decision: decision.score))
        _write(decisions, form)
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
    }


def _write(decisions: Iterable[Decision], form: str) -> None:
    if form == "jsonl":
        for decision in decisions:
            click.echo(json.dumps(answer(decision)))
        return
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {**answer(decision), "aprovado_pelo_modelo": int(decision.approved)} for decision in decisions
    )
