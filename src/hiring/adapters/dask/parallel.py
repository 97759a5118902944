"""The parts of a long work over the workers of a Dask cluster."""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from typing import Any, Final, TypeVar

from distributed import Future, KilledWorker

from hiring.adapters.dask.cluster import WITHIN_S, Cluster, connected
from hiring.adapters.dask.on_worker import ALLOCATOR, SentWork, WorkerReport, WorkFailed, WorkOnPart
from hiring.application.ports.parallel import Parallel
from hiring.domain.errors import HiringError, PartFailed

P = TypeVar("P")
R = TypeVar("R")

_AHEAD: Final = 3  # parts a worker that are under way before their results are needed


class Dask(Parallel):
    """The workers of a scheduler, which is asked anew for each work.

    Args:
        address: Its host and port.
        tell: Where a note goes to that workers could be faster.
        within_s: How long the scheduler and its workers may take to answer.
    """

    def __init__(self, address: str, tell: Callable[[str], None], within_s: float = WITHIN_S) -> None:
        self._address, self._tell, self._within_s = address, tell, within_s

    @property
    def elsewhere(self) -> bool:
        return True

    def map(self, work: Callable[[P], R], parts: Sequence[P]) -> Generator[R, None, None]:
        with connected(self._address, self._within_s) as cluster:
            if lacking := slow_workers(cluster.workers()):
                self._tell(lacking)
            yield from _in_order(cluster, _packed(work, len(parts)), parts)


def slow_workers(reports: dict[str, WorkerReport]) -> str | None:
    """What to say of workers without the allocator settings; None if all have them."""
    lacking = sum(bool(report.lacks) for report in reports.values())
    if not lacking:
        return None
    wanted = " ".join(f"{name}={least}" for name, least in ALLOCATOR.items())
    return f"{lacking:,} of {len(reports):,} workers could be twice as fast: start them with {wanted}"


def _packed(work: Callable[[P], object], parts: int) -> SentWork:
    try:
        return SentWork.of(work)
    except Exception as error:
        raise PartFailed(1, parts, type(error).__name__) from error


def _in_order(cluster: Cluster, sent: SentWork, parts: Sequence[object]) -> Generator[Any, None, None]:
    work, under_way, ahead = cluster.send(sent), deque[Future](), 1
    for done in range(len(parts)):
        if done % ahead == 0:  # counted again with each window: workers come and go
            ahead = _AHEAD * max(1, cluster.threads())
        for number in range(done + len(under_way), min(done + ahead, len(parts))):
            under_way.append(_begin(cluster, work, parts, number))
        future = under_way.popleft()
        try:
            result = _result(cluster, future, done, parts)
        except KilledWorker:
            # Those that only waited at a worker that ended are suspected with the one that it worked on.
            for each in (work, future, *under_way):
                each.release()
            under_way.clear()
            work = cluster.send(sent)
            result = _alone(cluster, work, parts, done)
        else:
            future.release()
        yield result


def _alone(cluster: Cluster, work: Future, parts: Sequence[object], number: int) -> object:
    try:
        future = _begin(cluster, work, parts, number)
        result = _result(cluster, future, number, parts)
    except KilledWorker:
        why = "each worker that did it alone ended, probably for want of memory"
        raise PartFailed(number + 1, len(parts), why) from None
    future.release()
    return result


def _begin(cluster: Cluster, work: Future, parts: Sequence[object], number: int) -> Future:
    try:
        part = WorkOnPart.of(parts[number])
    except Exception as error:
        raise PartFailed(number + 1, len(parts), type(error).__name__) from error
    return cluster.begin(work, part, name=f"hiring-part-{number + 1}-of-{len(parts)}")


def _result(cluster: Cluster, future: Future, number: int, parts: Sequence[object]) -> Any:  # noqa: ANN401
    try:
        return cluster.result(future)
    except (KilledWorker, HiringError):
        raise
    except WorkFailed as failure:
        raise PartFailed(number + 1, len(parts), str(failure)) from None
    except Exception as error:  # its result could not be sent
        raise PartFailed(number + 1, len(parts), type(error).__name__) from error
