"""The parts of a long work, one after another in this process."""

from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

from hiring.application.ports.parallel import Parallel
from hiring.domain.errors import HiringError, PartFailed

P = TypeVar("P")
R = TypeVar("R")


class Here(Parallel):
    """Does each part when its result is asked for."""

    @property
    def elsewhere(self) -> bool:
        return False

    def map(self, work: Callable[[P], R], parts: Sequence[P]) -> Generator[R, None, None]:
        for number, part in enumerate(parts, 1):
            try:
                result = work(part)
            except HiringError:
                raise
            except Exception as error:
                raise PartFailed(number, len(parts), type(error).__name__) from error
            yield result
