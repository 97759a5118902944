"""`hiring-cli predict`: raw applicants in, scores out."""

import heapq
import json
import re
import uuid
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from hiring.application.serving.run_ids import RunIds
from hiring.application.serving.score_applicants import ScoreApplicants, ScoredChunk
from hiring.application.serving.score_pairs import ScoredPairs, ScorePairs
from hiring.bootstrap.use_cases.scoring import PairExports, Scoring
from hiring.domain.decisions import Decision
from hiring.domain.errors import RecordsRejected
from hiring.domain.features import PROFILES
from hiring.domain.reasons import MOST_REASONS, reasons_json
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import EXPORT, chunk_size_option, profile_option
from hiring.entrypoints.cli.options.parallel import jobs_option
from hiring.entrypoints.cli.output.csv_output import Dialect, csv_options, dialect_for, write_csv
from hiring.entrypoints.cli.output.output import note
from hiring.entrypoints.cli.output.rejects import print_rejects

COLUMNS = (
    "codigo_profissional",
    "probabilidade_contratacao",
    "aprovado_pelo_modelo",
    "threshold",
    "operating_mode",
    "request_id",
)
_RUN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
REASON = ("feature", "contribution", "pt", "en")


def _run_id(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if _RUN_ID.fullmatch(value) is None:
        raise click.BadParameter("use 1 to 64 letters, digits, dots, hyphens and underscores")
    return value


@click.command()
@click.argument("files", type=EXPORT, nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--json", "form", flag_value="jsonl", help="The same as --format jsonl.")
@click.option(
    "--top", type=click.IntRange(min=1), metavar="N", help="Print only the N highest scores, highest first."
)
@click.option(
    "--explain",
    "reasons",
    type=click.IntRange(1, MOST_REASONS),
    metavar="N",
    help=f"Print the N strongest reasons for each score, 1 to {MOST_REASONS}; they are logged with it.",
)
@profile_option
@click.option("--vagas", type=EXPORT, help="Export of vagas; with a profile that reads them.")
@click.option("--prospects", type=EXPORT, help="Export of prospects: who is scored for which vaga.")
@click.option("--version", metavar="ID", help="A stored version instead of the one that serves.")
@click.option(
    "--run-id",
    "run",
    default=lambda: uuid.uuid4().hex,
    show_default="a new one, named on standard error",
    callback=_run_id,
    metavar="ID",
    help="Do a run again that was interrupted: what it has logged already is answered from the log.",
)
@click.option("--no-log", is_flag=True, help="Log nothing: for experiments, not for decisions about people.")
@csv_options
@click.option("--strict", is_flag=True, help="Exit 65 if any record has a fault.")
@chunk_size_option(1000)
@jobs_option
def predict(  # one argument an option
    files: tuple[Path, ...],
    form: str,
    top: int | None,
    *,
    reasons: int | None,
    profile: str,
    vagas: Path | None,
    prospects: Path | None,
    version: str | None,
    run: str,
    chunk_size: int,
    jobs: int | None,
    no_log: bool,
    decimal: str,
    delimiter: str | None,
    strict: bool,
) -> None:
    """Score the applicants of an export, as JSON lines or CSV, in file order.

    Every answer is logged before it is printed, as in the HTTP service. A run has an id, named on standard
    error. Given again with --run-id and the same file, model and --explain, it prints all answers, and what
    an interrupted run has logged already is not logged twice. Several files, or a folder of them, are read
    as one export.

    With a profile that reads vagas, people are scored for each vaga that they were put forward for
    (--prospects), on the day that is given there: a line a pair, person by person. What cannot be scored is
    counted on standard error: many vagas have no record. Such scores are about vagas first. Who comes first
    for one of them is what `hiring-cli rank` answers, so --top is refused.

    \b
    Examples:
      hiring-cli predict applicants.json
      hiring-cli predict applicants.json.gz --format csv --top 20 --explain 3 > shortlist.csv
      hiring-cli predict applicants.json --jobs 2 > scores.jsonl
      hiring-cli predict applicants.json --run-id 2026-11-23 > scores.jsonl
      hiring-cli predict --profile candidate_vaga --vagas v.json --prospects p.json applicants.json
    """
    dialect, exports = dialect_for(form, decimal, delimiter), _exports(profile, files, prospects, vagas)
    if exports is not None and top is not None:
        raise click.UsageError("--top is for the profile candidate: see `hiring-cli rank --help`")
    with open_hiring(Scoring, profile=profile, jobs=jobs) as hiring:
        logged, explained = not no_log, reasons is not None
        score: ScoreApplicants | ScorePairs = (
            hiring.score_applicants(files, version, logged=logged, explained=explained)
            if exports is None
            else hiring.score_pairs(exports, version, logged=logged, explained=explained)
        )
        note(f"model: {score.version.id} ({score.version.card.operating_mode})")
        note(f"run: {run}")
        chunks = score(
            hiring.profile_of(score.version),
            chunk_size=chunk_size,
            request_id_of=RunIds(run),
            reasons=reasons or 0,
        )
        tally = _Tally()
        decisions = tally.watch(chunks)
        if top is not None:
            decisions = iter(tally.highest(top, decisions))
        _write(decisions, form, reasons or 0, dialect, of_pairs=exports is not None)
        note(f"scored {tally.scored:,}, approved {tally.approved:,}, rejected {tally.rejected:,}")
        if exports is not None:
            note(tally.pairs_line())
    if strict and tally.rejected:
        raise RecordsRejected(score.source, tally.rejected)


def _exports(
    profile: str, applicants: Path | Sequence[Path], prospects: Path | None, vagas: Path | None
) -> PairExports | None:
    """What pairs are made of; None where people are scored alone."""
    if not PROFILES[profile].reads_vagas:
        if prospects is not None or vagas is not None:
            raise click.UsageError(f"--vagas and --prospects are not read by the profile {profile}")
        return None
    if prospects is None or vagas is None:
        raise click.UsageError(f"the profile {profile} needs --vagas FILE and --prospects FILE")
    return PairExports(applicants=applicants, prospects=prospects, vagas=vagas)


class _Tally:
    """Counts what passes by."""

    def __init__(self) -> None:
        self.scored = self.approved = self.rejected = 0
        self.unscored: Counter[str] = Counter()
        self.rejected_prospects = 0

    def pairs_line(self) -> str:
        """The prospects, adding up; what was set aside is one where a whole vaga of the export is."""
        read = self.scored + self.unscored.total() + self.rejected_prospects
        reasons = "".join(f" + {count:,} ({reason})" for reason, count in self.unscored.items())
        rejected = f" + rejected {self.rejected_prospects:,}"
        return f"prospects: read {read:,} = scored {self.scored:,}{reasons}{rejected}"

    def watch(self, chunks: Iterable[ScoredChunk | ScoredPairs]) -> Iterator[Decision]:
        for chunk in chunks:
            if isinstance(chunk, ScoredPairs):
                self.unscored.update(chunk.unscored)
                self.rejected_prospects += chunk.rejected
            print_rejects(chunk.rejects)
            self.rejected += len(chunk.rejects)
            self.scored += len(chunk.decisions)
            self.approved += sum(decision.approved for decision in chunk.decisions)
            yield from chunk.decisions

    def highest(self, count: int, decisions: Iterable[Decision]) -> list[Decision]:
        """The highest scores, highest first; of those that tie at the cut, the earliest in the file."""
        scores = array("d")

        def kept(decision: Decision) -> float:
            scores.append(decision.score)
            return decision.score

        best = heapq.nlargest(count, decisions, key=kept)
        if best:
            cut = best[-1].score
            tied, shown = scores.count(cut), sum(decision.score == cut for decision in best)
            if shown < tied:
                note(f"{tied:,} people tie at the last place, score {cut:.4f}: {shown:,} of them are shown")
        return best


def answer(decision: Decision) -> dict[str, Any]:
    """A decision in the words of the HTTP contract."""
    applied = decision.applied
    return {
        **({} if decision.vaga_codigo is None else {"vaga_codigo": decision.vaga_codigo}),
        "codigo_profissional": decision.codigo_profissional,
        "probabilidade_contratacao": decision.score,
        "aprovado_pelo_modelo": decision.approved,
        "threshold": decision.threshold,
        "operating_mode": decision.operating_mode,
        "request_id": decision.request_id,
        **({} if applied is None else {"data_candidatura": applied.isoformat()}),
        **({} if decision.reasons is None else {"reasons": reasons_json(decision.reasons)}),
    }


def _write(
    decisions: Iterable[Decision], form: str, reasons: int, dialect: Dialect, *, of_pairs: bool
) -> None:
    if form == "jsonl":
        for decision in decisions:
            click.echo(json.dumps(answer(decision)))
        return
    numbers = range(1, reasons + 1)
    named = ["vaga_codigo", *COLUMNS, "data_candidatura"] if of_pairs else COLUMNS
    columns = [*named, *(f"reason_{number}_{part}" for number in numbers for part in REASON)]
    write_csv(columns, map(_cells, decisions), dialect)


def _cells(decision: Decision) -> dict[str, Any]:
    """An answer as a row of a table: each part of each reason has a column, empty where there are fewer."""
    cells = {**answer(decision), "aprovado_pelo_modelo": int(decision.approved)}
    for number, reason in enumerate(cells.pop("reasons", ()), 1):
        cells |= {f"reason_{number}_{part}": reason[part] for part in REASON}
    return cells
