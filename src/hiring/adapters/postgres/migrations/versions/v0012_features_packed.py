"""What makes a row of the log too long for its page is packed by lz4, the features by place too.

A list of a thousand people spent a sixth of the server's time on packing them by pglz. Rows that are there
stay as they are.
"""

from typing import Final

from alembic import op

from hiring.adapters.postgres.migrations.ddl import compress_by_lz4, schema

revision: Final = "0012"
down_revision: Final = "0011"

_LOG: Final = "inference_log"
_COMMENT: Final = (
    "The values of all features in the order of the version's columns, NaN for unknown; null in rows of "
    "revision 0004 and before."
)


def upgrade() -> None:
    compress_by_lz4(_LOG, "features")
    op.alter_column(_LOG, "features", comment=_COMMENT, schema=schema())
