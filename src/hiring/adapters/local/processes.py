"""The parts of a long work over processes of this machine, by the standard library."""

import multiprocessing
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import Any, Final, TypeVar

from hiring.adapters.local.worker_process import WorkerDied, WorkerProcess, WorkFailed, packed
from hiring.application.ports.parallel import Parallel
from hiring.domain.errors import PartFailed, WorkersUnavailable

P = TypeVar("P")
R = TypeVar("R")

_AHEAD: Final = 2  # parts a worker that are under way before their results are needed
_ALONE: Final = 2  # processes that a part may end while nothing else is worked on, before it is given up
_ENDED: Final = "the process that worked on it ended, probably for want of memory"
_NEVER_READY: Final = (
    "no process for it could start: memory is wanting, or the program that runs this is not in a file, or "
    'does its work outside `if __name__ == "__main__":`'
)


class Processes(Parallel):
    """As many processes as are asked for, started anew for each work.

    Args:
        workers: How many.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers

    @property
    def elsewhere(self) -> bool:
        return True

    def map(self, work: Callable[[P], R], parts: Sequence[P]) -> Generator[R, None, None]:
        if not parts:
            return
        if multiprocessing.current_process().daemon:
            raise WorkersUnavailable("this process is a daemon of multiprocessing, which may start no others")
        count = min(self._workers, len(parts))
        try:
            crew = _Crew(packed(work))
        except WorkFailed as failure:
            raise PartFailed(1, len(parts), str(failure)) from failure
        threads = ThreadPoolExecutor(count, thread_name_prefix="hiring-worker")  # each waits for one process
        try:
            following = iter(parts)
            under_way = deque(_begun(threads, crew, part) for part in islice(following, _AHEAD * count))
            for number, part in enumerate(parts, 1):
                try:
                    result = under_way.popleft().result()
                except WorkerDied:
                    wait(under_way)
                    result = _alone(crew, part, number, len(parts))
                except WorkFailed as failure:
                    raise PartFailed(number, len(parts), str(failure)) from failure
                under_way.extend(_begun(threads, crew, part) for part in islice(following, 1))
                yield result
        finally:
            crew.end()
            threads.shutdown(wait=True, cancel_futures=True)


def _begun(threads: ThreadPoolExecutor, crew: "_Crew", part: P) -> Future[Any]:
    try:
        return threads.submit(crew.do, part)
    except RuntimeError as error:  # the system lets no thread start
        raise WorkersUnavailable("no further process can be started and waited for") from error


def _alone(crew: "_Crew", part: P, number: int, of: int) -> Any:  # noqa: ANN401  # as a worker gives it
    """Where a process ended for want of memory, those beside it may have taken it."""
    why = _ENDED
    for _ in range(_ALONE):
        try:
            return crew.do(part)
        except WorkerDied as died:
            why = _ENDED if died.ready else _NEVER_READY
        except WorkFailed as failure:
            raise PartFailed(number, of, str(failure)) from failure
    raise PartFailed(number, of, why)


class _Crew:
    """Processes, as many as are at work at a time; threads share it.

    Args:
        work: What each does with its parts, packed.
    """

    def __init__(self, work: bytes) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._ended = False

    def do(self, part: object) -> Any:  # noqa: ANN401  # as a worker gives it
        """What a process makes of the part; raises as it does."""
        worker = self._taken()
        try:
            result = worker.do(part)
        except WorkerDied:
            self._bury(worker)
            raise
        except BaseException:
            self._give_back(worker)
            raise
        self._give_back(worker)
        return result

    def end(self) -> None:
        """None works on, and none begins."""
        with self._lock:
            self._ended = True
            for worker in self._busy:
                worker.end()
            for worker in self._idle:
                worker.end()
                worker.close()

    def _taken(self) -> WorkerProcess:
        with self._lock:
            if self._ended:
                raise WorkerDied
            worker = self._idle.pop() if self._idle else WorkerProcess(self._work)
            self._busy.add(worker)
            return worker

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._busy.remove(worker)
            self._idle.append(worker)

    def _bury(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._busy.remove(worker)
            worker.end()
            worker.close()
