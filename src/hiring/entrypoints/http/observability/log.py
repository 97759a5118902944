"""The service's log: JSON lines, or readable ones on a terminal, and in them nothing but what is named.

It is an aid: a log that is slow, full, stalled or gone costs lines, and never an answer.
"""

import logging
import sys
import time
from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any, Final, TextIO

import msgspec
import structlog
from structlog.typing import FilteringBoundLogger, Processor, WrappedLogger

from hiring.entrypoints.http.observability.log_writer import Lines, LineWriter, Memory, writer_of

ALLOWED: Final = frozenset(
    {
        "code",
        "count",
        "duration_ms",
        "event",
        "exception",
        "level",
        "method",
        "model",
        "operating_mode",
        "part",
        "path",
        "reason",
        "repeated",
        "request_id",
        "status",
        "store",
        "timestamp",
        "url",
        "where",
    }
)
"""Keys that may be logged. Bodies, headers and features have none, so they cannot get in by accident."""


REQUEST: Final = "request"
"""The event of a request's line: each has one, however many there are."""

_EVERY_S: Final = 1.0
_MOST_FAULTS: Final = 256


def service_log(stream: TextIO) -> FilteringBoundLogger:
    """A logger of its own: nothing is configured for the whole process."""
    renderer: Processor = structlog.processors.JSONRenderer(serializer=_json)
    if stream.isatty():
        renderer = structlog.dev.ConsoleRenderer()
    logger: FilteringBoundLogger = structlog.wrap_logger(
        _Output(_writer(stream)),
        processors=[
            structlog.processors.add_log_level,
            Throttle(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_allowed,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    ).bind()  # once, and not again for each line
    return logger


def take_standard_error() -> None:
    """From now on all that this process prints there goes the log's way: warnings, failures of threads."""
    writer = _writer(sys.stderr)
    if isinstance(writer, LineWriter) and not isinstance(sys.stderr, _StandardError):
        sys.stderr = _StandardError(writer, sys.stderr)


class Throttle:
    """Lets through one line a second of a fault that repeats itself; the next says how many were left out.

    Requests are no faults: each has its line.

    Args:
        now: Seconds that never go back.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._seen: dict[tuple[object, ...], tuple[float, int]] = {}

    def __call__(
        self, _logger: WrappedLogger, _name: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        if event["event"] == REQUEST or event["level"] in {"debug", "info"}:
            return event
        fault = tuple(event.get(key) for key in ("event", "part", "code", "reason", "exception"))
        last, repeated = self._seen.get(fault, (-_EVERY_S, 0))
        if self._now() - last < _EVERY_S:
            self._seen[fault] = last, repeated + 1
            raise structlog.DropEvent
        self._seen.pop(fault, None)
        self._seen[fault] = self._now(), 0
        if len(self._seen) > _MOST_FAULTS:
            del self._seen[next(iter(self._seen))]  # the one that was told longest ago
        if repeated:
            event["repeated"] = repeated
        return event


class _Output:
    """What structlog hands rendered lines to."""

    def __init__(self, writer: LineWriter | Memory) -> None:
        self.msg = writer.write
        self.debug = self.info = self.warning = self.error = self.critical = self.exception = writer.write


class _StandardError(Lines):
    """Standard error, by the writer of its descriptor."""

    def __init__(self, writer: LineWriter, instead_of: TextIO) -> None:
        super().__init__(writer)
        self._instead_of = instead_of

    def fileno(self) -> int:
        return self._instead_of.fileno()

    def isatty(self) -> bool:
        return self._instead_of.isatty()

    @property
    def encoding(self) -> str:  # type: ignore[override]  # there it is a variable
        return self._instead_of.encoding


def _writer(stream: TextIO) -> LineWriter | Memory:
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):  # a stream in memory has none
        return Memory(stream)
    encoding = stream.encoding if stream.isatty() else "utf-8"
    return writer_of(descriptor, _lost, encoding=encoding)


def _lost(count: int) -> str:
    """Of lines that could not be written."""
    moment = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    return _json({"event": "lines lost", "count": count, "level": "warning", "timestamp": moment})


def _json(event: object, **_options: object) -> str:
    """The standard library's takes three times as long, for every request."""
    return msgspec.json.encode(event).decode()


def _only_allowed(
    _logger: WrappedLogger, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {key: value for key, value in event.items() if key in ALLOWED}


class ServerRecords(logging.Handler):
    """Takes what the HTTP server itself logs: the message's template alone, its arguments may hold values."""

    def __init__(self, log: FilteringBoundLogger) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        template = record.msg.strip() if isinstance(record.msg, str) else type(record.msg).__name__
        failure = record.exc_info[0] if record.exc_info else None
        self._log.log(record.levelno, "server", reason=template, exception=failure and failure.__name__)


def server_records() -> ServerRecords:
    """For standard error: what a configuration of the server names."""
    return ServerRecords(service_log(sys.stderr))
