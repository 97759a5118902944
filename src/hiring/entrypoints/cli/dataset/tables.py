"""`hiring-cli labels build` and `hiring-cli gold build`."""

from dataclasses import asdict

import click

from hiring.application.dataset.label_prospects import LabelCounts
from hiring.bootstrap.use_cases.dataset import Dataset
from hiring.domain.gold import GoldCounts
from hiring.domain.models import JsonValue
from hiring.domain.records import TableName
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import (
    chunk_size_option,
    own_table_option,
    profile_option,
    table_option,
)
from hiring.entrypoints.cli.output.output import emit, json_option

MOST_NAMED = 50
"""How many unknown statuses are named for people."""


@click.group()
def labels() -> None:
    """Label prospects by how they ended."""


@labels.command("build")
@table_option("--from", "source", "prospects_raw", "Raw table to read.")
@table_option("--to", "target", "prospects_labels", "Label table to replace.")
@chunk_size_option(10_000)
@json_option
def build_labels(source: TableName, target: TableName, chunk_size: int, *, as_json: bool) -> None:
    """Replace the label table with the decided prospects, hired or not.

    \b
    Examples:
      hiring-cli labels build
      hiring-cli labels build --from prospects_raw --to prospects_labels --json
    """
    with open_hiring(Dataset) as hiring:
        counts = hiring.label_prospects(source, target)(chunk_size=chunk_size)
    emit({"table": target, **asdict(counts)}, label_lines(target, counts), as_json=as_json)


@click.group()
def gold() -> None:
    """Join labels and features for training."""


@gold.command("build")
@table_option("--from", "source", "prospects_labels", "Label table to read.")
@profile_option
@table_option("--features", "features", "applicants_feat", "Feature table to read (profile candidate).")
@table_option("--applicants", "applicants", "applicants_raw", "Raw table to read (profiles that read vagas).")
@table_option("--vagas", "vagas", "vagas_raw", "Raw table to read (profiles that read vagas).")
@own_table_option("--to", "target", "Gold table to replace.")
@json_option
def build_gold(  # one argument an option
    profile: str,
    source: TableName,
    target: TableName | None,
    *,
    features: TableName,
    applicants: TableName,
    vagas: TableName,
    as_json: bool,
) -> None:
    """Replace the gold table with every decided (vaga, person) and the features.

    Those of the profile candidate are about the person alone, and were built by `hiring-cli features build`.
    A profile that reads vagas has features of the person, the vaga and both: they are computed here, from
    the raw tables.

    \b
    Examples:
      hiring-cli gold build
      hiring-cli gold build --from prospects_labels --features applicants_feat --to gold_applicants
    """
    with open_hiring(Dataset, profile=profile) as hiring:
        name = target or hiring.gold_table
        if hiring.profile.reads_vagas:
            counts = hiring.build_pair_gold(source, applicants, vagas, name)(hiring.profile)
        else:
            counts = hiring.build_gold(name)(labels=source, features=features)
    emit(gold_json(name, counts), [gold_line(name, counts)], as_json=as_json)


def label_lines(table: str, counts: LabelCounts) -> list[str]:
    """The counts of a labelling, adding up, and the statuses that nobody knows."""
    found = list(counts.unknown_statuses.items())
    return [
        (
            f"{table}: labelled {counts.labelled:,} (hired {counts.hired:,}, not hired {counts.not_hired:,}) "
            f"+ undecided {counts.undecided:,} + unknown {counts.unknown:,} = prospects {counts.prospects:,}"
        ),
        (
            f"  of the labelled, {counts.without_date:,} without a readable data_candidatura and "
            f"{counts.without_update:,} without a readable ultima_atualizacao"
        ),
        *(f'  unknown status "{name}": {count:,}' for name, count in found[:MOST_NAMED]),
        *(
            [f"  and {len(found) - MOST_NAMED:,} more unknown statuses (--json)"]
            if found[MOST_NAMED:]
            else []
        ),
    ]


def gold_json(table: str, counts: GoldCounts) -> dict[str, JsonValue]:
    """The counts of the join; unknown vagas are counted only where vagas are read."""
    counted = asdict(counts)
    if not counted["vaga_unknown"]:
        del counted["vaga_unknown"]
    return {"table": table, **counted}


def gold_line(table: str, counts: GoldCounts) -> str:
    """The counts of the join, adding up."""
    return (
        f"{table}: labelled {counts.labelled:,} = gold {counts.gold:,} + superseded {counts.superseded:,} "
        f"+ applicant unknown {counts.applicant_unknown:,}"
        f"{f' + vaga unknown {counts.vaga_unknown:,}' if counts.vaga_unknown else ''}"
    )
