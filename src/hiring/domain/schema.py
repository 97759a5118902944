"""How far the tables of a database are behind a program, or ahead of it, and behind the time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

__all__ = ["LogPartition", "LogPartitions", "SchemaStatus", "runs_out", "taken_until"]

_A_MONTH: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaStatus:
    """The state of a schema.

    Args:
        place: Where it is, for people; no secrets.
        found: The revision that it has; None if it was never upgraded.
        needed: The revision that this program needs.
        pending: What an upgrade would apply, oldest first: the revision, and what it does.
    """

    place: str
    found: str | None
    needed: str
    pending: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPartition:
    """A table that has the audit log's rows of some time, start <= ts < end.

    Args:
        name: Of the table.
        start: The first moment, UTC; None for the partition of all that was before the others.
        end: The first moment after it, UTC; None for the one that takes what no other does.
    """

    name: str
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPartitions:
    """The partitions of an audit log.

    Args:
        place: Where it is, for people; no secrets.
        parts: All that there are now, oldest first.
        made: The names of those that were made now.
        retired: The names of the tables that have ceased to be partitions now, and still have their rows.
    """

    place: str
    parts: tuple[LogPartition, ...]
    made: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()


def taken_until(parts: Iterable[LogPartition], now: datetime) -> datetime:
    """The first moment from now on whose rows would go to the partition that takes what no other does.

    >>> from datetime import UTC
    >>> october, november = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
    >>> parts = [LogPartition(name="before", start=None, end=october),
    ...     LogPartition(name="october", start=october, end=november),
    ...     LogPartition(name="other", start=None, end=None)]
    >>> taken_until(parts, datetime(2026, 10, 20, tzinfo=UTC)).date()
    datetime.date(2026, 11, 1)
    >>> taken_until(parts, datetime(2026, 11, 20, tzinfo=UTC)).date()
    datetime.date(2026, 11, 20)

    Args:
        parts: All that there are, oldest first.
        now: The moment.
    """
    until = now
    for part in parts:
        if part.end is not None and (part.start is None or part.start <= until):
            until = max(until, part.end)
    return until


def runs_out(until: datetime | None, now: datetime) -> bool:
    """Whether new partitions are due: a month is left, or less.

    >>> from datetime import UTC
    >>> runs_out(datetime(2027, 1, 1, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC))
    False
    >>> runs_out(datetime(2027, 1, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
    True

    Args:
        until: How far they reach; None where a log needs none.
        now: The moment.
    """
    return until is not None and until - now <= _A_MONTH
