"""Copy an installation to a folder, and put such a copy back."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class Component(Protocol):
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
    def putting(self, source: Path) -> AbstractContextManager[Callable[[], Sequence[Path]]]:
        """Write the copy beside its place; what is given puts it there, and says where the old one is kept.

        Raises:
            Unavailable: It cannot be written, or put there.
        """


class BackupFolders(Protocol):
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

    parts: Sequence[Component]
    backups: BackupFolders

    def __call__(self, target: Path) -> None:
        with self.backups.making(target) as draft:
            for part in self.parts:
                part.copy(draft / part.name)
                part.check(draft / part.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """Put all parts of a backup in their places; none is, before all were checked and written beside them."""

    parts: Sequence[Component]
    backups: BackupFolders

    def __call__(self, source: Path, *, replace: bool) -> list[Path]:
        """Where that is kept which was there before."""
        self.backups.opened(source)
        for part in self.parts:
            part.check(source / part.name)
            part.admit(source / part.name, replace=replace)
        with ExitStack() as stack:
            puts = [stack.enter_context(part.putting(source / part.name)) for part in self.parts]
            # the models before the store: whether they can serve here shows only then
            return [kept for put in reversed(puts) for kept in put()]
