"""`hiring-cli store`: backup and restore."""

from pathlib import Path

import click

from hiring.bootstrap.archives import back_up, restore_from
from hiring.bootstrap.use_cases.models import Models
from hiring.entrypoints.cli.options.actor import actor
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.output.output import emit, json_option
from hiring.settings import load_settings

FOLDER = click.Path(path_type=Path)


@click.group()
def store() -> None:
    """Back up the files store and its models, or restore them."""


@store.command()
@click.argument("target", metavar="DEST", type=FOLDER)
@json_option
def backup(target: Path, *, as_json: bool) -> None:
    """Copy the store and the models of all profiles into the new folder DEST, and check the copy.

    The copy is consistent even while services and commands write. DEST appears whole or not at all;
    it must not exist yet. It holds people's data, and the keys of the store.

    \b
    Examples:
      hiring-cli store backup backups/2026-11-23
    """
    back_up(load_settings())(target)
    emit({"backup": str(target)}, [f"{target}: store and models copied and checked"], as_json=as_json)


@store.command()
@click.argument("source", metavar="SRC", type=FOLDER)
@click.option("--replace", is_flag=True, help="Set the existing store aside, and change what serves.")
@json_option
def restore(source: Path, *, replace: bool, as_json: bool) -> None:
    """Restore the backup SRC, store and models, to where the settings say, after checking all of it.

    A store in use is never replaced: stop the services first. With --replace, the existing store
    is kept beside it; models that are not in the backup stay.

    \b
    Examples:
      hiring-cli store restore backups/2026-11-23
      hiring-cli store restore backups/2026-11-23 --replace
    """
    settings = load_settings()
    kept = restore_from(settings)(source, replace=replace)
    with open_hiring(Models, settings) as hiring:
        for of_profile in map(hiring.for_profile, hiring.profiles):
            serves = of_profile.list_models()().serves
            if serves is not None:
                of_profile.publish_model()(serves, actor=actor(), reason=f"restored from {source.name}")
    lines = [f"{settings.hiring_home}: restored", *(f"the previous store is kept as {path}" for path in kept)]
    result = {"store": str(settings.hiring_home), "kept": [str(path) for path in kept]}
    emit(result, lines, as_json=as_json)
