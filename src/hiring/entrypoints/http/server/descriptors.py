"""How many files and connections this process may have open."""

import sys
from contextlib import suppress
from functools import cache
from typing import Final

if sys.platform != "win32":
    import resource

MOST_CONNECTIONS: Final = 2_048
"""Of a worker, whatever the system allows."""

_ENOUGH: Final = 65_536
_FEW: Final = 10_240
"""More than this macOS refuses."""

_LEAST_CONNECTIONS: Final = 4
_MOST_RESERVED: Final = 64
_LEAST_RESERVED: Final = 16
"""Descriptors for what is no connection: store, log, model, event loop, and those that are just accepted."""


def allow_many_descriptors() -> None:
    """Raise the soft limit, for this process and its workers, as far as the hard one lets it."""
    if sys.platform == "win32":
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for most in (_ENOUGH, _FEW):
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        if soft == resource.RLIM_INFINITY or soft >= wanted:
            return
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            return


@cache
def most_connections() -> int:
    """Connections that this process may have at once, with room for what else it opens."""
    if sys.platform == "win32":
        return MOST_CONNECTIONS
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return connections_within(soft)


def connections_within(descriptors: int) -> int:
    """Connections for which so many descriptors are enough."""
    reserved = min(_MOST_RESERVED, _LEAST_RESERVED + descriptors // 4)
    return min(MOST_CONNECTIONS, max(_LEAST_CONNECTIONS, descriptors - reserved))
