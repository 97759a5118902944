"""One POST that ends in time, whatever the other side does."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to post.

    Args:
        host: Name or address.
        port: None for the scheme's own.
        path: With the query.
        encrypted: Whether it is https.
    """

    host: str
    port: int | None
    path: str
    encrypted: bool

    def connection(self, timeout_s: float) -> HTTPConnection:
        """Not opened yet."""
        if not self.encrypted:
            return HTTPConnection(self.host, self.port, timeout=timeout_s)
        context = ssl.create_default_context()
        return HTTPSConnection(self.host, self.port, timeout=timeout_s, context=context)


def target_of(url: str) -> Target:
    """Of an http or https address, without its fragment."""
    parts = urlsplit(url)
    path = parts.path or "/"
    return Target(
        host=parts.hostname or "",
        port=parts.port,
        path=f"{path}?{parts.query}" if parts.query else path,
        encrypted=parts.scheme == "https",
    )


def post(target: Target, body: bytes, headers: Mapping[str, str], *, within_s: float) -> int:
    """The status of the answer; its body is not read, and a redirect not followed.

    In a thread of its own: looking up a name and a sender of one byte a second keep to no socket's timeout.

    Raises:
        OSError: There is no connection, or no answer within that time.
        HTTPException: What answers does not speak HTTP.
    """
    answer: SimpleQueue[int | Exception] = SimpleQueue()

    def run() -> None:
        try:
            answer.put(_post(target, body, headers, within_s))
        except (OSError, HTTPException, UnicodeError) as error:
            answer.put(error)

    Thread(target=run, daemon=True).start()
    try:
        result = answer.get(timeout=within_s)
    except Empty:
        raise TimeoutError from None
    if isinstance(result, UnicodeError):  # no name of a host
        raise OSError from None
    if isinstance(result, Exception):
        raise result
    return result


def _post(target: Target, body: bytes, headers: Mapping[str, str], within_s: float) -> int:
    connection = target.connection(within_s)
    try:
        connection.request("POST", target.path, body, dict(headers))
        with connection.getresponse() as response:
            return response.status
    finally:
        connection.close()
