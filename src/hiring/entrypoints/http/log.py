"""The service's log: JSON lines, or readable ones on a terminal, and in them nothing but what is named."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Final, TextIO

import msgspec
import structlog
from structlog.typing import FilteringBoundLogger, Processor, WrappedLogger

ALLOWED: Final = frozenset(
    {
        "code",
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
        "request_id",
        "status",
        "store",
        "timestamp",
        "url",
        "where",
    }
)
"""Keys that may be logged. Bodies, headers and features have none, so they cannot get in by accident."""


def service_log(stream: TextIO) -> FilteringBoundLogger:
    """A logger of its own: nothing is configured for the whole process."""
    renderer: Processor = structlog.processors.JSONRenderer(serializer=_json)
    if stream.isatty():
        renderer = structlog.dev.ConsoleRenderer()
    logger: FilteringBoundLogger = structlog.wrap_logger(
        structlog.WriteLogger(stream),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_allowed,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    return logger


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
