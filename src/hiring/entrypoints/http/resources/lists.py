"""The lane of lists, beside that of single answers: a list of a thousand people takes a worker's time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final, TypeVar

from hiring.domain.errors import Overloaded
from hiring.entrypoints.http.resources.list_maker import ListWork
from hiring.entrypoints.http.resources.list_process import LIST_WITHIN_S
from hiring.entrypoints.http.resources.threads import Reads

T = TypeVar("T")

MOST_LISTS: Final = 2
"""Under way, in each worker: the others that it answers are to notice little."""


class Lists:
    """More than two lists at a time are turned away, and none waits.

    Args:
        make: Makes them, in this process or in another.
    """

    def __init__(self, make: Callable[[ListWork[Any]], Any]) -> None:
        self._make = make
        self._reads = Reads(within_s=LIST_WITHIN_S, at_once=MOST_LISTS)
        self._under_way = 0

    async def __call__(self, work: ListWork[T]) -> T:
        """What comes of the work.

        Args:
            work: Reads the request, which may be large, makes the list and encodes the answer; it and what
                comes of it can be pickled.

        Raises:
            Overloaded: Two are being made; nothing of this request was read.
            StoreUnavailable: It did not end in time, and it is not certain that it was kept.
            ResourceUnavailable: The process that made it ended, and the same.
            What the work raises.
        """
        with self._a_place():
            made: T = await self._reads(partial(self._make, work))
            return made

    @contextmanager
    def _a_place(self) -> Iterator[None]:
        if self._under_way == MOST_LISTS:
            raise Overloaded
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
