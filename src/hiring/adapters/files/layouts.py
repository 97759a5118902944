"""The tables' columns in Parquet, one layout a row class."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import numpy as np
import pyarrow as pa

from hiring.adapters.files.columns import CODE, DAY, DOCUMENT, FLAG, NAME, TEXT, Column, FeatureColumns
from hiring.domain.features import Profile
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
