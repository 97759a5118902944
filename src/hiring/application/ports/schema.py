"""The schema of a store that has one, and its upgrades."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaStatus:
    """How far a schema is.

    Args:
        place: Where it is, for people; no secrets.
        found: The revision that it has; None where it was never upgraded.
        needed: The revision that this program needs.
        pending: What an upgrade would apply, oldest first: revision, and what it makes.
    """

    place: str
    found: str | None
    needed: str
    pending: tuple[tuple[str, str], ...]


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
