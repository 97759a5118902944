"""Files and folders that get their names when they are whole.

A process that is killed leaves a draft. A draft is locked as long as its process lives: the next process
tells what is left from what is being written, and sweeps it.
"""

import errno
import os
import re
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

if sys.platform != "win32":
    import fcntl

_ABANDONED_AFTER_S: Final = 86_400.0  # where nothing tells whether a draft is locked
_UNTOUCHED: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@contextmanager
def draft_file(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the name when the block ends well, durably, and is gone when it does not.

    A device or a pipe of that name is written into: nobody who says `/dev/null` wants it replaced by a file.
    """
    if _is_special(path):
        with path.open("wb") as file:
            yield file
        return
    with replaced_file(path) as file:
        yield file


@contextmanager
def replaced_file(path: Path) -> Iterator[BinaryIO]:
    """The same, whatever has the name now: a link, a pipe or a device is replaced, never written through."""
    sweep(path)
    while True:
        draft = _name_for(path)
        with draft.open("xb") as file:
            if not _claimed(file.fileno(), draft):
                continue
            try:
                yield file
                sync_file(file)
                if sys.platform == "win32":  # which renames nothing that is open
                    file.close()
                draft.replace(path)
                sync_folder(path.parent)
            finally:
                with suppress(OSError):  # it has its name, or is open on Windows: the next one sweeps it
                    draft.unlink()
            return


@contextmanager
def draft_folder(path: Path, *, mode: int) -> Iterator[Path]:
    """A folder beside the name, which the block gives to it; it is gone if it does not."""
    sweep(path)
    while True:
        draft = _name_for(path)
        draft.mkdir(mode=mode)
        with _held(draft) as is_ours:
            if not is_ours:
                continue
            try:
                yield draft
            finally:
                shutil.rmtree(draft, ignore_errors=True)
            return


def sync_file(file: BinaryIO) -> None:
    """Make what was written durable."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows and some mounted file systems have no way to ask for it."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(handle)


def sweep(path: Path) -> None:
    """Remove the drafts of this name whose processes are gone."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]+\.(?:partial|tmp)")
    with suppress(OSError):
        for left in path.parent.iterdir():
            if ours.fullmatch(left.name):
                _remove_if_left(left)


def _is_special(path: Path) -> bool:
    """Whether there is something that keeps nothing: a character device, a pipe or a socket."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _remove_if_left(draft: Path) -> None:
    with suppress(OSError):
        found = draft.lstat()
        is_folder = stat.S_ISDIR(found.st_mode)
        if sys.platform == "win32":
            if is_folder and time.time() - found.st_mtime < _ABANDONED_AFTER_S:
                return
        elif is_folder or stat.S_ISREG(found.st_mode):
            handle = os.open(draft, _UNTOUCHED)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(draft, is_folder=is_folder)
            finally:
                os.close(handle)
            return
        _remove(draft, is_folder=is_folder)


def _remove(draft: Path, *, is_folder: bool) -> None:
    if is_folder:
        shutil.rmtree(draft, ignore_errors=True)
    else:
        draft.unlink()


def _name_for(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}.partial")


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Lock it; False where it was swept before it could be locked."""
    if sys.platform == "win32":
        yield True
        return
    try:
        handle = os.open(folder, _UNTOUCHED)
    except FileNotFoundError:
        yield False
        return
    try:
        yield _claimed(handle, folder)
    finally:
        os.close(handle)


def _claimed(handle: int, draft: Path) -> bool:
    """Lock a draft that was just made; False where somebody swept it before that."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # where there are no locks, nobody sweeps either
        return error.errno not in {errno.EAGAIN, errno.EACCES}
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(handle), draft.stat())
    return False
