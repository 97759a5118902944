"""Writing files that are whole or not there, one writer at a time."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hiring.domain.errors import StoreUnavailable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def write(path: Path, content: bytes) -> None:
    """Write a file that nobody reads yet, durably."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace(path: Path, content: bytes) -> None:
    """Readers see the old file or the new one, after a crash too once `settle` was called on the folder."""
    draft = path.with_name(f"{path.name}.tmp")
    write(draft, content)
    draft.replace(path)


def settle(folder: Path) -> None:
    """Make renames in this folder durable, where the system lets folders be opened."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, made where needed; another process waits. A killed holder lets go of it.

    Raises:
        StoreUnavailable: The lock, or anything in the block, failed for a reason of the disk.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("ab") as file:
            _lock(file.fileno())
            yield
    except OSError as fault:
        name = errno.errorcode.get(fault.errno or 0, "unknown")
        message = f"{folder}: models cannot be written there ({name}); what is published there is still whole"
        raise StoreUnavailable(message) from fault


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX)
