"""Copies of a store: one moment of it, taken while others write."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

import pyarrow.parquet as pq

from hiring.adapters.files.errors import port_errors
from hiring.adapters.files.private import OURS_ALONE, create_private
from hiring.adapters.files.schema import VERSION
from hiring.adapters.files.sole import is_in_use
from hiring.adapters.files.store import DATABASE
from hiring.adapters.files.tables.catalog import TABLES
from hiring.application.operations.back_up import Component
from hiring.domain.errors import BackupUnsound, FileMissing, StoreInUse, StoreUnavailable, TargetExists
from hiring.unfinished import sync_file, sync_folder

_TRIES: Final = 100
_CATALOG: Final = "SELECT file, row_count FROM catalog ORDER BY file"


class StoreCopies(Component):
    """Of the store in a folder.

    Args:
        home: The folder.
    """

    def __init__(self, home: Path) -> None:
        self._home = home.absolute()

    @property
    def name(self) -> str:
        return "store"

    def copy(self, target: Path) -> None:
        database = self._home / DATABASE
        if not database.exists():
            raise FileMissing(str(database))
        with port_errors(f"the store in {self._home} or its copy"), closing(_opened(database)) as source:
            (target / TABLES).mkdir(mode=OURS_ALONE, parents=True)
            with self._one_moment(source) as files:
                _copy_database(source, target / DATABASE)
                for name, file in files.items():
                    with file, create_private(target / TABLES / name) as copy:
                        shutil.copyfileobj(file, copy)
                        sync_file(copy)
            sync_folder(target / TABLES)
            sync_folder(target)

    @contextmanager
    def _one_moment(self, source: sqlite3.Connection) -> Iterator[Mapping[str, BinaryIO]]:
        """The tables' files of one moment, which the connection goes on to see.

        A table that is replaced meanwhile has lost its file before it could be opened: another moment is
        taken then. What is open stays, though it may lose its name.
        """
        for _ in range(_TRIES):
            with ExitStack() as stack:
                source.execute("BEGIN")
                stack.callback(source.execute, "ROLLBACK")
                try:
                    files = {
                        name: stack.enter_context((self._home / TABLES / name).open("rb"))
                        for name, _ in source.execute(_CATALOG).fetchall()
                    }
                except FileNotFoundError:
                    continue
                yield files
                return
        raise StoreUnavailable(f"the tables in {self._home} keep being replaced: try again later")

    def check(self, source: Path) -> None:
        try:
            with port_errors("the copy"), closing(_opened(source / DATABASE)) as database:
                _check_database(database)
                tables = dict(database.execute(_CATALOG).fetchall())
        except StoreUnavailable as fault:
            raise BackupUnsound(str(source / DATABASE), "this program cannot open it") from fault
        for name, rows in tables.items():
            _check_table(source / TABLES / name, rows)

    def admit(self, source: Path, *, replace: bool) -> None:
        del source
        if is_in_use(self._home / DATABASE):
            raise StoreInUse(str(self._home))
        if self._taken() and not replace:
            raise TargetExists(str(self._home))

    @contextmanager
    def putting(self, source: Path) -> Iterator[Callable[[], Sequence[Path]]]:
        home = self._home.resolve()
        with port_errors(f"the store in {home}"):
            home.parent.mkdir(parents=True, exist_ok=True)
            draft = _free(home, "restoring")
            try:
                _copy_tree(source, draft)
                self.check(draft)
                yield partial(_exchanged, home, draft)
            finally:
                shutil.rmtree(draft, ignore_errors=True)

    def _taken(self) -> bool:
        return self._home.exists() and any(self._home.iterdir())


def _opened(database: Path) -> sqlite3.Connection:
    """One that makes no file."""
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)


def _copy_database(source: sqlite3.Connection, target: Path) -> None:
    with create_private(target):
        pass
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        source.backup(copy)  # all pages at once: those of the transaction that is open
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()  # one file, which needs no other beside it


def _check_database(database: sqlite3.Connection) -> None:
    ((version,),) = database.execute("PRAGMA user_version").fetchall()
    findings = database.execute("PRAGMA integrity_check").fetchall()
    if not 0 < version <= VERSION or findings != [("ok",)]:
        raise StoreUnavailable("the copy is damaged, or was made by a newer version of this program")
    if database.execute("PRAGMA foreign_key_check").fetchall():
        raise StoreUnavailable("the copy is damaged")


def _check_table(file: Path, rows: int) -> None:
    try:
        with port_errors("the copy"), pq.ParquetFile(file, page_checksum_verification=True) as parquet:
            found = sum(len(parquet.read_row_group(group)) for group in range(parquet.num_row_groups))
    except StoreUnavailable as fault:
        raise BackupUnsound(str(file), "it is missing or damaged") from fault
    if found != rows:
        raise BackupUnsound(str(file), "it does not have the expected number of rows")


def _copy_tree(source: Path, target: Path) -> None:
    target.mkdir(mode=OURS_ALONE)
    for path in sorted(source.iterdir()):
        if path.is_dir():
            _copy_tree(path, target / path.name)
        else:
            with path.open("rb") as file, create_private(target / path.name) as copy:
                shutil.copyfileobj(file, copy)
                sync_file(copy)
    sync_folder(target)


def _exchanged(home: Path, draft: Path) -> list[Path]:
    """Give the draft its name; where the store that had it is now, if there was one."""
    kept = []
    if home.exists():
        if any(home.iterdir()):
            kept.append(_free(home, "before-restore"))
            home.rename(kept[0])
        else:
            home.rmdir()
    draft.rename(home)
    sync_folder(home.parent)
    return kept


def _free(home: Path, what: str) -> Path:
    """A name beside the folder that nothing has."""
    number = 1
    while (path := home.with_name(f"{home.name}.{what}-{number}")).exists():
        number += 1
    return path
