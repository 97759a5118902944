"""Files and folders that nobody else may read."""

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

OURS_ALONE: Final = 0o700  # applicants' documents and the digest key are in it
_FILE: Final = 0o600
_OTHERS: Final = 0o077


def create_private(path: Path) -> BinaryIO:
    """A new file for writing, whatever the umask is."""
    return open(path, "xb", opener=_private)  # a Path has no opener


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, _FILE)


def reserve(path: Path) -> None:
    """Make the file of a database that is not there yet: SQLite itself would make one for everybody.

    Its log and index take over the rights of the file.
    """
    # never where it is there: to close a file takes the locks away that SQLite holds on it in this process
    with suppress(FileExistsError), create_private(path):
        pass


def is_open_to_others(path: Path) -> bool:
    """Whether other users of the machine may read or enter it; never on Windows, where rights are others."""
    return os.name == "posix" and bool(path.stat().st_mode & _OTHERS)
