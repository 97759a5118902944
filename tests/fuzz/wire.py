"""Bytes to a server and its answer back, without any HTTP library that would mend them."""

import asyncio
import json
import re
import time
from dataclasses import dataclass
from typing import Any

import h11

LARGEST_HEAD = 64 * 1024  # uvicorn's own; beyond it, it does not wait for more
WITHIN_S = 5.0
"""For the harness; what an answer may take, the tests say."""

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """The first answer to some bytes; status 0 if the connection ended without one."""

    status: int
    head: bytes
    content: bytes
    seconds: float

    def header(self, name: str) -> str:
        found = re.search(rf"\r\n{name}: *([^\r]*)", self.head.decode("latin-1"), re.IGNORECASE)
        return found[1] if found else ""

    def json(self) -> Any:  # noqa: ANN401  # JSON
        return json.loads(self.content)


def is_whole(sent: bytes) -> bool:
    """Whether a server has something to answer: a whole request, or what can never become one."""
    server = h11.Connection(h11.SERVER, max_incomplete_event_size=LARGEST_HEAD)
    try:
        server.receive_data(sent)
        while True:
            event = server.next_event()
            if event is h11.NEED_DATA:
                return False
            if isinstance(event, h11.EndOfMessage) or event is h11.PAUSED:
                return True
    except h11.RemoteProtocolError:
        return True


async def exchange(port: int, sent: bytes, *, whole: bool) -> Answer:
    """Send, and read the first answer; where more would be needed, say that nothing more comes.

    Raises:
        TimeoutError: Neither an answer nor the end of the connection.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    began = time.monotonic()
    try:
        async with asyncio.timeout(WITHIN_S):
            received = b""
            try:
                writer.write(sent)
                if not whole:
                    writer.write_eof()
                while not _is_answered(received, sent) and (block := await reader.read(65_536)):
                    received += block
            except ConnectionError:
                pass  # it did not want to read all of it
            return _answer(received, time.monotonic() - began)
    finally:
        writer.transport.abort()


def _is_answered(received: bytes, sent: bytes) -> bool:
    head, end, rest = _final(received).partition(b"\r\n\r\n")
    if not end:
        return False
    length = _LENGTH.search(head)
    if length is None:
        return head[9:12] == b"204"  # else it ends with the connection
    return sent.startswith(b"HEAD ") or len(rest) >= int(length[1])


def _answer(received: bytes, seconds: float) -> Answer:
    head, _, content = _final(received).partition(b"\r\n\r\n")
    if length := _LENGTH.search(head):
        content = content[: int(length[1])]  # another answer may follow
    return Answer(int(head[9:12]) if head else 0, head, content, seconds)


def _final(received: bytes) -> bytes:
    """Without what a server says before it has an answer: 100 Continue."""
    return received.partition(b"\r\n\r\n")[2] if received.startswith(b"HTTP/1.1 100 ") else received
