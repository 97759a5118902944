"""Which of an export's files a record was in that was set aside."""

from typing import Final

STATEMENTS: Final = ("ALTER TABLE ingest_rejects ADD COLUMN file TEXT",)
