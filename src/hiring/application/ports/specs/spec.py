"""What a table is, whatever keeps it: its columns, its key, its order, and who may do what with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, Final, Generic, NamedTuple, TypeVar

import numpy as np

from hiring.domain.errors import TableOutdated
from hiring.domain.records import Floats, Rows, TableName, TextArray

C = TypeVar("C")
R = TypeVar("R", bound=Rows)
Row = TypeVar("Row")


class Kind(Enum):
    """What the values of a column are; each store has one type and one encoding for each."""

    CODE = "integer"
    FLAG = "0 or 1"
    NUMBER = "number"
    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    JSON = "JSON"
    TRAINING = "training record, as JSON"
    DOCUMENT = "JSON as exported"
    BYTES = "bytes"
    NUMBERS = "numbers"
    TEXTS = "texts"


class Form(NamedTuple):
    """How a value is written, and how what was written is read; None for as it is.

    Neither is asked about None.
    """

    write: Callable[[Any], object] | None = None
    read: Callable[[Any], object] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        name: Of the column.
        kind: Of its values.
        comment: What they mean.
        nullable: Whether one may be unknown.
        field: Of the row class, where it has another name; `client.name` for a field of a field.
        form: Between what the field holds and a plain value of the kind, where they differ.
    """

    name: str
    kind: Kind
    comment: str
    nullable: bool = False
    field: str = ""
    form: Form | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "field", self.field or self.name)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Columns that are one matrix in the row class, side by side: of numbers, NaN for null, or of texts."""

    field: str
    columns: tuple[Column, ...]

    @property
    def texts(self) -> bool:
        """Whether it is one of texts."""
        return all(column.kind is Kind.TEXT for column in self.columns)

    def require_width(self, values: Floats | TextArray) -> None:
        """Refuse a matrix with another number of columns."""
        if values.shape[1:] != (len(self.columns),):
            raise ValueError(f"rows of {len(self.columns)} {self.field} expected")


class Role(Enum):
    """Who works on a store, besides its owner, who may do everything."""

    PIPELINE = "pipeline"
    API = "api"


class Right(Enum):
    """What a role may do with a table; each includes the one before."""

    READ = "read"
    APPEND = "append"
    REPLACE = "replace"


Rights = Mapping[Role, Right]
"""Of one table; a role that is not in it may do nothing."""

ID: Final = Column("id", Kind.CODE, "Counts the rows in the order of appending.")
LINE: Final = Column("line", Kind.CODE, "Place of the row in the order of writing, from 1.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableSpec:
    """A table; no two specifications are equal.

    Args:
        name: The same in every store; of tables that may have several names, the default one.
        comment: What its rows are.
        columns: In the order in which they came to be: new ones stand last.
        rights: Of the roles.
        key: Names of columns that no two rows share.
        counter: The column that keeps the order of writing, where a store needs one for it.
    """

    name: TableName
    comment: str
    columns: tuple[Column, ...]
    rights: Rights
    key: tuple[str, ...] = ()
    counter: Column | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns, without the counter."""
        return tuple(column.name for column in self.columns)

    def place_of(self, name: str) -> int:
        """Where a column stands.

        Raises:
            ValueError: There is none of this name.
        """
        return self.names.index(name)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowSpec(TableSpec, Generic[Row]):
    """A table of which each row is an object.

    Args:
        rows: The class of its rows.
        order: Columns in whose order rows are read; those that are equal in them, as they were appended.
        moment: The column by which a range of time is asked for.
    """

    rows: type[Row]
    moment: str
    order: tuple[str, ...] = ()
    counter: Column | None = ID

    def __post_init__(self) -> None:
        _require_fields(self.rows, [column.field for column in self.columns])


class Built(Enum):
    """What rules make tables of."""

    FEATURES = "features"
    LABELS = "labels"
    GOLD = "gold"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRules:
    """The rules of this program that build a kind of table.

    Args:
        builds: What.
        fingerprint: Equal fingerprints mean equal rows of equal sources.
        profile: Name of the feature profile; None where no profile matters.
    """

    builds: Built
    fingerprint: str
    profile: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DatasetSpec(TableSpec, Generic[R]):
    """A table that is replaced as a whole, and whose rows move as columns.

    Args:
        rows: The class of its rows.
        parts: What the fields of the class are.
        rules: What builds the rows; None where they are as they came. Stores keep the fingerprint with the
            rows, and give no rows that others have built.
    """

    rows: type[R]
    parts: tuple[Column | Matrix, ...]
    rules: TableRules | None = None
    columns: tuple[Column, ...] = ()
    counter: Column | None = LINE

    def __post_init__(self) -> None:
        _require_fields(self.rows, [part.field for part in self.parts])
        of_parts = [part.columns if isinstance(part, Matrix) else (part,) for part in self.parts]
        object.__setattr__(self, "columns", tuple(column for columns in of_parts for column in columns))

    @property
    def built_by(self) -> str | None:
        """The fingerprint of the rules."""
        return None if self.rules is None else self.rules.fingerprint

    def require_built_by(self, noted: str | None, table: TableName) -> None:
        """Refuse rows that other rules than this program's have built.

        Args:
            noted: The fingerprint that was stored with them; None where there was none.
            table: Where they stand.

        Raises:
            TableOutdated: It is another, or none.
        """
        if self.rules is not None and noted != self.rules.fingerprint:
            raise TableOutdated(
                table, builds=self.rules.builds.value, profile=self.rules.profile, noted=noted is not None
            )

    def rows_of(
        self, found: Iterable[C], *, read: Callable[[Column, C], object], numbers: Callable[[C], Floats]
    ) -> R:
        """Rows whose columns were found.

        Args:
            found: One for each of `columns`, at least one row.
            read: What the row class holds of a column that is a field.
            numbers: The same of a column of a matrix of numbers.
        """
        left, values = iter(found), dict[str, object]()
        for part in self.parts:
            if isinstance(part, Column):
                values[part.field] = read(part, next(left))
            elif part.columns:  # a row class knows what stands for none
                columns = [
                    np.array(read(column, its), np.object_) if part.texts else numbers(its)
                    for column, its in zip(part.columns, left, strict=False)
                ]
                values[part.field] = np.stack(columns, axis=1)
        return self.rows(**values)


def _require_fields(rows: type, paths: list[str]) -> None:
    """Each field of the class has its columns, and each column its field."""
    found = {path.partition(".")[0] for path in paths}
    wanted = {field.name for field in fields(rows)}
    if found != wanted or len(set(paths)) != len(paths):
        raise ValueError(f"{rows.__name__} and its table differ in {sorted(found ^ wanted)}")
