"""Who asked, for which profile and vaga, with which features in order, and the reasons that were given.

No row is written again: new columns have constants or nulls for the rows that are there. Only the new index
is built over them, which takes some seconds for a million rows; nobody reads or writes the log meanwhile.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from hiring.adapters.postgres.migrations.ddl import code, column, compress_by_lz4, schema

revision: Final = "0005"
down_revision: Final = "0004"

_LOG: Final = "inference_log"
_KEY: Final = "inference_log_request_id_client_key"


def upgrade() -> None:
    # what older programs logged: nobody's key was noted, and there was one profile
    _text("client_key_id", "Id of the key that was shown; empty without keys.", before="")
    _text("client", "Who asked: the name of the key; empty without keys.", before="")
    _text("profile", "The feature profile.", before="candidate")
    for new in (
        code("vaga_codigo", "For which vaga, if the score is for one.", nullable=True),
        column("reasons", JSONB(), "The reasons that were given with the answer, if any.", nullable=True),
        column(
            "features",
            ARRAY(sa.Double()),
            "The payload's values in the order of the version's columns, NaN for unknown; null in rows of "
            "revision 0004 and before.",
            nullable=True,
        ),
    ):
        op.add_column(_LOG, new, schema=schema())
    for long in (
        "payload",
        "reasons",
    ):  # what makes a row too long for its page is packed at once, so quickly
        compress_by_lz4(_LOG, long)
    # the id first: it is looked up without the client too
    op.create_unique_constraint(_KEY, _LOG, ["request_id", "client"], schema=schema())
    op.drop_constraint("inference_log_request_id_key", _LOG, schema=schema())


def _text(name: str, comment: str, *, before: str) -> None:
    """A column that is never null; rows that are there get the value without being touched."""
    new = sa.Column(name, sa.Text(), nullable=False, server_default=before, comment=comment)
    op.add_column(_LOG, new, schema=schema())
    op.alter_column(_LOG, name, server_default=None, schema=schema())
