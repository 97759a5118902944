"""How often somebody may try a key by hand: keys cannot be guessed, and nobody is to try for hours."""

import time
from collections import deque
from collections.abc import Callable
from http import HTTPStatus
from math import ceil
from typing import Final

from hiring.entrypoints.http.requests.refusals import RefusedRequest

WITHIN_S: Final = 60.0
MOST_OF_AN_ADDRESS: Final = 10
MOST_IN_ALL: Final = 100


class TooManyAttempts(RefusedRequest):
    """Too many keys were wrong recently; it is not said whether this one is right."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(
            "too many keys were tried recently: wait as long as Retry-After says",
            status_code=HTTPStatus.TOO_MANY_REQUESTS,
            headers={"Retry-After": str(wait_s)},
        )


class Attempts:
    """The failed attempts of the last minute, in this process.

    Args:
        now: Seconds that never go back.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failed: deque[tuple[float, str]] = deque()

    def admit(self, address: str) -> None:
        """Let an attempt be made.

        Raises:
            TooManyAttempts: 429, from this address or in all; the attempt is not looked at.
        """
        self._forget()
        of_address = [at for at, who in self._failed if who == address]
        waits = [
            at[len(at) - most] + WITHIN_S - self._now()
            for at, most in (
                (of_address, MOST_OF_AN_ADDRESS),
                ([at for at, _ in self._failed], MOST_IN_ALL),
            )
            if len(at) >= most
        ]
        if waits:
            raise TooManyAttempts(max(1, ceil(max(waits))))

    def failed(self, address: str) -> None:
        """An attempt that was admitted showed no live key."""
        self._failed.append((self._now(), address))

    def _forget(self) -> None:
        oldest = self._now() - WITHIN_S
        while self._failed and self._failed[0][0] <= oldest:
            self._failed.popleft()
