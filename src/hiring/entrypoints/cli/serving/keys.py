"""`hiring-cli keys`: who may ask the HTTP service."""

import sys
from datetime import UTC, datetime
from functools import partial
from typing import Any

import click

from hiring.bootstrap.use_cases.access import Access
from hiring.domain.access.keys import ApiKey, IssuedKey, KeyName, Scope, key_name
from hiring.domain.errors import KeyNotShown
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.output.output import emit, json_option, note
from hiring.entrypoints.cli.output.streams import ReaderGone


@click.group()
def keys() -> None:
    """Create, list and revoke keys of the HTTP service.

    Once a store has had a key, the service requires one; a running service notices within seconds.

    \b
    Examples:
      hiring-cli keys create ats
      hiring-cli keys list
      hiring-cli keys revoke 0a1b2c3d4e5f
    """


def _checked(_context: click.Context, _parameter: click.Parameter, value: str) -> KeyName:
    return key_name(value)


@keys.command()
@click.argument("name", callback=_checked)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([scope.value for scope in Scope]),
    default=[Scope.PREDICT.value],
    show_default=True,
    help="What the key may be used for; may be given twice.",
)
@json_option
def create(name: KeyName, scopes: tuple[str, ...], *, as_json: bool) -> None:
    """Create a key for a client and print it, this once: it is stored nowhere.

    NAME is the client. It may have two live keys: to change keys, create the second, let the client use it,
    then revoke the first. The scope predict is for predictions, admin for decisions and metrics.

    \b
    Examples:
      hiring-cli keys create ats
      KEY=$(hiring-cli keys create batch-job)
      hiring-cli keys create auditor --scope predict --scope admin --json
    """
    with open_hiring(Access) as hiring:
        new = hiring.create_key(partial(_show, as_json=as_json))(name, map(Scope, scopes))
    note(f"key {new.key.id} of {name} ({_scopes(new.key)}): shown only now and stored nowhere")
    note(f"send it as `Authorization: Bearer <key>`; revoke it with `hiring-cli keys revoke {new.key.id}`")


def _show(new: IssuedKey, *, as_json: bool) -> None:
    """Before it counts, and so that a full or closed standard output is noticed."""
    try:
        emit({**_told(new.key), "token": new.token}, [new.token], as_json=as_json)
        sys.stdout.flush()
    except (OSError, ReaderGone):
        raise KeyNotShown from None


@keys.command("list")
@json_option
def list_keys(*, as_json: bool) -> None:
    """List all keys, oldest first, including revoked ones; the secrets are not stored.

    \b
    Examples:
      hiring-cli keys list
      hiring-cli keys list --json
    """
    with open_hiring(Access) as hiring:
        found = hiring.list_keys()()
    emit(
        {"keys": [_told(key) for key in found]},
        [_line(key) for key in found] or ["no keys yet"],
        as_json=as_json,
    )


@keys.command()
@click.argument("key_id", metavar="ID")
@json_option
def revoke(key_id: str, *, as_json: bool) -> None:
    """Revoke a key. ID is what `list` prints: the part between hk_ and the next _.

    Revoking it again changes nothing. Even if all keys are revoked, the service still requires one.

    \b
    Examples:
      hiring-cli keys revoke 0a1b2c3d4e5f
    """
    with open_hiring(Access) as hiring:
        hiring.revoke_key()(key_id)
    emit({"revoked": key_id}, [f"{key_id} is revoked"], as_json=as_json)


def _told(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "scopes": sorted(key.scopes),
        "created_at": key.created_at.isoformat(),
        "revoked_at": None if key.revoked_at is None else key.revoked_at.isoformat(),
    }


def _line(key: ApiKey) -> str:
    ended = "live" if key.revoked_at is None else f"revoked {_minute(key.revoked_at)}"
    return f"{key.id}  {key.name}  {_scopes(key)}  created {_minute(key.created_at)}  {ended}"


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _scopes(key: ApiKey) -> str:
    return ", ".join(sorted(key.scopes))
