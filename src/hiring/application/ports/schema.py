"""The schema of a store that has one, and its upgrades."""

from abc import abstractmethod
from typing import Protocol

from hiring.domain.schema import SchemaStatus


class Schema(Protocol):
    """Brings a store's schema to this program."""

    @abstractmethod
    def status(self) -> SchemaStatus:
        """How it is now."""

    @abstractmethod
    def upgrade(self) -> SchemaStatus:
        """Apply what is pending, all or nothing; of two at once the second waits, and finds nothing to do.

        Returns:
            How it was before.

        Raises:
            SchemaMismatch: The schema is newer than this program.
        """

    @abstractmethod
    def sql(self) -> str:
        """All statements from an empty database on, for somebody who runs them by hand."""

    @abstractmethod
    def roles(self) -> str:
        """Statements that make the roles and give each what it needs; run again after each upgrade."""
