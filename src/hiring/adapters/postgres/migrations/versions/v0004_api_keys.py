"""Keys of the HTTP service."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

from hiring.adapters.postgres.migrations.ddl import column, moment, table, text

revision: Final = "0004"
down_revision: Final = "0003"


def upgrade() -> None:
    table(
        "api_keys",
        "Keys of the HTTP service; none is ever deleted: as soon as there was one, a key is asked for.",
        sa.Column("id", sa.Text(), primary_key=True, comment="Names the key: 12 hexadecimal digits."),
        text("name", "The client that holds it; at most two live keys each."),
        column("scopes", ARRAY(sa.Text()), "What it may be used for: predict, admin."),
        text("digest", "SHA-256 of the whole key, in hexadecimal digits; the key itself is kept nowhere."),
        moment("created_at", "When it was made."),
        column(
            "revoked_at", TIMESTAMP(timezone=True), "Since when it is refused; null: live.", nullable=True
        ),
        sa.CheckConstraint("id ~ '^[0-9a-f]{12}$'", name="api_keys_id_is_hexadecimal"),
        sa.CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name="api_keys_digest_is_hexadecimal"),
        sa.CheckConstraint(
            "cardinality(scopes) > 0 AND scopes <@ ARRAY['predict', 'admin']",
            name="api_keys_scopes_are_known",
        ),
    )
