"""The server around the application: uvicorn, in one process or several."""

import asyncio
import signal
import sys
import uuid
from http import HTTPStatus
from socket import socket
from types import FrameType
from typing import Any, ClassVar, Final

import h11
import msgspec
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle
from uvicorn.supervisors import Multiprocess

from hiring.entrypoints.http.observability.log import take_standard_error
from hiring.entrypoints.http.observability.shared_counts import shared_counts
from hiring.entrypoints.http.problems import MEDIA_TYPE, refusal_problem
from hiring.entrypoints.http.requests.refusals import RETRY_AFTER_S
from hiring.entrypoints.http.server.descriptors import allow_many_descriptors, most_connections
from hiring.entrypoints.http.server.signals import ignored
from hiring.entrypoints.http.server.transport import Outgoing
from hiring.entrypoints.http.server.worker import FromEnvironment
from hiring.interrupts import kept_from_children

_PATIENCE_S: Final = 10
"""How long requests that are under way may take when the end is asked for."""

_HEALTHY_WITHIN_S: Final = 20
"""A worker that says nothing for so long is replaced; on a busy machine one takes its time to start."""

_BACKLOG: Final = 512
"""Connections that may wait to be accepted; asyncio takes so many at once."""

MOST_SLOW_BODIES: Final = 96
"""Requests of which a part has come: fewer than half of those that may be under way. One key may have half,
so whole requests of the same key find room, too."""

_INTERRUPTED: Final = 130

_ENDING: Final = "hiring_ending"
_SLOW: Final = "hiring_slow_bodies"

_LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"service": {"()": "hiring.entrypoints.http.observability.log.server_records"}},
    "loggers": {
        name: {"handlers": ["service"], "level": "WARNING", "propagate": False}
        for name in ("uvicorn", "hiring", "asyncio")
    },
}


