"""The way out of a connection: few packets, and nobody waits for a client that does not read its answers."""

import asyncio
from typing import Any, Final

_HEAD: Final = b"HTTP/1.1 "
_CONTINUE: Final = b"HTTP/1.1 100 "


class Outgoing:
    """A transport that sends the head of an answer with what follows: one system call, one packet.

    Args:
        transport: What it writes to.
        read_within_s: How long what is left after the end may take to be read.
    """

    def __init__(self, transport: asyncio.Transport, *, read_within_s: float) -> None:
        self._transport = transport
        self._read_within_s = read_within_s
        self._head = b""

    def write(self, data: bytes) -> None:
        if not self._head and data.startswith(_HEAD) and not data.startswith(_CONTINUE):
            self._head = data
        else:
            self._flush(data)

    def close(self) -> None:
        """Send what is left, and no longer than the client may take to read it."""
        self._flush(b"")
        self._transport.close()
        if self._transport.get_write_buffer_size():
            asyncio.get_running_loop().call_later(self._read_within_s, self._transport.abort)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # all the rest of a transport
        return getattr(self._transport, name)

    def _flush(self, data: bytes) -> None:
        whole, self._head = self._head + data, b""
        if whole:
            self._transport.write(whole)
