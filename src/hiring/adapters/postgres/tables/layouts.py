"""The tables' columns, one layout a row class.

Every table begins with `line`, the place of a row in the order of writing: heap order is nobody's promise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import numpy as np

from hiring.adapters.postgres.tables import binary
from hiring.adapters.postgres.tables.columns import CODE, DAY, DOCUMENT, FLAG, TEXT, Column, FeatureColumns
from hiring.domain.features import Profile
from hiring.domain.records import (
    ApplicantRows,
    FeatureRows,
    GoldRows,
    LabelRows,
    ProspectRows,
    Rows,
    TableName,
)

R = TypeVar("R", bound=Rows)

_BLOCK: Final = 500  # rows that are encoded at once: some 3 MB of applicants


@dataclass(frozen=True, slots=True)
class Layout(Generic[R]):
    """A row class as columns of a table, in this order.

    Args:
        default: The table that migrations make; others are made like it.
    """

    rows: type[R]
    default: TableName
    columns: Mapping[str, Column | FeatureColumns]

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns, without `line`."""
        return tuple(name for field, column in self.columns.items() for name in column.names(field))

    @property
    def types(self) -> tuple[str, ...]:
        """Of the columns, without `line`."""
        return tuple(kind for column in self.columns.values() for kind in column.types())

    def encode(self, rows: R, line: int) -> Iterator[bytes]:
        """The rows in COPY's binary format, in blocks, numbered from `line`.

        Raises:
            ValueError: A value does not fit its column.
        """
        for start in range(0, len(rows), _BLOCK):
            part = rows.take(np.arange(start, min(start + _BLOCK, len(rows))))
            lines = binary.ints(np.arange(line + start, line + start + len(part)), 8)
            columns = [column.encode(getattr(part, field)) for field, column in self.columns.items()]
            yield binary.rows([lines, *columns], 1 + len(self.names))

    def decode(self, found: Sequence[tuple[Any, ...]]) -> R:
        """Rows that were read, at least one."""
        left, values = iter(zip(*found, strict=True)), dict[str, object]()
        for field, column in self.columns.items():
            values[field] = column.of([next(left) for _ in column.names(field)])
        return self.rows(**values)


APPLICANTS: Final = Layout(
    ApplicantRows, TableName("applicants_raw"), {"codigo_profissional": CODE, "document": DOCUMENT}
)

PROSPECTS: Final = Layout(
    ProspectRows,
    TableName("prospects_raw"),
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
    TableName("prospects_labels"),
    {
        "vaga_codigo": CODE,
        "codigo_profissional": CODE,
        "position": CODE,
        "data_candidatura": DAY,
        "ultima_atualizacao": DAY,
        "status_label": TEXT,
        "target": FLAG,
    },
)


def feature_layout(profile: Profile) -> Layout[FeatureRows]:
    return Layout(
        FeatureRows,
        TableName("applicants_feat"),
        {"codigo_profissional": CODE, "features": FeatureColumns(profile)},
    )


def gold_layout(profile: Profile) -> Layout[GoldRows]:
    return Layout(
        GoldRows,
        TableName("gold_applicants"),
        {
            "codigo_profissional": CODE,
            "vaga_codigo": CODE,
            "data_candidatura": DAY,
            "features": FeatureColumns(profile),
            "status_label": TEXT,
            "target": FLAG,
        },
    )
