"""Copy an installation to a folder, and put such a copy back."""

from abc import abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class Part(Protocol):
    """What can be copied while it is in use."""

    @property
    @abstractmethod
    def name(self) -> str:
        """Of its folder in a backup."""

    @abstractmethod
    def copy(self, target: Path) -> None:
        """Make the folder, and copy one moment of the part into it, durably.

        Raises:
            FileMissing: There is nothing to copy.
            Unavailable: It cannot be read or written, or is damaged.
        """

    @abstractmethod
    def check(self, source: Path) -> None:
        """Read a copy whole.

        Raises:
            BackupUnsound: It is not one that could be put back.
        """

    @abstractmethod
    def admit(self, source: Path, *, replace: bool) -> None:
        """Make sure that the copy may be put back here.

        Raises:
            StoreInUse: A program has open what would be replaced.
            TargetExists: Something is here, and is not to be replaced.
        """

    @abstractmethod
    def put(self, source: Path) -> Sequence[Path]:
        """Put the copy in its place; where that is kept which was there.

        Raises:
            Unavailable: It cannot be written.
        """


class Backups(Protocol):
    """Folders that are backups, whole or not there."""

    @abstractmethod
    def making(self, target: Path) -> AbstractContextManager[Path]:
        """A folder to fill; at the end of the block it is sealed and gets its name, or vanishes.

        Raises:
            TargetExists: Something has the name.
            StoreUnavailable: It cannot be written.
        """

    @abstractmethod
    def opened(self, source: Path) -> None:
        """Make sure that every file is the one that was sealed.

        Raises:
            FileMissing: There is no such folder.
            BackupUnsound: It is no backup, or not a whole one.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class BackUp:
    """Copy all parts into one new folder, and read the copies before it gets its name."""

    parts: Sequence[Part]
    backups: Backups

    def __call__(self, target: Path) -> None:
        with self.backups.making(target) as draft:
            for part in self.parts:
                part.copy(draft / part.name)
                part.check(draft / part.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """Put all parts of a backup in their places; nothing is touched before all of it was checked."""

    parts: Sequence[Part]
    backups: Backups

    def __call__(self, source: Path, *, replace: bool) -> list[Path]:
        """Where that is kept which was there before."""
        self.backups.opened(source)
        for part in self.parts:
            part.check(source / part.name)
            part.admit(source / part.name, replace=replace)
        return [kept for part in self.parts for kept in part.put(source / part.name)]
