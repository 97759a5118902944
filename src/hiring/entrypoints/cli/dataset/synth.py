"""`hiring-cli synth`: invented exports."""

from dataclasses import asdict
from pathlib import Path

import click

from hiring.bootstrap.tools import WORLDS, synthesis, terminal_progress
from hiring.domain.errors import TargetExists
from hiring.entrypoints.cli.options.options import MOST_RECORDS
from hiring.entrypoints.cli.output.output import emit, json_option


@click.command()
@click.option("--applicants", type=click.IntRange(1, MOST_RECORDS), default=5_000, show_default=True)
@click.option("--prospects", type=click.IntRange(0, MOST_RECORDS), default=20_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed, the same files.")
@click.option(
    "--world", type=click.Choice(WORLDS), help="What the outcomes depend on (see above).  [default: person]"
)
@click.option("--hard", is_flag=True, help="No clear segment: no threshold can be certified.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the three files.")
@click.option("--replace", is_flag=True, help="Overwrite exports that already exist.")
@json_option
def synth(  # one argument an option
    applicants: int,
    prospects: int,
    seed: int,
    out: Path,
    *,
    world: str | None,
    hard: bool,
    replace: bool,
    as_json: bool,
) -> None:
    """Write applicants.json, prospects.json and vagas.json, invented and shaped like the real exports.

    Files with these names that already exist may be the real ones: they stay, and the exit code is 73, unless
    --replace is given.

    Empty fields, status shares and text lengths follow the real data. People, vagas and days are the same in
    every world; who is hired depends on

    \b
      person   the applicant alone: one decided prospect in eight belongs to a
               segment that is hired at 0.95
      vaga     the title of the vaga alone
      match    whether both the vaga and the CV are about SAP, or neither is
      falling  the applicant as in person, but fewer are hired from year to year,
               in the end of the segment too

    \b
    Examples:
      hiring-cli synth --applicants 5000 --prospects 20000 --seed 1 --out synthetic
      hiring-cli synth --applicants 42482 --prospects 53759 --out full-size
      hiring-cli synth --world match --out match
    """
    if hard and world is not None:
        raise click.UsageError("--hard is a world of its own: give --world or --hard")
    for file in (out / "applicants.json", out / "prospects.json", out / "vagas.json"):
        if not replace and (file.exists() or file.is_symlink()):
            raise TargetExists(str(file))
    with terminal_progress().step("synth", applicants + prospects) as advance:
        files = synthesis(
            out,
            applicants=applicants,
            prospects=prospects,
            seed=seed,
            world="hard" if hard else world or WORLDS[0],
            advance=advance,
        )
    result = {name: str(path) for name, path in asdict(files).items()}
    emit(result, [f"{name}: {path}" for name, path in result.items()], as_json=as_json)
