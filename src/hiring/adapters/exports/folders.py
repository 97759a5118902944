"""Which files an export is in, where folders or several files are named."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Final

from hiring.adapters.exports.source import STANDARD_INPUT, name_of
from hiring.application.ports.exports import Files
from hiring.domain.errors import FileGivenTwice, FileMissing, FolderWithoutExports

_ENDINGS: Final = (".json", ".json.gz")


def files_in(named: Files) -> list[Path]:
    """The files in the order in which they are named, those of a folder by name.

    Raises:
        FolderWithoutExports: A folder holds no export, or none was named.
        FileGivenTwice: Two of the names are of the same file.
        FileMissing: One of several files is not there: it is told before the others are read.
    """
    given = [named] if isinstance(named, Path) else list(named)
    files = [file for each in given for file in _files_of(each)]
    if len(files) > 1:
        _require_others(files)
    return files


def name_of_all(named: Files) -> str:
    """They in a word, for messages about all of them."""
    given = [named] if isinstance(named, Path) else list(named)
    first = name_of(given[0])
    return first if len(given) == 1 else f"{first} and {len(given) - 1:,} more"


def name_among(files: Sequence[Path], file: Path) -> str | None:
    """The file for rejects; None where it is the only one."""
    return name_of(file) if len(files) > 1 else None


def _files_of(named: Path) -> Iterator[Path]:
    if named == STANDARD_INPUT or not named.is_dir():
        yield named
        return
    try:
        found = sorted(filter(_is_export, named.iterdir()), key=attrgetter("name"))
    except OSError as error:
        raise FileMissing(str(named)) from error
    if not found:
        raise FolderWithoutExports(str(named))
    yield from found


def _is_export(file: Path) -> bool:
    """By its name; what is hidden is what a program writes, or keeps beside it."""
    name = file.name.lower()
    return name.endswith(_ENDINGS) and not name.startswith(".") and file.is_file()


def _require_others(files: list[Path]) -> None:
    """Raises FileGivenTwice, FileMissing."""
    found: set[object] = set()
    for file in files:
        same = file if file == STANDARD_INPUT else _identity(file)
        if same in found:
            raise FileGivenTwice(name_of(file))
        found.add(same)


def _identity(file: Path) -> tuple[int, int]:
    try:
        status = file.stat()
    except OSError as error:
        raise FileMissing(str(file)) from error
    return status.st_dev, status.st_ino
