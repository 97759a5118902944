"""Where the parts of a long work are done."""

from abc import abstractmethod
from collections.abc import Callable, Generator, Sequence
from typing import Protocol, TypeVar

P = TypeVar("P")
R = TypeVar("R")


class Parallel(Protocol):
    """Where a pure function runs over parts: here, on this machine's cores, or on a cluster."""

    @property
    @abstractmethod
    def elsewhere(self) -> bool:
        """Whether other processes do the parts: nothing that is open in this one is open there."""

    @abstractmethod
    def map(self, work: Callable[[P], R], parts: Sequence[P]) -> Generator[R, None, None]:
        """One result a part, in the order of the parts, however often a part had to be done.

        A bounded number of results is held at any time, also where the caller is slow; a caller that has
        enough closes the generator.

        Args:
            work: A function of a module, or a value of one that can be called: other processes get its name,
                and what the value holds. Each gets it with its first part, not with each, so that it may
                hold what all parts need.
            parts: Small values that say what to work on; they are sent as well, the data is not (a training,
                which is one part, has its rows in it).

        Raises:
            PartFailed: `work` failed for a part, or ended several processes that tried.
            WorkersUnavailable: Nobody is there who could do the parts.
            WorkersDiffer: Those who are there would do them in another way.
        """
