"""The embedded store: tables in Parquet files, everything else in one SQLite file; no server."""

from hiring.adapters.files.store import FileStore

__all__ = ["FileStore"]
