"""The schema of a store that has one, and its upgrades."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol

from hiring.domain.schema import LogPartitions, SchemaStatus


class Schema(Protocol):
    """Brings a store's schema to this program."""

    @abstractmethod
    def status(self) -> SchemaStatus:
        """How it is now."""

    @abstractmethod
    def upgrade(self) -> SchemaStatus:
        """Apply what is pending, all or nothing; of two at once the second waits, and finds nothing to do.

        Partitions of the audit log are made too.

        Returns:
            How it was before.

        Raises:
            SchemaMismatch: The schema is newer than this program.
        """

    @abstractmethod
    def partitions(self, *, retire_before: datetime | None = None) -> LogPartitions:
        """Make the partitions of the audit log that are missing: of this month, and of twelve more.

        Args:
            retire_before: Partitions that end by then, and by now, cease to be the log's; their tables stay.

        Raises:
            SchemaMismatch: The schema is not the one that this program needs.
            StoreUnavailable: Somebody else reads or writes what has to be locked; nothing was changed.
        """

    @abstractmethod
    def sql(self) -> str:
        """All statements from an empty database on, for somebody who runs them by hand."""

    @abstractmethod
    def roles(self) -> str:
        """Statements that make the roles and give each what it needs; run again after each upgrade."""
