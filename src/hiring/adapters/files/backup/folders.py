"""Folders that are backups: the list of their files, with digests, is written last."""

import errno
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any, Final

from hiring.adapters.files.errors import port_errors
from hiring.adapters.files.private import OURS_ALONE, create_private
from hiring.application.operations.back_up import BackupFolders
from hiring.domain.errors import BackupUnsound, FileMissing, TargetExists
from hiring.unfinished import draft_folder, sync_file, sync_folder

LIST: Final = "BACKUP.json"
FORMAT: Final = 1
_MOST_BYTES: Final = 16_000_000


class FolderBackups(BackupFolders):
    """One killed in the middle leaves a folder `.NAME.*.partial`, no backup, which the next one sweeps."""

    @contextmanager
    def making(self, target: Path) -> Iterator[Path]:
        target = target.absolute()
        if target.exists() or target.is_symlink():
            raise TargetExists(str(target))
        with port_errors(f"the backup {target}"):
            target.parent.mkdir(parents=True, exist_ok=True)
            with draft_folder(target, mode=OURS_ALONE) as draft:
                yield draft
                _seal(draft)
                if target.exists():  # somebody else's, made meanwhile
                    raise TargetExists(str(target))
                draft.rename(target)
                sync_folder(target.parent)

    def opened(self, source: Path) -> None:
        if not source.is_dir():
            raise FileMissing(str(source))
        listed = _listed(source / LIST)
        found = {name for name in _files(source) if name != LIST}
        if found != set(listed):
            raise BackupUnsound(str(source), "files are missing, or some do not belong to it")
        for name, digest in listed.items():
            if _digest(source / name) != digest:
                raise BackupUnsound(str(source / name), "it does not match its digest")


def _seal(folder: Path) -> None:
    files = {name: _digest(folder / name) for name in _files(folder)}
    with create_private(folder / LIST) as file:
        file.write(json.dumps({"format": FORMAT, "files": files}, indent=2).encode())
        sync_file(file)
    sync_folder(folder)


def _listed(path: Path) -> dict[str, Any]:
    try:
        with _opened(path) as file:
            told = json.loads(file.read(_MOST_BYTES))
        if told["format"] != FORMAT:
            raise BackupUnsound(str(path), "a newer version of this program made it")
        return dict(told["files"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as fault:
        raise BackupUnsound(
            str(path), "it is missing or damaged, so this is not a complete backup"
        ) from fault


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def _digest(path: Path) -> str:
    try:
        with _opened(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise BackupUnsound(str(path), "it cannot be read") from fault


def _opened(path: Path) -> BufferedReader:
    """A file; a pipe in its place would keep whoever opens it waiting."""
    if not path.is_file():
        raise OSError(errno.EINVAL, "it is not a regular file")
    return path.open("rb")