class Protocol(H11Protocol):
    """uvicorn's own, and besides: a request must be whole within a time, and an answer be read within it.

    All refusals are problems.

    Where connections or slow bodies are too many, the oldest of those that keep their place for nothing make
    room: whoever fills the house with them shuts nobody out.
    """

    whole_within_s: ClassVar[float] = 20.0
    read_within_s: ClassVar[float] = 20.0
    most_slow_bodies: ClassVar[int] = MOST_SLOW_BODIES
    _hurry: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    idle_since: float = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        outgoing = Outgoing(transport, read_within_s=self.read_within_s)
        self.transport = outgoing  # type: ignore[assignment]  # to be written to, it is one
        self.idle_since = self.loop.time()
        if len(self.connections) > most_connections():
            self._make_room()
        if getattr(self.server_state, _ENDING, False):
            self.shutdown()
        else:
            self._watch()

    def shutdown(self) -> None:
        """Take no more requests here, nor on connections that were accepted and are made only now.

        uvicorn asks those alone that it knows when the end begins; another would go on as long as its client.
        """
        setattr(self.server_state, _ENDING, True)
        super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._slow.pop(self, None)
        self._relax()
        self._read_on()

    def pause_writing(self) -> None:
        """Wait for a client that does not read, and not for ever: its request keeps a place."""
        super().pause_writing()
        self._unread = self.loop.call_later(self.read_within_s, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client has read."""
        super().resume_writing()
        self._read_on()

    def data_received(self, data: bytes) -> None:
        self._watch()
        super().data_received(data)
        state = self.conn.their_state
        if state is h11.SEND_BODY:
            self._bound_slow_bodies()
        elif state is not h11.IDLE:
            self._relax()
            self._slow.pop(self, None)

    def on_response_complete(self) -> None:
        """Wait for the next request on this connection."""
        self.idle_since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        del msg  # in words of ours
        self._refuse(HTTPStatus.BAD_REQUEST, "the request is not valid HTTP")

    @property
    def _slow(self) -> dict["Protocol", None]:
        """All connections of this process on which a body has begun, the oldest first."""
        slow: dict[Protocol, None] | None = getattr(self.server_state, _SLOW, None)
        if slow is None:
            slow = {}
            setattr(self.server_state, _SLOW, slow)
        return slow

    def _bound_slow_bodies(self) -> None:
        slow = self._slow
        slow[self] = None
        if len(slow) > self.most_slow_bodies:
            oldest = next(iter(slow))
            del slow[oldest]
            oldest.make_way("the body is arriving too slowly, and other requests are waiting")

    def _make_room(self) -> None:
        """End the connection that has waited longest for a request, or this one where all are at work."""
        open_ones = [
            each
            for each in self.connections
            if isinstance(each, Protocol) and not each.transport.is_closing()
        ]
        if len(open_ones) > most_connections():
            waiting = [each for each in open_ones if each.waits and each is not self]
            oldest = min(waiting, key=lambda each: each.idle_since, default=self)
            oldest.make_way("there are too many connections")

    @property
    def waits(self) -> bool:
        """Whether nothing is worked on for this connection: it sends nothing, or not enough."""
        cycle = self.cycle
        return cycle is None or cycle.response_complete or self.conn.their_state is h11.SEND_BODY

    def make_way(self, reason: str) -> None:
        """End it; whoever has sent a part of a request is told why."""
        if self.conn.their_state is h11.SEND_BODY or self.cycle is None:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, reason)
        self.transport.close()

    def _too_late(self) -> None:
        if self.conn.their_state is h11.SEND_BODY:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, "the body arrived too slowly")
        self.transport.close()

    def _refuse(self, status: HTTPStatus, detail: str) -> None:
        cycle = self.cycle
        if cycle is not None:
            cycle.disconnected = True  # whoever works on an answer by now speaks to nobody
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            body = msgspec.json.encode(refusal_problem(uuid.uuid4().hex, status, detail))
            headers = [
                ("content-type", MEDIA_TYPE),
                ("content-length", str(len(body))),
                ("connection", "close"),
            ]
            if status == HTTPStatus.SERVICE_UNAVAILABLE:
                headers.append(("retry-after", str(RETRY_AFTER_S)))
            heard = h11.Response(status_code=status, headers=headers), h11.Data(data=body), h11.EndOfMessage()
            seen = heard[::2] if self.conn.our_state is h11.SEND_RESPONSE and _is_head(cycle) else heard
            self.transport.write(b"".join(self.conn.send(event) or b"" for event in seen))
        self.transport.close()

    def _read_on(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _watch(self) -> None:
        if self._hurry is None:
            self._hurry = self.loop.call_later(self.whole_within_s, self._too_late)

    def _relax(self) -> None:
        if self._hurry is not None:
            self._hurry.cancel()
            self._hurry = None


def _is_head(cycle: RequestResponseCycle | None) -> bool:
    return cycle is not None and cycle.scope["method"] == "HEAD"


def run(listener: socket, *, workers: int) -> None:
    """Serve until SIGINT, SIGTERM, SIGHUP, SIGQUIT or SIGBREAK; what was accepted is answered before the end.

    A worker that dies is replaced. After SIGINT the exit status is that of an interruption.

    Args:
        listener: Bound, and listening.
        workers: Processes; with one, this process is it.
    """
    take_standard_error()
    allow_many_descriptors()
    config = uvicorn.Config(
        FromEnvironment(shared_counts() if workers > 1 else None),
        factory=True,
        http=Protocol,
        ws="none",
        workers=workers,
        lifespan="on",
        access_log=False,
        backlog=_BACKLOG,
        log_config=_LOGGING,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE_S,
        timeout_worker_healthcheck=_HEALTHY_WITHIN_S,
    )
    interrupted = _run_here(config, listener) if workers == 1 else _run_workers(config, listener)
    if interrupted:
        sys.exit(_INTERRUPTED)


def _run_here(config: uvicorn.Config, listener: socket) -> bool:
    """Without uvicorn's own end by the signal, which was asked for and is no failure."""
    server = _Server(config)
    server.run(sockets=[listener])
    return server.ended_by == signal.SIGINT


class _Server(uvicorn.Server):
    """Remembers what ended it."""

    ended_by: int | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        del frame
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.ended_by = self.ended_by or sig
        self.should_exit = True


def _run_workers(config: uvicorn.Config, listener: socket) -> bool:
    workers = Workers(config, sockets=[listener])
    workers.run()
    return workers.interrupted


class Workers(Multiprocess):
    """uvicorn's own, and any signal that asks for the end ends it; its own starts workers anew for SIGHUP."""

    interrupted = False

    def __init__(self, config: uvicorn.Config, sockets: list[socket]) -> None:
        still_ignored = ignored()
        super().__init__(config, sockets)
        for each in still_ignored:
            signal.signal(each, signal.SIG_IGN)

    def init_processes(self) -> None:
        """Start the workers."""
        with kept_from_children(signal.SIGINT):
            super().init_processes()

    def keep_subprocess_alive(self) -> None:
        """Start those anew that died."""
        with kept_from_children(signal.SIGINT):
            super().keep_subprocess_alive()

    def handle_int(self) -> None:
        self.interrupted = not self.should_exit.is_set()
        super().handle_int()

    def handle_hup(self) -> None:
        self.handle_term()

    def handle_quit(self) -> None:
        self.handle_term()
