"""`hiring-cli store`: backup and restore."""

from pathlib import Path

import click

from hiring.bootstrap.archives import back_up, restore_from
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
    """Copy the store and the models around MODEL_ARTIFACT into the new folder DEST, and read the copy.

    It is one moment of the store, also while services and commands write. DEST appears whole or not at all;
    one that is there is refused. It holds people's data, and the keys of the store.

    \b
    Examples:
      hiring-cli store backup backups/2026-11-23
    """
    back_up(load_settings())(target)
    emit({"backup": str(target)}, [f"{target}: store and models, whole and read again"], as_json=as_json)


@store.command()
@click.argument("source", metavar="SRC", type=FOLDER)
@click.option("--replace", is_flag=True, help="Put aside the store that is there, and change what serves.")
@json_option
def restore(source: Path, *, replace: bool, as_json: bool) -> None:
    """Put the backup SRC in the place of HIRING_HOME and MODEL_ARTIFACT, after all of it was checked.

    A store that is in use is never replaced: end the services first. With --replace, the store that was there
    is kept beside it; models that the backup does not have stay.

    \b
    Examples:
      hiring-cli store restore backups/2026-11-23
      hiring-cli store restore backups/2026-11-23 --replace
    """
    settings = load_settings()
    kept = restore_from(settings)(source, replace=replace)
    with open_hiring(settings) as hiring:
        serves = hiring.list_models()().serves
        if serves is not None:
            hiring.publish_model()(serves, actor=actor(), reason=f"restored from {source.name}")
    lines = [f"{settings.hiring_home}: restored", *(f"what was there is kept as {path}" for path in kept)]
    result = {"store": str(settings.hiring_home), "kept": [str(path) for path in kept]}
    emit(result, lines, as_json=as_json)
