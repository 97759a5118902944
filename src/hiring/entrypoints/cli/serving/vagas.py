"""`hiring-cli vagas`: what a model expects of vagas."""

import json

import click

from hiring.bootstrap.use_cases.ranking import Ranking
from hiring.entrypoints.cli.options.locale import language_here
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.output.csv_output import dialect_for, list_options, write_csv
from hiring.entrypoints.cli.output.outlook import COLUMNS, csv_rows, head_lines, outlook_rows, table_lines
from hiring.entrypoints.cli.output.output import emit, note

_SHOWN = 20
_MOST_REASONS = 10


@click.group()
def vagas() -> None:
    """Look at vagas as the model that reads them does."""


@vagas.command()
@click.option(
    "--top",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"Print only the N likeliest; default: {_SHOWN} in a table, otherwise all.",
)
@click.option(
    "--why",
    "reasons",
    type=click.IntRange(1, _MOST_REASONS),
    metavar="N",
    help="Print the N strongest reasons of each vaga; none is about a person.",
)
@list_options
def outlook(
    top: int | None,
    reasons: int | None,
    form: str,
    *,
    language: str | None,
    decimal: str,
    delimiter: str | None,
) -> None:
    """List the open vagas, and how likely their undecided applications end in a hire: to plan with.

    A vaga is open if an application for it is undecided and nobody was hired: the data have no status of
    their own. The published model of the profile that reads vagas scores the stored applications on their
    own days; a vaga has the mean of their scores. A star marks the vagas of the exclusion promise, where the
    model certifies one. No score of a person is shown or logged, and nothing rejects anybody by this.

    \b
    Examples:
      hiring-cli vagas outlook
      hiring-cli vagas outlook --top 50 --why 3
      hiring-cli vagas outlook --format csv > outlook.csv
    """
    dialect, spoken = dialect_for(form, decimal, delimiter), language or language_here()
    if top is None and form == "table":
        top = _SHOWN
    with open_hiring(Ranking) as hiring:
        found = hiring.outlook_of_vagas()(top=top, reasons=reasons or 0)
    if form == "table":
        emit({}, [*head_lines(found, spoken), "", *table_lines(found, spoken)], as_json=False)
        return
    note("\n".join(head_lines(found, spoken)))
    if form == "jsonl":
        for row in outlook_rows(found):
            click.echo(json.dumps(row))
    else:
        columns = (*COLUMNS, "reasons") if reasons else COLUMNS
        write_csv(
            columns, ({name: row[name] for name in columns} for row in csv_rows(found, spoken)), dialect
        )
