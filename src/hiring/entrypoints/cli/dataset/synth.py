"""`hiring-cli synth`: invented exports."""

from pathlib import Path

import click

from hiring.bootstrap.tools import synthesis, terminal_progress
from hiring.domain.errors import TargetExists
from hiring.entrypoints.cli.options.options import MOST_RECORDS
from hiring.entrypoints.cli.output.output import emit, json_option


@click.command()
@click.option("--applicants", type=click.IntRange(1, MOST_RECORDS), default=5_000, show_default=True)
@click.option("--prospects", type=click.IntRange(0, MOST_RECORDS), default=20_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed, the same files.")
@click.option("--hard", is_flag=True, help="No clear segment: no threshold can be certified.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the two files.")
@click.option("--replace", is_flag=True, help="Overwrite exports that already exist.")
@json_option
def synth(  # one argument an option
    applicants: int, prospects: int, seed: int, out: Path, *, hard: bool, replace: bool, as_json: bool
) -> None:
    """Write applicants.json and prospects.json of invented people, shaped like the real exports.

    Files with these names that already exist may be the real ones: they stay, and the exit code is 73, unless
    --replace is given.

    Empty fields, status shares and text lengths follow the real data; about one decided prospect in eight
    belongs to a segment that is hired at 0.95.

    \b
    Examples:
      hiring-cli synth --applicants 5000 --prospects 20000 --seed 1 --out synthetic
      hiring-cli synth --applicants 42482 --prospects 53759 --out full-size
    """
    for file in (out / "applicants.json", out / "prospects.json"):
        if not replace and (file.exists() or file.is_symlink()):
            raise TargetExists(str(file))
    with terminal_progress().step("synth", applicants + prospects) as advance:
        people, vagas = synthesis(
            out, applicants=applicants, prospects=prospects, seed=seed, hard=hard, advance=advance
        )
    result = {"applicants": str(people), "prospects": str(vagas)}
    emit(result, [f"{name}: {path}" for name, path in result.items()], as_json=as_json)
