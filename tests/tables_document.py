"""docs/tables.md, from the tables' specifications: `python -m tests.tables_document` writes it anew."""

from collections.abc import Iterator
from pathlib import Path

from hiring.application.ports.specs.dataset import DATASET
from hiring.application.ports.specs.spec import Column, DatasetSpec, Matrix, TableSpec
from hiring.application.ports.specs.tables import TABLES

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "tables.md"

HEAD = """\
# Tables

Every table of a store, as `hiring.application.ports.specs` declares it; `python -m tests.tables_document`
generates this page. PostgreSQL has all tables. A files store keeps the tables that are replaced as a whole in
Parquet files, without `line`, and the others in SQLite, with the same columns and keys. Each store has its
own table `catalog`, which says which of the former have been written.

In PostgreSQL `inference_log` is partitioned by month of `ts`, in UTC: `inference_log_2026_12` and so on,
`inference_log_before` for what was there before it was partitioned, and `inference_log_other` for what no
other partition takes. A partitioned table cannot keep a key unique that does not have `ts` in it; so each row
has its key in the table `request_key` too (`request_id`, `client`, `id`, `ts`, `body_digest`; rights as for
`inference_log`), written by the same statement.

Rights are those of the roles that `hiring-cli db sql --roles` creates; the owner may do everything.
"""


def document() -> str:
    return "\n".join([HEAD, *(line for spec in TABLES for line in _section(spec))])


def _section(spec: TableSpec) -> Iterator[str]:
    yield f"## {spec.name}\n"
    yield " ".join((spec.comment, *_facts(spec))) + "\n"
    yield "| column | values | unknown | meaning |"
    yield "|---|---|---|---|"
    if spec.counter is not None:
        yield _line(spec.counter)
    parts = spec.parts if isinstance(spec, DatasetSpec) else spec.columns
    for part in parts:
        if isinstance(part, Column):
            yield _line(part)
        elif (home := _home(part)) is spec:
            yield from map(_line, part.columns)
        elif home is not None:
            yield f"| {len(part.columns)} {part.field} | | | as in `{home.name}` |"
    yield ""


def _facts(spec: TableSpec) -> Iterator[str]:
    if isinstance(spec, DatasetSpec):
        yield "Replaced as a whole."
    if spec.key:
        yield f"Key: {', '.join(f'`{name}`' for name in spec.key)}."
    rights = [f"{role.value} {right.value}" for role, right in spec.rights.items()]
    yield f"Rights: {', '.join(rights) or 'none'}."


def _home(matrix: Matrix) -> TableSpec | None:
    """The first table with these columns; None for a matrix that has none."""
    return next((spec for spec in DATASET if matrix.columns and matrix in spec.parts), None)


def _line(column: Column) -> str:
    return (
        f"| `{column.name}` | {column.kind.value} | {'null' if column.nullable else ''} | {column.comment} |"
    )


if __name__ == "__main__":
    DOCUMENT.write_text(document(), "utf-8")
