"""Which table may be replaced by what: rows never take the place of rows of another kind."""

from collections.abc import Mapping
from typing import Final

from hiring.domain.errors import TableTaken
from hiring.domain.records import (
    ApplicantRows,
    FeatureRows,
    GoldRows,
    LabelRows,
    ProspectRows,
    Rows,
    TableName,
)

__all__ = ["DEFAULT_TABLES", "require_own"]

DEFAULT_TABLES: Final[Mapping[TableName, type[Rows]]] = {
    TableName("applicants_raw"): ApplicantRows,
    TableName("prospects_raw"): ProspectRows,
    TableName("applicants_feat"): FeatureRows,
    TableName("prospects_labels"): LabelRows,
    TableName("gold_applicants"): GoldRows,
}
"""The names that tables have unless somebody gives others, and what stands in them."""


def require_own(name: TableName, rows: type[Rows], held: type[Rows] | None) -> None:
    """Refuse a name that belongs to other rows; the default one of these rows is theirs whatever it holds.

    >>> require_own(TableName("gold_2024"), GoldRows, None)
    >>> require_own(TableName("prospects_raw"), GoldRows, None)
    Traceback (most recent call last):
        ...
    hiring.domain.errors.conflicts.TableTaken: the table prospects_raw is there already and ...

    Args:
        name: Of the table that is to be replaced.
        rows: What is to stand in it.
        held: What stands in it now; None for nothing.

    Raises:
        TableTaken: The name is the default of other rows, or a table of other rows has it.
    """
    if DEFAULT_TABLES.get(name, rows) is not rows:
        raise TableTaken(name)
    if name not in DEFAULT_TABLES and held not in (None, rows):
        raise TableTaken(name)
