"""`hiring-cli rank`: who for this vaga, by what is proven."""

import json
import uuid
from pathlib import Path

import click

from hiring.application.ranking.rank_request import RankRequest
from hiring.bootstrap.use_cases.ranking import Ranking
from hiring.domain.record_validation import LARGEST_CODE
from hiring.entrypoints.cli.options.locale import language_here
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import EXPORT
from hiring.entrypoints.cli.output.csv_output import dialect_for, list_options, write_csv
from hiring.entrypoints.cli.output.output import emit, note
from hiring.entrypoints.cli.output.ranking import (
    csv_columns,
    csv_rows,
    foot_lines,
    head_lines,
    list_rows,
    table_lines,
)
from hiring.entrypoints.cli.output.rejects import print_rejects

_REASONS = 3


@click.command()
@click.option(
    "--vaga",
    type=click.IntRange(-LARGEST_CODE, LARGEST_CODE),
    required=True,
    metavar="CODE",
    help="Code of the vaga, in vagas_raw.",
)
@click.option(
    "--from",
    "source",
    type=EXPORT,
    metavar="FILE",
    help="An applicants export with the candidates; default: all prospects of the vaga.",
)
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Print only the first N places.")
@click.option("--why", is_flag=True, help="Name what each person meets, lacks, and what is not known.")
@click.option(
    "--require",
    "typed",
    multiple=True,
    metavar="TEXT",
    help="Ask for this besides the vaga, such as `SAP FI` or `inglês avançado`; it counts first. Repeatable.",
)
@list_options
def rank(  # one argument an option
    vaga: int,
    source: Path | None,
    top: int | None,
    typed: tuple[str, ...],
    form: str,
    *,
    language: str | None,
    why: bool,
    decimal: str,
    delimiter: str | None,
) -> None:
    """List the candidates of a vaga, by what is proven of the model that reads vagas.

    Where it is not proven that the model orders the candidates of a vaga, nobody is scored: people stand in
    tiers, by the requirements of the vaga that can be checked in their records. What somebody did not give
    is not known, and held against nobody. Every list is logged before it is printed.

    \b
    Examples:
      hiring-cli rank --vaga 5185
      hiring-cli rank --vaga 5185 --require "SAP FI" --why --top 20
      hiring-cli rank --vaga 5185 --from applicants.json --format csv > list.csv
    """
    dialect, spoken = dialect_for(form, decimal, delimiter), language or language_here()
    with open_hiring(Ranking) as hiring:
        model = hiring.ranking_model()
        people = None
        if source is not None:
            people, rejects = hiring.read_candidates(source, model.profile)()
            print_rejects(rejects)
        asked = {"vaga": vaga, "top": top, "require": typed, "from": source is not None}
        request = RankRequest(
            request_id=uuid.uuid4().hex,
            vaga=vaga,
            candidates=people,
            body=json.dumps(asked).encode(),
            typed=typed,
            top=top,
            reasons=_REASONS if why else 0,
        )
        answer = hiring.rank_candidates(model.profile)(request, model)
    head, foot = head_lines(answer.event, spoken), foot_lines(answer.event, spoken)
    if form == "table":
        lines = [*head, "", *table_lines(answer, spoken, why=why), *(["", *foot] if foot else [])]
        emit({}, lines, as_json=False)
        return
    note("\n".join([*head, *foot]))
    if form == "jsonl":
        for row in list_rows(answer):
            click.echo(json.dumps(row))
    else:
        write_csv(csv_columns(answer.event), csv_rows(answer), dialect)
