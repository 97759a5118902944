"""Which of an export's files a record was in that was set aside."""

from typing import Final

from alembic import op

from hiring.adapters.postgres.migrations.ddl import schema, text

revision: Final = "0014"
down_revision: Final = "0013"


def upgrade() -> None:
    comment = "Which of several files it is in; null where there is one."
    op.add_column("ingest_rejects", text("file", comment, nullable=True), schema=schema())
    op.alter_column(
        "ingest_rejects",
        "position",
        comment="Number of the record in the export, or in `file`; from 1.",
        schema=schema(),
    )
