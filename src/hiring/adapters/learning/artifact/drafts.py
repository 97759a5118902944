"""Versions on their way to disk: written beside their place, and renamed to it when they are whole."""

import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from hiring.adapters.learning.artifact.disk import write
from hiring.unfinished import sync_folder


def write_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    """A version's folder, there with all its files or not at all, under the lock of the folder around it."""
    sweep_drafts(folder.parent)
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.tmp")
    draft.mkdir()
    for name, content in files.items():
        write(draft / name, content)
    sync_folder(draft)
    draft.rename(folder)
    sync_folder(folder.parent)


def sweep_drafts(versions: Path) -> None:
    """Remove what writers that were killed have left, of whichever version, under the folder's lock.

    That lock tells what is left; `unfinished` needs one for each draft, and knows the drafts of one name.
    """
    for left in versions.glob(".*.tmp"):
        with suppress(OSError):
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
