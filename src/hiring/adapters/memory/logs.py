"""Rows that are appended, as lists behind a lock; what another store would refuse is refused here too."""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from math import isfinite
from operator import attrgetter
from typing import Any, Final, Generic

from hiring.adapters.memory.counting import counts_of, days_of, volumes_of
from hiring.application.ports.logs import InferenceLog, Log
from hiring.application.ports.specs.logs import INFERENCE_LOG
from hiring.application.ports.specs.spec import Column, Kind, Row, RowSpec
from hiring.domain.decisions import AppendResult, Decision, append_results, decision_key
from hiring.domain.monitoring.drift.counts import CountQuery, DayCounts, HourVolume
from hiring.training_json import encode_record

_READ_AT_ONCE: Final = 1_000
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")  # U+0000, and halves of characters
_ESCAPED_ZERO: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes U+0000


class MemoryLog(Log[Row], Generic[Row]):
    """Rows in the order of appending, and by key where there is one."""

    def __init__(self, spec: RowSpec[Row]) -> None:
        fields = {column.name: column.field for column in spec.columns}
        self._moment = attrgetter(fields[spec.moment])
        self._order = [attrgetter(fields[name]) for name in spec.order]
        self._key = [attrgetter(fields[name]) for name in spec.key]
        self._spec, self._lock = spec, threading.Lock()
        self._rows: dict[object, Row] = {}

    def append(self, rows: Sequence[Row]) -> int:
        for row in rows:
            require_row(self._spec, row)
        with self._lock:
            before = len(self._rows)
            for row in rows:
                key = tuple([of(row) for of in self._key]) or len(self._rows)
                self._rows.setdefault(key, row)
            return len(self._rows) - before

    def appended(self) -> list[Row]:
        """All rows, in the order of appending."""
        with self._lock:
            return list(self._rows.values())

    def all(self) -> Sequence[Row]:
        return sorted(self.appended(), key=lambda row: [of(row) for of in self._order])

    def between(self, start: datetime, end: datetime) -> Sequence[Row]:
        return [row for row in self.all() if start <= self._moment(row) < end]

    def latest(self) -> Row | None:
        return next(reversed(self.all()), None)

    def columns(self, *names: str) -> Sequence[tuple[Any, ...]]:
        fields = [self._spec.columns[self._spec.place_of(name)].field for name in names]
        of_row = [attrgetter(field) for field in fields]
        return [tuple(of(row) for of in of_row) for row in self.all()]


class MemoryInferenceLog(InferenceLog):
    """Decisions by client and request id."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._decisions: dict[tuple[str, str], Decision] = {}

    def append_calls(self, calls: Sequence[Sequence[Decision]]) -> Sequence[Sequence[AppendResult]]:
        for call in calls:
            for decision in call:
                require_row(INFERENCE_LOG, decision)
        with self._lock:
            return [self._appended(call) for call in calls]

    def append_new(self, decisions: Sequence[Decision]) -> bool:
        """Store them all, unless the id of one is taken; whether they were stored."""
        with self._lock:
            keys = list(map(decision_key, decisions))
            if any(key in self._decisions for key in keys):
                return False
            self._decisions.update(zip(keys, decisions, strict=True))
            return True

    def probe(self, like: Decision) -> None:
        require_row(INFERENCE_LOG, like)

    def find(self, request_id: str, client: str = "") -> Decision | None:
        with self._lock:
            return self._decisions.get((request_id, client))

    def clients(self, request_id: str) -> Sequence[str]:
        with self._lock:
            return sorted(client for known, client in self._decisions if known == request_id)

    def between(self, start: datetime, end: datetime) -> Iterator[Sequence[Decision]]:
        found = self._found(start, end)
        for first in range(0, len(found), _READ_AT_ONCE):
            yield found[first : first + _READ_AT_ONCE]

    def volumes(self, start: datetime, end: datetime) -> Sequence[HourVolume]:
        return volumes_of(self._found(start, end))

    def days(self, start: datetime, end: datetime) -> Mapping[date, int]:
        return days_of(self._found(start, end))

    def count(self, query: CountQuery, start: datetime, end: datetime) -> Sequence[DayCounts]:
        return counts_of(self._found(start, end), query)

    def interrupt(self) -> None:
        """Nothing here takes long."""

    def _found(self, start: datetime, end: datetime) -> list[Decision]:
        """Oldest first."""
        with self._lock:
            found = [decision for decision in self._decisions.values() if start <= decision.at < end]
        return sorted(found, key=lambda decision: decision.at)

    def _appended(self, call: Sequence[Decision]) -> list[AppendResult]:
        before = {
            decision_key(one): one.body_digest
            for one in map(self._decisions.get, map(decision_key, call))
            if one
        }
        appended = append_results(call, before)
        for decision, became in zip(call, appended, strict=True):
            if became is AppendResult.STORED:
                self._decisions[decision_key(decision)] = decision
        return appended


def require_row(spec: RowSpec[Row], row: Row) -> None:
    """The row is such as the table takes, in other stores too.

    Raises:
        ValueError: It is not; none of its values is told.
    """
    for column, value in zip(spec.columns, _values_of(spec)(row), strict=True):
        plain = value
        if value is not None and column.form and column.form.write:
            plain = column.form.write(value)
        require(column, holds=column.nullable if plain is None else _VALUES[column.kind](plain))


@cache
def _values_of(spec: RowSpec[Row]) -> Callable[[Row], tuple[Any, ...]]:
    return attrgetter(*[column.field for column in spec.columns])


def require(column: Column, *, holds: bool) -> None:
    """What was found of a column's values holds.

    Raises:
        ValueError: It does not; none of them is told.
    """
    if not holds:
        raise ValueError(f"{column.name} takes no such values: {column.kind.value} expected")


def _is_code(value: Any) -> bool:  # noqa: ANN401
    return type(value) is int and abs(value) < 1 << 63


def _is_number(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, int | float) and isfinite(value)


def is_text(value: object) -> bool:
    """Whether it is a text that every store can hold."""
    return isinstance(value, str) and not _UNSTORABLE.search(value)


def _is_moment(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, datetime) and value.tzinfo is not None


def _is_json(value: Any) -> bool:  # noqa: ANN401
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError):
        return False
    return not _UNSTORABLE.search(text) and not _ESCAPED_ZERO.search(text)


def _are_numbers(values: Any) -> bool:  # noqa: ANN401
    return all(value is None or _is_number(value) for value in values)


_VALUES: Final[Mapping[Kind, Callable[[Any], bool]]] = {
    Kind.CODE: _is_code,
    Kind.FLAG: lambda value: value in (False, True),
    Kind.NUMBER: _is_number,
    Kind.TEXT: is_text,
    Kind.DAY: lambda value: type(value) is date,
    Kind.MOMENT: _is_moment,
    Kind.JSON: _is_json,
    Kind.TRAINING: lambda record: _is_json(encode_record(record)),
    Kind.NUMBERS: _are_numbers,
    Kind.TEXTS: lambda values: all(map(is_text, values)),
}
