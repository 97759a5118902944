"""The store of deployments: tables, logs and registry in one schema of a PostgreSQL database.

Upgrades of the schema are in `migrator`, which imports Alembic; the store does not.
"""

from hiring.adapters.postgres.sessions.connections import server_url
from hiring.adapters.postgres.store import PostgresStore

__all__ = ["PostgresStore", "server_url"]
