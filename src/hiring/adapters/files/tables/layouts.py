"""The tables' columns in Parquet, one layout a row class."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import numpy as np
import pyarrow as pa

from hiring.adapters.files.tables.columns import CODE, DAY, DOCUMENT, FLAG, NAME, TEXT, Column, FeatureColumns
from hiring.domain.features import CANDIDATE, Profile
from hiring.domain.records import ApplicantRows, FeatureRows, GoldRows, LabelRows, ProspectRows, Rows

R = TypeVar("R", bound=Rows)


@dataclass(frozen=True, slots=True)
class Layout(Generic[R]):
    """A row class as columns of a file, in this order."""

    rows: type[R]
    columns: Mapping[str, Column | FeatureColumns]

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([field for name, column in self.columns.items() for field in column.fields(name)])

    def encode(self, rows: R, size: int) -> Iterator[pa.Table]:
        """The rows as Arrow tables of at most `size` rows.

        Raises:
            ValueError: A value does not fit its column.
        """
        for start in range(0, len(rows), size):
            part = rows.take(np.arange(start, min(start + size, len(rows))))
            arrays = [
                array for name, column in self.columns.items() for array in column.encode(getattr(part, name))
            ]
            yield pa.Table.from_arrays(arrays, schema=self.schema)

    def decode(self, table: pa.RecordBatch | pa.Table) -> R:
        """The rows of an Arrow table that has this schema."""
        found, values = iter(table.columns), dict[str, object]()
        for name, column in self.columns.items():
            values[name] = column.decode([_one(next(found)) for _ in column.fields(name)])
        return self.rows(**values)


def rows_in(columns: Collection[str]) -> type[Rows] | None:
    """What stands in a file with these columns, whatever features it has; None for what is no table."""
    found = [fixed for fixed in _FIXED if fixed.issubset(columns)]
    return _FIXED[max(found, key=len)] if found else None


def _one(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


APPLICANTS: Final = Layout(ApplicantRows, {"codigo_profissional": CODE, "document": DOCUMENT})

PROSPECTS: Final = Layout(
    ProspectRows,
    {
        "vaga_codigo": CODE,
        "codigo_profissional": CODE,
        "position": CODE,
        "nome": TEXT,
        "situacao_candidado": TEXT,
        "data_candidatura": TEXT,
        "ultima_atualizacao": TEXT,
        "comentario": TEXT,
        "recrutador": TEXT,
    },
)

LABELS: Final = Layout(
    LabelRows,
    {
        "vaga_codigo": CODE,
        "codigo_profissional": CODE,
        "position": CODE,
        "data_candidatura": DAY,
        "ultima_atualizacao": DAY,
        "status_label": NAME,
        "target": FLAG,
    },
)


def feature_layout(profile: Profile) -> Layout[FeatureRows]:
    return Layout(FeatureRows, {"codigo_profissional": CODE, "features": FeatureColumns(profile)})


def gold_layout(profile: Profile) -> Layout[GoldRows]:
    return Layout(
        GoldRows,
        {
            "codigo_profissional": CODE,
            "vaga_codigo": CODE,
            "data_candidatura": DAY,
            "features": FeatureColumns(profile),
            "status_label": NAME,
            "target": FLAG,
        },
    )


_LAYOUTS: Final[Sequence[Layout[Any]]] = (
    *(APPLICANTS, PROSPECTS, LABELS),
    *(feature_layout(CANDIDATE), gold_layout(CANDIDATE)),
)
_FIXED: Final[Mapping[frozenset[str], type[Rows]]] = {
    frozenset(name for name, column in layout.columns.items() if isinstance(column, Column)): layout.rows
    for layout in _LAYOUTS
}
"""What each kind of rows has besides features; a file that has the columns of two is of the one with more."""
