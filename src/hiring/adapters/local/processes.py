"""The parts of a long work over processes of this machine, by the standard library."""

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Final, TypeVar

from hiring.application.ports.parallel import Parallel
from hiring.domain.errors import HiringError, PartFailed

P = TypeVar("P")
R = TypeVar("R")

_AHEAD: Final = 2  # parts a worker that are under way before their results are needed
_DEATHS: Final = 2  # of processes that worked on nothing but one part, before that part is given up
_LARGEST_BLOCK: Final = 1 << 24  # bytes, never touched
_ORPHANED: Final = 1

DIED: Final = "each process that worked on it ended at once, probably for want of memory"


class Processes(Parallel):
    """As many processes as are asked for, started anew for each work.

    Args:
        workers: How many.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def map(self, work: Callable[[P], R], parts: Sequence[P]) -> Generator[R, None, None]:
        done = 0
        while done < len(parts):
            try:
                for result in self._together(work, parts, done):
                    yield result
                    done += 1
            except BrokenProcessPool:
                # Which part ended a process is not known: those that were under way are done one by one.
                for _ in range(min(_AHEAD * self._workers, len(parts) - done)):
                    yield _alone(work, parts, done)
                    done += 1

    def _together(self, work: Callable[[P], R], parts: Sequence[P], done: int) -> Generator[R, None, None]:
        """The results from that part on; BrokenProcessPool when a process has ended."""
        with _pool(min(self._workers, len(parts) - done)) as pool:
            following = iter(parts[done:])
            under_way = deque(pool.submit(work, part) for part in islice(following, _AHEAD * self._workers))
            try:
                while under_way:
                    result = _result(under_way.popleft(), done, parts)
                    under_way.extend(pool.submit(work, part) for part in islice(following, 1))
                    yield result
                    done += 1
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


def _alone(work: Callable[[P], R], parts: Sequence[P], number: int) -> R:
    for _ in range(_DEATHS):
        with _pool(1) as pool:
            try:
                return _result(pool.submit(work, parts[number]), number, parts)
            except BrokenProcessPool:
                continue
    raise PartFailed(
        number + 1, len(parts), "the process that worked on it ended, probably for want of memory"
    )


def _result(future: Future[R], number: int, parts: Sequence[P]) -> R:
    try:
        return future.result()
    except (BrokenProcessPool, HiringError):
        raise
    except Exception as error:
        raise PartFailed(number + 1, len(parts), type(error).__name__) from error


def _pool(workers: int) -> ProcessPoolExecutor:
    """New interpreters everywhere: a copy of this process would hold its locks and connections."""
    spawned = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=spawned, initializer=_begin)


def _begin() -> None:
    """In a worker, before its first part."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started the work ends it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    bytes(_LARGEST_BLOCK)  # glibc keeps freed blocks up to the largest that was ever freed
    gc.disable()  # records form no cycles, and a worker lives for one work


def _end_with_parent() -> None:
    """Workers hold both ends of the pipe that they wait at: its end does not tell them of a parent's."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(_ORPHANED)
