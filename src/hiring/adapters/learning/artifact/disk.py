"""Files that are whole or not there, one writer at a time; nothing is written through a link.

Who may write in the folder of an artifact may leave there what he likes: a link, a pipe, a device, a file
without an end. None of these may lead a write elsewhere, make a reader wait, or fill the memory.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hiring.domain.errors import StoreUnavailable
from hiring.unfinished import replaced_file, sync_file
from hiring.waiting import LOCK_WITHIN_S, Wait

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_ASK_EVERY_S: Final = 0.05

_AS_THEY_ARE: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_AT_ONCE: Final = getattr(os, "O_NONBLOCK", 0)  # a pipe that nobody writes into
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)


class NoFile(OSError):
    """What has a file's name is none, or a larger one than it can be."""


def read(path: Path, limit: int) -> tuple[bytes, tuple[int, ...]]:
    """The file's bytes, and a mark of the file: another one that takes its name has another.

    Raises:
        NoFile: It is no regular file, or longer than `limit`.
        OSError: It is not there, or cannot be read.
    """
    if not stat.S_ISREG(path.stat().st_mode):  # first: opening a device may do something
        raise NoFile(errno.EINVAL, "it is not a regular file")
    with os.fdopen(os.open(path, os.O_RDONLY | _AT_ONCE | _AS_THEY_ARE), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise NoFile(errno.EINVAL, "it is not a regular file")
        if found.st_size > limit:
            raise NoFile(errno.EFBIG, "it is too large")
        return file.read(limit), _mark(found)


def mark(path: Path) -> tuple[int, ...]:
    """Of the file that has this name now; empty for none."""
    try:
        return _mark(path.stat())
    except OSError:
        return ()


def _mark(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


def write(path: Path, content: bytes) -> None:
    """Write a new file that nobody reads yet, durably.

    Raises:
        FileExistsError: There is something of this name.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK | _AS_THEY_ARE, 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        sync_file(file)


def replace(path: Path, content: bytes) -> None:
    """Readers see the old file or the new one, after a crash too."""
    with replaced_file(path) as file:
        file.write(content)


@contextmanager
def exclusive_lock(folder: Path, *, within_s: float = LOCK_WITHIN_S) -> Iterator[None]:
    """Hold the folder's lock, made where needed; another process waits. A killed holder lets go of it.

    Args:
        folder: Of versions.
        within_s: How long to wait for another process; who waits long says so.

    Raises:
        StoreUnavailable: Another process holds it for too long, or the lock, or anything in the block, failed
            for a reason of the disk.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | _AT_ONCE | _NO_LINK | _AS_THEY_ARE, 0o666)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            _wait_for(file.fileno(), folder, within_s)
            yield
    except OSError as fault:
        name = errno.errorcode.get(fault.errno or 0, "unknown")
        message = f"{folder}: models cannot be written there ({name}); what is published there is intact"
        raise StoreUnavailable(message) from fault


def _wait_for(handle: int, folder: Path, within_s: float) -> None:
    wait = Wait(f"the model folder {folder}", within_s=within_s, every_s=_ASK_EVERY_S)
    while not _locked(handle):
        wait.once_more(lambda: "another process")


def _locked(handle: int) -> bool:
    """Whether the lock is ours now."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # Windows calls it the latter
        return False
    return True
