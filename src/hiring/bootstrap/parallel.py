"""Where the parts of long works are done, as the settings say."""

import sys
from collections.abc import Callable, Generator, Sequence
from importlib.util import find_spec
from typing import TypeVar

from hiring.application.ports.parallel import Parallel
from hiring.domain.display import count_of

P = TypeVar("P")
R = TypeVar("R")


def open_parallel(place: str) -> Parallel:
    """What does the parts of long works.

    Args:
        place: `here`, `processes:N` or `dask://HOST:PORT`, as HIRING_PARALLEL has it.

    Raises:
        ModuleNotFoundError: The extra `dask` is not installed, and needed.
    """
    kind, _, which = place.partition(":")
    if kind == "dask":
        if find_spec("distributed") is None:
            raise ModuleNotFoundError("the extra `dask` is not installed", name="distributed")
        return _OnWorkers(which.removeprefix("//"))
    if kind == "processes":
        from hiring.adapters.local.processes import Processes

        return Processes(int(which))
    from hiring.adapters.local.here import Here

    return Here()


def try_workers(place: str) -> str:
    """What the workers of a cluster say of themselves, for people.

    Raises:
        WorkersUnavailable, WorkersDiffer: As the work would.
        ModuleNotFoundError: The extra `dask` is not installed.
    """
    from hiring.adapters.dask.cluster import WITHIN_S, connected
    from hiring.adapters.dask.parallel import slow_workers

    with connected(place.removeprefix("dask://"), WITHIN_S) as cluster:
        reports = cluster.workers()
    told = f"{count_of(len(reports), 'worker')} with the versions and rules of this program"
    return f"{told}; {slow}" if (slow := slow_workers(reports)) else told


class _OnWorkers(Parallel):
    """Imports Dask, which takes a second, when there is work for it: most commands have none."""

    def __init__(self, address: str) -> None:
        self._address = address

    @property
    def elsewhere(self) -> bool:
        return True

    def map(self, work: Callable[[P], R], parts: Sequence[P]) -> Generator[R, None, None]:
        from hiring.adapters.dask.parallel import Dask

        return Dask(self._address, tell=_on_standard_error).map(work, parts)


def _on_standard_error(note: str) -> None:
    sys.stderr.write(f"{note}\n")
