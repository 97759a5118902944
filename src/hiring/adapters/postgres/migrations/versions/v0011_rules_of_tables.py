"""By which rules tables were built and baselines recorded; of what is there nobody noted them."""

from typing import Final

from alembic import op

from hiring.adapters.postgres.migrations.ddl import schema, text

revision: Final = "0011"
down_revision: Final = "0010"

_NEW: Final = {
    "catalog": (
        "Fingerprint of the rules that built its rows; null where no rules did, or an older program's."
    ),
    "model_baseline": "Fingerprint of the rules of its features; null before revision 0011.",
}


def upgrade() -> None:
    for table_name, comment in _NEW.items():
        op.add_column(table_name, text("rules", comment, nullable=True), schema=schema())
