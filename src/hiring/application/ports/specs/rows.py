"""Objects as rows of plain values, and back, by their table's specification."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, Generic

from hiring.application.ports.specs.spec import Form, Kind, Row, RowSpec


class RowCodec(Generic[Row]):
    """Rows of a table as values in the order of its columns.

    Args:
        spec: The table.
        forms: How a technology writes and reads values of a kind; what is not in it, it takes as it is.
    """

    def __init__(self, spec: RowSpec[Row], forms: Mapping[Kind, Form]) -> None:
        self._rows: Callable[..., Row] = spec.rows
        self._spec = spec
        self._paths = [column.field for column in spec.columns]
        self._values = attrgetter(*self._paths)
        ways = [[form for form in (column.form, forms.get(column.kind)) if form] for column in spec.columns]
        steps = [(place, form) for place, way in enumerate(ways) for form in way]
        self._writes = [(place, form.write) for place, form in steps if form.write]
        self._reads = [(place, form.read) for place, form in reversed(steps) if form.read]
        self._inner = {
            field.name: (field.type, inner)
            for field in fields(spec.rows)  # type: ignore[arg-type]  # its specification asked for fields
            if isinstance(field.type, type) and (inner := _inner(field.name, self._paths))
        }

    def values(self, row: Row) -> list[object]:
        """The row as it is written.

        Raises:
            ValueError: One of its values is none of the kind.
        """
        values = list(self._values(row))
        for place, write in self._writes:
            value = values[place]
            if value is not None:
                values[place] = write(value)
        return values

    def row(self, values: Sequence[Any]) -> Row:
        """The row that was written so."""
        found = list(values)
        for place, read in self._reads:
            value = found[place]
            if value is not None:
                found[place] = read(value)
        named = dict(zip(self._paths, found, strict=True))
        for field, (made_by, inner) in self._inner.items():
            named[field] = made_by(**{name: named.pop(f"{field}.{name}") for name in inner})
        return self._rows(**named)

    def part(self, names: Sequence[str]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
        """What reads the values of some columns as the row holds them.

        Raises:
            ValueError: There is no such column.
        """
        own = {self._spec.place_of(name): at for at, name in enumerate(names)}
        reads = [(own[place], read) for place, read in self._reads if place in own]

        def read_part(values: Sequence[Any]) -> tuple[Any, ...]:
            found = list(values)
            for at, read in reads:
                if found[at] is not None:
                    found[at] = read(found[at])
            return tuple(found)

        return read_part


def _inner(field: str, paths: Sequence[str]) -> list[str]:
    """The fields of a field that have columns of their own."""
    return [path.removeprefix(f"{field}.") for path in paths if path.startswith(f"{field}.")]
