"""Room for rows on their way into a COPY."""

import os
import socket
from typing import Any, Final

import psycopg

_ROOM: Final = 1 << 22  # bytes under way, 40 ms of the server's work; the kernel may allow less


def give_room(connection: psycopg.Connection[Any]) -> None:
    """Let megabytes wait in a Unix socket, so that the server has work while this process gets no turn.

    Such a socket holds some 200 kB, which the server reads in 2 ms, and calls for more when three quarters of
    it have gone: with all cores busy that is too late, and a third of a load went into waiting. TCP sizes its
    buffers by itself.
    """
    if os.name == "posix":
        with socket.socket(fileno=os.dup(connection.fileno())) as same:
            if same.family == socket.AF_UNIX:
                same.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _ROOM)
