"""The store that the settings name, and its schema."""

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from typing import TypeVar

from hiring.application.operations.upgrade_schema import UpgradeSchema
from hiring.application.ports.store import Store
from hiring.bootstrap.elsewhere import opened_files, opened_server
from hiring.domain.errors import InvalidName, InvalidSetting, SaltDiffers
from hiring.domain.records import table_name
from hiring.domain.schema import runs_out
from hiring.settings import Settings

T = TypeVar("T")


def open_store(settings: Settings, *, salt: str | None = None) -> Store:
    """The store that the settings name; `salt` is for files that are made now, instead of the settings'.

    Raises:
        SaltDiffers: The settings name another salt than the store was made with.
        StoreUnavailable: It cannot be opened.
    """
    store, asked = _opened(settings, salt or settings.hiring_salt), settings.hiring_salt
    if asked is not None and store.salt != asked:
        place = store.place
        store.close()
        raise SaltDiffers(place)
    return store


def _opened(settings: Settings, salt: str | None) -> Store:
    if settings.storage == "postgres":
        from hiring.adapters.postgres import PostgresStore

        return _on_server(settings, PostgresStore)
    from hiring.adapters.files.store import FileStore

    return FileStore(settings.hiring_home, salt=salt, lock_timeout_s=settings.hiring_lock_timeout_s)


def store_elsewhere(settings: Settings) -> Callable[[], AbstractContextManager[Store]]:
    """Opens in another process the store that these settings name; sent by name, and without secrets.

    Where files are is sent. How a server is reached, password and all, that process's own settings say.
    """
    if settings.storage == "files":
        return partial(opened_files, settings.hiring_home.absolute())
    return opened_server


def upgrade_schema(settings: Settings) -> UpgradeSchema:
    """For the PostgreSQL store that the settings name; no server is asked yet."""
    from hiring.adapters.postgres.migrator import Migrations

    return UpgradeSchema(schema=_on_server(settings, partial(Migrations, salt=settings.hiring_salt)))


def try_store(settings: Settings) -> str:
    """Open the store that the settings name and close it again; where it is.

    Raises:
        StoreUnavailable: It cannot be opened.
    """
    store = open_store(settings)
    store.close()
    return store.place


def partitioned_until(settings: Settings) -> tuple[datetime | None, bool]:
    """How far the audit log that the settings name has partitions, and whether new ones are due."""
    from hiring.adapters.memory.clocks import SYSTEM_CLOCK

    store = open_store(settings)
    try:
        now = SYSTEM_CLOCK()
        until = store.partitioned_until(now)
        return until, runs_out(until, now)
    finally:
        store.close()


def session_settings(settings: Settings) -> Mapping[str, str]:
    """What each session with the PostgreSQL server has instead of what it would inherit, as the server says.

    Raises:
        StoreUnavailable: The server cannot be reached, or refuses.
    """
    from hiring.adapters.postgres.sessions.connections import session_settings

    return _on_server(settings, lambda url, schema, **_: session_settings(url, schema))


def _on_server(settings: Settings, make: Callable[..., T]) -> T:
    """What is made of a server's address and a schema, for those that the settings name."""
    from hiring.adapters.postgres import server_url

    try:
        schema = table_name(settings.postgres_schema)
    except InvalidName:
        raise InvalidSetting(
            "POSTGRES_SCHEMA is not an identifier: use letters, digits and underscores, no digit "
            "first, at most 63 bytes"
        ) from None
    _require_a_place(settings)
    password = settings.postgres_password
    address = server_url(
        user=settings.postgres_user,
        password=None if password is None else password.get_secret_value(),
        host=settings.postgres_host,
        port=settings.postgres_port,
        database=settings.postgres_db,
    )
    return make(address, schema, lock_timeout_s=settings.hiring_lock_timeout_s)


_HOST = re.compile(r"[A-Za-z0-9._:,-]+|[/@][^\0:@]*")  # names and addresses, or the folder of a socket
_NO_DATABASE = re.compile(r"=|://")  # libpq would read all of a connection out of it


def _require_a_place(settings: Settings) -> None:
    """Host and database are just that: what else they hold, a password perhaps, would be shown and logged."""
    if settings.postgres_host is not None and _HOST.fullmatch(settings.postgres_host) is None:
        raise InvalidSetting(
            "POSTGRES_HOST is not a host: give a name, an address or the folder of a socket; "
            "user, password, port and database have settings of their own"
        )
    if settings.postgres_db is not None and _NO_DATABASE.search(settings.postgres_db):
        raise InvalidSetting("POSTGRES_DB is not the name of a database: give only the name")
