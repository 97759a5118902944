"""The rows that move between export, tables and model, as columns: ten million rows need no objects.

One class per table; all columns have the same length. Codes are integers, dates are days (NaT for unknown),
texts are str or None exactly as the export had them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final, NewType, Self

import numpy as np
import numpy.typing as npt

from hiring.domain.errors import InvalidName

__all__ = [
    "ApplicantRecords",
    "ApplicantRows",
    "Bools",
    "Days",
    "FeatureRows",
    "Floats",
    "GoldRows",
    "Ints",
    "LabelRows",
    "PersonRows",
    "ProspectRows",
    "Reject",
    "Rows",
    "TableName",
    "TextArray",
    "Texts",
    "VagaFeatureRows",
    "VagaRows",
    "table_name",
]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
Texts = list[str | None]
TextArray = npt.NDArray[np.object_]
"""str or None, in one dimension or as columns."""

TableName = NewType("TableName", str)

_IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")


def table_name(text: str) -> TableName:
    """The text as a table name.

    >>> table_name("gold_applicants")
    'gold_applicants'

    Raises:
        InvalidName: It is not an identifier of at most 63 bytes; the message does not repeat it.
    """
    if _IDENTIFIER.fullmatch(text) is None:
        raise InvalidName
    return TableName(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A record that was set aside, and why; the rest of its file was used.

    Args:
        key: The record's key in the export, with anything unprintable escaped.
        position: Its number in the export, counted from 1; in its file, if the export is several.
        reason: What is wrong, without any values.
        file: Which of several files it is in, as the user named it; None where there is one.
    """

    key: str
    position: int
    reason: str
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Columns of equal length."""

    def __post_init__(self) -> None:
        if len({len(getattr(self, field.name)) for field in fields(self)}) > 1:
            message = f"{type(self).__name__}: columns of different lengths"
            raise ValueError(message)

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def take(self, indices: Ints) -> Self:
        """The rows at these indices, in this order."""
        return type(self)(**{name: _take(column, indices) for name, column in self._columns()})

    def blocks(self, size: int) -> Iterator[Self]:
        """All rows in order, `size` at a time."""
        for start in range(0, len(self), size):
            yield self.take(np.arange(start, min(start + size, len(self))))

    @classmethod
    def concatenate(cls, parts: Sequence[Self]) -> Self:
        """The rows of all parts, one after another; there must be at least one part."""
        return cls(
            **{field.name: _join([getattr(part, field.name) for part in parts]) for field in fields(cls)}
        )

    def _columns(self) -> list[tuple[str, object]]:
        return [(field.name, getattr(self, field.name)) for field in fields(self)]


def _take(column: object, indices: Ints) -> object:
    if isinstance(column, np.ndarray):
        return column[indices]
    return [column[index] for index in indices.tolist()]  # type: ignore[index]  # a list: no array


def _join(columns: Sequence[object]) -> object:
    if isinstance(columns[0], np.ndarray):
        return np.concatenate(columns)  # type: ignore[arg-type]  # all are arrays: they are one field's columns
    return [value for column in columns for value in column]  # type: ignore[attr-defined]  # all are lists


NO_TEXTS: Final[TextArray] = np.empty((0, 0), np.object_)
"""Stands for a table without texts, whatever its number of rows."""


def _complete_texts(rows: "FeatureRows | VagaFeatureRows | GoldRows", count: int) -> None:
    if rows.texts is NO_TEXTS:
        object.__setattr__(rows, "texts", np.empty((count, 0), np.object_))
    Rows.__post_init__(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRows(Rows):
    """One row a person."""

    codigo_profissional: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantRows(PersonRows):
    """`applicants_raw`: each applicant's JSON as the export has it (UTF-8 bytes of one object)."""

    document: list[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class VagaRows(Rows):
    """`vagas_raw`: each vaga's JSON as the export has it (UTF-8 bytes of one object)."""

    vaga_codigo: Ints
    document: list[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantRecords(PersonRows):
    """Applicants' decoded JSON, with at least the fields that feature rules read."""

    record: list[Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProspectRows(Rows):
    """`prospects_raw`: who was put forward for which vaga; `position` is the number in the export."""

    vaga_codigo: Ints
    codigo_profissional: Ints
    position: Ints
    nome: Texts
    situacao_candidado: Texts
    data_candidatura: Texts
    ultima_atualizacao: Texts
    comentario: Texts
    recrutador: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureRows(PersonRows):
    """`applicants_feat`: one row per applicant.

    Args:
        features: Shape (n, features that are numbers), in the profile's order.
        texts: Shape (n, features that are texts), as rules read them; a model has numbers for them.
    """

    features: Floats
    texts: TextArray = field(default_factory=lambda: NO_TEXTS)

    def __post_init__(self) -> None:
        _complete_texts(self, len(self.codigo_profissional))


@dataclass(frozen=True, slots=True, kw_only=True)
class VagaFeatureRows(Rows):
    """`vagas_feat`: one row per vaga; its own features, as in `FeatureRows`."""

    vaga_codigo: Ints
    features: Floats
    texts: TextArray = field(default_factory=lambda: NO_TEXTS)

    def __post_init__(self) -> None:
        _complete_texts(self, len(self.vaga_codigo))


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRows(Rows):
    """`prospects_labels`: the prospects that were decided. `target` is 1 for hired."""

    vaga_codigo: Ints
    codigo_profissional: Ints
    position: Ints
    data_candidatura: Days
    ultima_atualizacao: Days
    status_label: list[str]
    target: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldRows(Rows):
    """`gold_applicants`: one row per decided (vaga, person), ordered by person, then vaga."""

    codigo_profissional: Ints
    vaga_codigo: Ints
    data_candidatura: Days
    features: Floats
    status_label: list[str]
    target: Ints
    texts: TextArray = field(default_factory=lambda: NO_TEXTS)

    def __post_init__(self) -> None:
        _complete_texts(self, len(self.codigo_profissional))

    def with_features(self, features: Floats) -> Self:
        """The same rows with these features, and no texts."""
        return replace(self, features=features, texts=NO_TEXTS)

    @classmethod
    def none(cls, width: int, texts: int = 0) -> Self:
        """No rows, with this many features that are numbers, and that are texts."""
        nobody = np.empty(0, np.int64)
        return cls(
            codigo_profissional=nobody,
            vaga_codigo=nobody,
            data_candidatura=np.empty(0, "datetime64[D]"),
            features=np.empty((0, width)),
            status_label=[],
            target=nobody,
            texts=np.empty((0, texts), np.object_),
        )
