"""Request ids that nobody can guess.

They are drawn in bulk: in a system call for each, the event loop would let another thread go first.
"""

import os
from collections.abc import Iterator
from typing import Final

_BYTES: Final = 16
_AT_ONCE: Final = 256


def new_ids() -> Iterator[str]:
    """32 hexadecimal digits each, without end; for one process alone, because a fork would repeat them."""
    while True:
        pool = os.urandom(_BYTES * _AT_ONCE).hex()
        for at in range(0, len(pool), 2 * _BYTES):
            yield pool[at : at + 2 * _BYTES]
