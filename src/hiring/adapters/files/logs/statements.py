"""SQLite's statements of a table, from its specification."""

from collections.abc import Sequence

from hiring.application.ports.specs.spec import Row, RowSpec, TableSpec


def inserting(spec: TableSpec) -> str:
    """A row, its values in the order of the columns."""
    marks = ", ".join("?" * len(spec.names))
    return f"INSERT INTO {spec.name} ({', '.join(spec.names)}) VALUES ({marks})"  # noqa: S608  # names of ours


def appending(spec: TableSpec) -> str:
    """The same, unless the key is there already."""
    return (
        f"{inserting(spec)} ON CONFLICT ({', '.join(spec.key)}) DO NOTHING" if spec.key else inserting(spec)
    )


def selecting(
    spec: RowSpec[Row], condition: str = "", *, newest: bool = False, names: Sequence[str] = ()
) -> str:
    """Rows in the table's order, or the last of them alone; all their columns, or these."""
    counter = () if spec.counter is None else (spec.counter.name,)
    order = ", ".join(f"{name} DESC" if newest else name for name in (*spec.order, *counter))
    where, limit = f" WHERE {condition}" if condition else "", " LIMIT 1" if newest else ""
    columns = ", ".join(names or spec.names)
    return f"SELECT {columns} FROM {spec.name}{where} ORDER BY {order}{limit}"  # noqa: S608
