"""The server around the application: uvicorn, in one process or several."""

import asyncio
import os
import signal
import tempfile
import uuid
from http import HTTPStatus
from socket import socket
from typing import Any, ClassVar, Final

import h11
import msgspec
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle
from uvicorn.supervisors import Multiprocess

from hiring.entrypoints.http.log import take_standard_error
from hiring.entrypoints.http.metrics import SHARED_FOLDER
from hiring.entrypoints.http.problems import MEDIA_TYPE, refused

_PATIENCE_S: Final = 10
"""How long requests that are under way may take when the end is asked for."""

_HEAD: Final = b"HTTP/1.1 "
_CONTINUE: Final = b"HTTP/1.1 100 "

_ENDING: Final = "hiring_ending"

_LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"service": {"()": "hiring.entrypoints.http.log.server_records"}},
    "loggers": {
        name: {"handlers": ["service"], "level": "WARNING", "propagate": False}
        for name in ("uvicorn", "hiring", "asyncio")
    },
}


class _InOne:
    """A transport that sends the head of an answer with what follows: one system call, one packet."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head = b""

    def write(self, data: bytes) -> None:
        if not self._head and data.startswith(_HEAD) and not data.startswith(_CONTINUE):
            self._head = data
        else:
            self._flush(data)

    def close(self) -> None:
        self._flush(b"")
        self._transport.close()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # all the rest of a transport
        return getattr(self._transport, name)

    def _flush(self, data: bytes) -> None:
        whole, self._head = self._head + data, b""
        if whole:
            self._transport.write(whole)


class Protocol(H11Protocol):
    """uvicorn's own, and besides: a request must be whole within a time, and all refusals are problems."""

    whole_within_s: ClassVar[float] = 20.0
    _hurry: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        self.transport = _InOne(transport)  # type: ignore[assignment]  # to be written to, it is one
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
        self._relax()

    def data_received(self, data: bytes) -> None:
        self._watch()
        super().data_received(data)
        if self.conn.their_state not in {h11.IDLE, h11.SEND_BODY}:
            self._relax()

    def send_400_response(self, msg: str) -> None:
        del msg  # in words of ours
        self._refuse(HTTPStatus.BAD_REQUEST, "the request is not HTTP")

    def _too_late(self) -> None:
        if self.conn.their_state is h11.SEND_BODY:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, "the body came too slowly")
        self.transport.close()

    def _refuse(self, status: HTTPStatus, detail: str) -> None:
        cycle = self.cycle
        if cycle is not None:
            cycle.disconnected = True  # whoever works on an answer by now speaks to nobody
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            body = msgspec.json.encode(refused(uuid.uuid4().hex, status, detail))
            headers = [
                ("content-type", MEDIA_TYPE),
                ("content-length", str(len(body))),
                ("connection", "close"),
            ]
            heard = h11.Response(status_code=status, headers=headers), h11.Data(data=body), h11.EndOfMessage()
            seen = heard[::2] if self.conn.our_state is h11.SEND_RESPONSE and _is_head(cycle) else heard
            self.transport.write(b"".join(self.conn.send(event) or b"" for event in seen))
        self.transport.close()

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
    """Serve until SIGINT or SIGTERM; what was accepted is answered before the end.

    A worker that dies is replaced.

    Args:
        listener: Bound, and listening.
        workers: Processes; with one, this process is it.
    """
    take_standard_error()
    config = uvicorn.Config(
        "hiring.entrypoints.http.app:from_environment",
        factory=True,
        http=Protocol,
        ws="none",
        workers=workers,
        lifespan="on",
        access_log=False,
        log_config=_LOGGING,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE_S,
    )
    if workers == 1:
        _run_here(config, listener)
        return
    with tempfile.TemporaryDirectory(prefix="hiring-metrics-") as shared:
        os.environ[SHARED_FOLDER] = shared  # the workers inherit it
        Multiprocess(config, sockets=[listener]).run()


def _run_here(config: uvicorn.Config, listener: socket) -> None:
    """Without uvicorn's own end by the signal, which was asked for and is no failure."""
    server = uvicorn.Server(config)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: setattr(server, "should_exit", True))
    server.run(sockets=[listener])
