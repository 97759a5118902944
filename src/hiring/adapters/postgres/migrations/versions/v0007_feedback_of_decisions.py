"""A report names the decision that it is about, who reported it and when it happened; its repetition is none.

Reports that are there stay, each a subject of its own and about no decision: nobody noted one.

The log gets an index by person, built last: answers wait until the commit behind it, some seconds for a
million rows. All revisions are one transaction, whole or not at all, and in one PostgreSQL builds no index
CONCURRENTLY; so one that was built beforehand under this name is taken, and nobody waits.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op
from psycopg import sql

from hiring.adapters.postgres.migrations.ddl import code, if_then, schema, text

revision: Final = "0007"
down_revision: Final = "0006"

_FEEDBACK: Final = "feedback"
_LOG: Final = "inference_log"
_BY_PERSON: Final = "inference_log_codigo_profissional_ts"


def upgrade() -> None:
    _columns()
    op.execute(
        sql.SQL(
            "UPDATE {} SET outcome_at = CAST(ts AT TIME ZONE 'UTC' AS date), reporter = '',"
            " subject = 'row ' || id"
        )
        .format(sql.Identifier(schema(), _FEEDBACK))
        .as_string()
    )
    for name in ("outcome_at", "reporter", "subject"):
        op.alter_column(_FEEDBACK, name, nullable=False, schema=schema())
    op.drop_index("feedback_codigo_profissional", _FEEDBACK, schema=schema())
    op.create_unique_constraint(
        "feedback_once_a_subject", _FEEDBACK, ["subject", "hired", "outcome_at"], schema=schema()
    )
    op.create_index(
        "feedback_decision", _FEEDBACK, ["decision_request_id", "decision_client"], schema=schema()
    )
    op.create_table_comment(
        _FEEDBACK,
        "What happened to people in the end, as reported; of one subject the latest outcome counts.",
        schema=schema(),
    )
    _index_by_person()


def _columns() -> None:
    op.alter_column(
        _FEEDBACK,
        "codigo_profissional",
        nullable=True,
        comment="The applicant's code, if reported.",
        schema=schema(),
    )
    for new in (
        text("request_id", "Of the decision, if reported.", nullable=True),
        code("vaga_codigo", "The vaga, if reported.", nullable=True),
        sa.Column("outcome_at", sa.Date(), comment="When it happened, a day in UTC."),
        text("reporter", "Who reported it: a client, or a user of the command line.", nullable=True),
        text(
            "decision_request_id",
            "The decision that it is about, in inference_log; null for none.",
            nullable=True,
        ),
        text("decision_client", "The client of that decision; null for none.", nullable=True),
        text(
            "subject",
            "That decision, or else what was reported: reports of one subject correct each other.",
            nullable=True,
        ),
    ):
        op.add_column(_FEEDBACK, new, schema=schema())


def _index_by_person() -> None:
    """Unless it is there; what a build that failed has left is none."""
    index, log = sql.Identifier(schema(), _BY_PERSON).as_string(), sql.Identifier(schema(), _LOG).as_string()
    invalid = (
        "EXISTS (SELECT FROM pg_catalog.pg_index WHERE NOT indisvalid"
        f" AND indexrelid = to_regclass({sql.Literal(index).as_string()}))"
    )
    op.execute(if_then(invalid, f"DROP INDEX {index}"))
    name = sql.Identifier(_BY_PERSON).as_string()
    op.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {log} (codigo_profissional, ts)")
