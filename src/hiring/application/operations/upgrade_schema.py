"""Bring the schema of a store to this program, or say how far it is."""

from dataclasses import dataclass
from datetime import datetime

from hiring.application.ports.schema import Schema
from hiring.domain.schema import LogPartitions, SchemaStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeSchema:
    """Apply what is pending, all or nothing; of two at once the second waits, and finds nothing to do."""

    schema: Schema

    def __call__(self) -> SchemaStatus:
        """How it was before.

        Raises:
            SchemaMismatch: The schema is newer than this program.
        """
        return self.schema.upgrade()

    def status(self) -> SchemaStatus:
        """How it is now."""
        return self.schema.status()

    def partitions(self, *, retire_before: datetime | None) -> LogPartitions:
        """Make those of the audit log that are missing, and retire old ones."""
        return self.schema.partitions(retire_before=retire_before)

    def statements(self, *, roles: bool) -> str:
        """What somebody runs by hand instead: all tables from an empty database on, or roles and rights."""
        return self.schema.roles() if roles else self.schema.sql()
