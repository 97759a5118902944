"""The store's identity, the catalogue of its tables, and the raw tables."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from hiring.adapters.postgres.migrations.ddl import (
    code,
    column,
    compress_by_lz4,
    flag,
    identifier,
    index,
    json,
    line,
    moment,
    serial,
    table,
    text,
)

revision: Final = "0001"
down_revision: Final = None


def upgrade() -> None:
    _identity()
    _catalog()
    _applicants()
    _prospects()
    _vagas()


def _identity() -> None:
    table(
        "store_identity",
        "What was drawn when the store was made and never changes; one row.",
        sa.Column("id", sa.SmallInteger(), primary_key=True, autoincrement=False, comment="Always 1."),
        text("salt", "Decides who is in which part of the data when a model is trained."),
        column("digest_key", sa.LargeBinary(), "Secret, 32 bytes: key of the digests in inference_log."),
        sa.CheckConstraint("id = 1", name="store_identity_one_row"),
    )
    uuid = "pg_catalog.gen_random_uuid()::text"
    digest = f"pg_catalog.sha256(pg_catalog.convert_to({uuid} || {uuid} || {uuid}, 'UTF8'))"
    op.execute(  # drawn by the server, so that no script holds it
        f"INSERT INTO {identifier('store_identity')} (id, salt, digest_key)"  # noqa: S608  # no input
        f" VALUES (1, pg_catalog.left(pg_catalog.encode({digest}, 'hex'), 32), {digest})"
        " ON CONFLICT (id) DO NOTHING"
    )


def _catalog() -> None:
    table(
        "catalog",
        "The tables that are replaced as a whole, each with its last replacement.",
        sa.Column("table_name", sa.Text(), primary_key=True, comment="Name of the table, in this schema."),
        text("kind", "The default table that it is like."),
        code("row_count", "Rows that were written."),
        moment("written_at", "When it was replaced.", default="now()"),
    )
    table(
        "ingest_rejects",
        "Records that were set aside when a table was written; replaced with it.",
        serial(),
        text("table_name", "The table that they are not in."),
        text("key", "Key of the record in the export, unprintable characters escaped."),
        code("position", "Number of the record in the export, from 1."),
        text("reason", "What is wrong with it; no value of it."),
    )
    index("ingest_rejects", "table_name")


def _applicants() -> None:
    table(
        "applicants_raw",
        "Applicants as the recruiting system exported them (applicants.json).",
        line(),
        code("codigo_profissional", "The applicant's code: key of the export."),
        json("document", "The applicant's record, all sections."),
        sa.UniqueConstraint("codigo_profissional", name="applicants_raw_codigo_profissional_key"),
    )
    compress_by_lz4("applicants_raw", "document")


def _prospects() -> None:
    table(
        "prospects_raw",
        "Who was put forward for which vaga, as exported (prospects.json).",
        line(),
        code("vaga_codigo", "Code of the vaga: key of the export."),
        code("codigo_profissional", "The applicant's code."),
        code("position", "Number of the prospect in the export, from 1."),
        text("nome", "The applicant's name.", nullable=True),
        text("situacao_candidado", "Status, spelt as the source spells it.", nullable=True),
        text("data_candidatura", "Day of the application, dd-mm-yyyy.", nullable=True),
        text("ultima_atualizacao", "Day of the last change, dd-mm-yyyy.", nullable=True),
        text("comentario", "The recruiter's remark.", nullable=True),
        text("recrutador", "The recruiter.", nullable=True),
    )
    index("prospects_raw", "codigo_profissional")
    table(
        "prospects_labels",
        "Prospects that were decided, with the outcome.",
        line(),
        code("vaga_codigo", "Code of the vaga."),
        code("codigo_profissional", "The applicant's code."),
        code("position", "Number of the prospect in the export, from 1."),
        column("data_candidatura", sa.Date(), "Day of the application; null for unknown.", nullable=True),
        column("ultima_atualizacao", sa.Date(), "Day of the last change; null for unknown.", nullable=True),
        text("status_label", "Status as the label contract spells it."),
        flag("target", "1 hired, 0 not hired."),
    )
    index("prospects_labels", "codigo_profissional", "vaga_codigo")


def _vagas() -> None:
    table(
        "vagas_raw",
        "Vagas as the recruiting system exported them (vagas.json).",
        line(),
        code("vaga_codigo", "Code of the vaga: key of the export."),
        json("document", "The vaga's record, all sections."),
        sa.UniqueConstraint("vaga_codigo", name="vagas_raw_vaga_codigo_key"),
    )
    compress_by_lz4("vagas_raw", "document")
