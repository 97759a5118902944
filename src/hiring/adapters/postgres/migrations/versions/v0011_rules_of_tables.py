"""By which rules the rows of a table were built; what is there was built by rules that nobody noted."""

from typing import Final

from alembic import op

from hiring.adapters.postgres.migrations.ddl import schema, text

revision: Final = "0011"
down_revision: Final = "0010"


def upgrade() -> None:
    rules = text(
        "rules",
        "Fingerprint of the rules that built its rows; null where no rules did, or an older program's.",
        nullable=True,
    )
    op.add_column("catalog", rules, schema=schema())
