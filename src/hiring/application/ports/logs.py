"""Roles of what is only ever appended: decisions, baselines, alerts and feedback."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from hiring.application.ports.specs.spec import Row
from hiring.domain.decision_outcomes import DecisionOutcome
from hiring.domain.decisions import Alert, AppendResult, Baseline, Decision
from hiring.domain.feedback import FeedbackResult, OutcomeReport
from hiring.domain.monitoring.alerts import AlertEvent
from hiring.domain.monitoring.days import DayCheck, QualityCheck
from hiring.domain.monitoring.drift.counts import CountQuery, DayCounts, HourVolume


class AnswerCounts(Protocol):
    """What is counted of the answers; nothing of a single one is told."""

    @abstractmethod
    def volumes(self, start: datetime, end: datetime) -> Sequence[HourVolume]:
        """How many were answered in each hour with start <= at < end, by version and profile.

        Oldest first, within an hour by version and profile; hours without answers are left out.
        """

    @abstractmethod
    def days(self, start: datetime, end: datetime) -> Mapping[date, int]:
        """How many decisions with start <= at < end each UTC day has, oldest first, where it has any.

        Cheap: no row is read, only an index of them.
        """

    @abstractmethod
    def count(self, query: CountQuery, start: datetime, end: datetime) -> Sequence[DayCounts]:
        """Count what one version answered with start <= at < end, by UTC day, oldest first.

        A row has the features by place (`features`), where their order is known and their number is that of
        the query's columns; any other is counted from its payload, by name. What is damaged is unknown.
        """


class InferenceLog(AnswerCounts, Protocol):
    """Durable record of every decision the service has answered."""

    def append(self, new: Sequence[Decision]) -> Sequence[AppendResult]:
        """Store the decisions of one call; see `append_calls`."""
        (appended,) = self.append_calls([new])
        return appended

    @abstractmethod
    def append_calls(self, calls: Sequence[Sequence[Decision]]) -> Sequence[Sequence[AppendResult]]:
        """Store what several callers have, in one transaction; the answer says of each what became of it.

        As if one call came after the other, each whole or not at all. A client's request id that is already
        there is a replay, or a conflict if its body digest differs; neither changes what is stored. Of a call
        with a conflict nothing is stored, and all of it is told to be in conflict.

        Raises:
            StoreUnavailable: The outcome is unknown; append the same decisions (same ids) again.
        """

    @abstractmethod
    def probe(self, like: Decision) -> None:
        """Do all that appending this decision would do, and keep nothing.

        Rights, schema, disk and the way to them are used as an append uses them.

        Args:
            like: As large as usual, under an id that nobody uses.

        Raises:
            StoreUnavailable: An append would not be kept now.
        """

    @abstractmethod
    def find(self, request_id: str, client: str = "") -> Decision | None:
        """The decision that was stored under this id of a client; its name is empty for none."""

    @abstractmethod
    def clients(self, request_id: str) -> Sequence[str]:
        """The names of the clients for whom a decision was stored under this id, in order."""

    @abstractmethod
    def between(self, start: datetime, end: datetime) -> Iterator[Sequence[Decision]]:
        """Decisions with start <= at < end, oldest first, in chunks."""

    @abstractmethod
    def interrupt(self) -> None:
        """Break off an append, probe or find that another thread has begun: it raises StoreUnavailable soon.

        Does not wait; where nothing is under way, nothing happens.
        """


class Log(Protocol[Row]):
    """A table of which rows are appended, and never changed: what its specification says is all there is."""

    @abstractmethod
    def append(self, rows: Sequence[Row]) -> int:
        """Keep those whose key is new, in one transaction; where there is no key, all. Returns how many.

        Raises:
            ValueError: One of them is no such row; nothing was kept.
        """

    @abstractmethod
    def all(self) -> Sequence[Row]:
        """All rows, in the table's order."""

    @abstractmethod
    def between(self, start: datetime, end: datetime) -> Sequence[Row]:
        """Rows with start <= moment < end, in the table's order."""

    @abstractmethod
    def latest(self) -> Row | None:
        """The last row in the table's order."""

    @abstractmethod
    def columns(self, *names: str) -> Sequence[tuple[Any, ...]]:
        """Some columns of all rows, in the table's order, each value as the row holds it.

        What is not asked for is not read: that is for tables of which some columns are large.

        Raises:
            ValueError: There is no such column.
        """


BaselineLog = Log[Baseline]
AlertLog = Log[Alert]
AlertEventLog = Log[AlertEvent]
MonitorDays = Log[DayCheck]
QualityChecks = Log[QualityCheck]


class FeedbackLog(Protocol):
    """What happened to people in the end (`feedback`), and the decisions that it is about."""

    @abstractmethod
    def append(self, reports: Sequence[OutcomeReport]) -> Sequence[FeedbackResult]:
        """Keep what is new of them, in one transaction, and say what became of each.

        As if one report came after the other, and one caller after the other. A report is about the decision
        under its request id, or else about the person's latest one for the same vaga, or else about the
        latest one without a vaga; where it names no vaga, about the person's latest one. Only decisions
        count that were made when the day of the outcome ended. That is decided once: what is logged later
        changes nothing.

        Raises:
            ValueError: One of them is no such report; nothing was kept.
            StoreUnavailable: The outcome is unknown; append the same reports again.
        """

    @abstractmethod
    def outcomes(self, start: datetime, end: datetime) -> Iterator[Sequence[DecisionOutcome]]:
        """Decisions with start <= at < end whose outcome is known, in chunks and in no order."""

    @abstractmethod
    def unmatched(self) -> int:
        """How many reports are kept that are about no decision."""
