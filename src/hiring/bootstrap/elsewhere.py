"""The store of this process, opened in another one that shares a work with it.

What opens it is sent by name and called there, so what it does not need is not imported.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hiring.application.ports.store import Store
from hiring.domain.errors import WorkersDiffer


@contextmanager
def opened_files(home: Path) -> Iterator[Store]:
    """The store in this folder; none is made there.

    Raises:
        WorkersDiffer: There is none.
    """
    from hiring.adapters.files.store import DATABASE, FileStore

    if not (home / DATABASE).is_file():
        raise WorkersDiffer([f"they have no store in {home}"])
    store = FileStore(home)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def opened_server() -> Iterator[Store]:
    """The store on the server that this process's own settings name, with the password that they hold.

    Raises:
        WorkersDiffer: They name none.
    """
    from hiring.bootstrap.stores import open_store
    from hiring.settings import load_settings

    settings = load_settings()
    if settings.storage != "postgres":
        raise WorkersDiffer(["their settings name no server"])
    store = open_store(settings)
    try:
        yield store
    finally:
        store.close()
