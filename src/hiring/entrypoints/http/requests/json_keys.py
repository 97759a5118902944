"""How many keys a JSON text writes, counted where they stand: a document has fewer where one repeats."""

import numpy as np

_QUOTE, _COLON, _BACKSLASH = b'":\\'


def written_keys(body: bytes) -> int:
    """Each key is followed by one colon outside of texts.

    Args:
        body: JSON; of anything else the number means nothing.
    """
    characters = np.frombuffer(body, np.uint8)
    quotes = np.flatnonzero(characters == _QUOTE)
    escaped = quotes[characters[np.maximum(quotes, 1) - 1] == _BACKSLASH]
    if len(escaped):
        odd = [at for at in escaped.tolist() if _run_before(body, at) % 2]
        quotes = np.setdiff1d(quotes, np.array(odd, np.int64), assume_unique=True)
    colons = np.flatnonzero(characters == _COLON)
    return int((np.searchsorted(quotes, colons) % 2 == 0).sum())


def _run_before(body: bytes, at: int) -> int:
    """Backslashes right before a place."""
    first = at
    while first and body[first - 1] == _BACKSLASH:
        first -= 1
    return at - first
