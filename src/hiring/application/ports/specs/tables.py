"""All tables of a store, whatever keeps them."""

from typing import Final

from hiring.application.ports.specs.dataset import DATASET
from hiring.application.ports.specs.logs import LOGS
from hiring.application.ports.specs.spec import ID, Column, Kind, Right, Role, TableSpec
from hiring.domain.records import TableName

STORE_IDENTITY: Final = TableSpec(
    name=TableName("store_identity"),
    comment="What was drawn when the store was made and never changes; one row.",
    columns=(
        Column("id", Kind.FLAG, "Always 1."),
        Column("salt", Kind.TEXT, "Decides who is in which part of the data when a model is trained."),
        Column("digest_key", Kind.BYTES, "Secret, 32 bytes: key of the digests in inference_log."),
    ),
    key=("id",),
    rights={Role.PIPELINE: Right.READ, Role.API: Right.READ},
)

INGEST_REJECTS: Final = TableSpec(
    name=TableName("ingest_rejects"),
    comment="Records that were set aside when a table was written; replaced with it.",
    columns=(
        Column("table_name", Kind.TEXT, "The table that they are not in."),
        Column("key", Kind.TEXT, "Key of the record in the export, unprintable characters escaped."),
        Column("position", Kind.CODE, "Number of the record in the export, or in `file`; from 1."),
        Column("reason", Kind.TEXT, "What is wrong with it; no value of it."),
        Column("file", Kind.TEXT, "Which of several files it is in; null where there is one.", nullable=True),
    ),
    counter=ID,
    rights={Role.PIPELINE: Right.REPLACE},
)

TABLES: Final[tuple[TableSpec, ...]] = (STORE_IDENTITY, INGEST_REJECTS, *DATASET, *LOGS)
"""Besides the catalogue of those that are replaced as a whole, which each store has in its own way."""
