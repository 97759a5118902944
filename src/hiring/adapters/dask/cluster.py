"""A Dask cluster, of which nothing is waited for without a limit."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import dask
from distributed import Client, Future
from distributed.comm import connect
from distributed.security import Security

from hiring.adapters.dask.on_worker import SentWork, WorkerReport, WorkOnPart, kept, versions, worker_report
from hiring.domain.errors import WorkersDiffer, WorkersUnavailable

WITHIN_S: Final = 20.0
"""Seconds for a scheduler and its workers to answer a question."""

_LOOK_EVERY_S: Final = 5.0  # while a result is waited for, whether anybody is still at work
_LOOKS_WITHOUT_WORKERS: Final = 12  # a minute: whatever starts workers again has had its time
_LARGE_PARTS: Final = {"distributed.admin.large-graph-warning-threshold": "1 TB"}  # the rows of a training
_RETRIES: Final = 2  # of a part that failed; of those whose worker ended the scheduler counts its own


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler that answered.

    Args:
        client: Connected.
        address: Its host and port.
        within_s: How long any question may take.
    """

    client: Client
    address: str
    within_s: float

    def workers(self) -> dict[str, WorkerReport]:
        """What each says of itself, once the first is there.

        Raises:
            WorkersUnavailable: There is none, or not all answer.
            WorkersDiffer: A worker or the scheduler, which unpacks what is sent, has other versions.
        """
        try:
            self.client.wait_for_workers(1, timeout=self.within_s)
        except TimeoutError:
            raise WorkersUnavailable(f"the scheduler at {self.address} has no workers") from None
        scheduler = self._answer(self.client.run_on_scheduler, _reported)
        reports = self._answer(self.client.run, worker_report, on_error="return")
        differences = [
            f"{who}: {difference}"
            for who, report in {f"scheduler {self.address}": scheduler, **reports}.items()
            for difference in _differences(report)
        ]
        if differences:
            raise WorkersDiffer(differences)
        return dict(reports)

    def threads(self) -> int:
        """How many parts can be worked on at once; 0 without workers."""
        return int(self._answer(self.client.scheduler.identity)["total_threads"])

    def send(self, work: SentWork) -> Future:
        """Have workers keep the work: each gets it with its first part, from one that has it."""
        return self._submit(kept, work, name="hiring-work")

    def begin(self, work: Future, part: WorkOnPart, name: str) -> Future:
        """Have a part done; workers' logs call it by that name."""
        return self._submit(part, work, name=name)

    def result(self, future: Future) -> Any:  # noqa: ANN401  # Dask's futures have no type
        """What came of it; errors of the work as they are.

        Raises:
            WorkersUnavailable: The scheduler is lost, or has had no workers for a minute.
        """
        without_workers = 0
        while without_workers < _LOOKS_WITHOUT_WORKERS:
            try:
                return future.result(timeout=_LOOK_EVERY_S)
            except TimeoutError:
                without_workers = 0 if self.threads() else without_workers + 1
            except (CancelledError, OSError):
                raise WorkersUnavailable(f"the scheduler at {self.address} was lost") from None
        raise WorkersUnavailable(f"the scheduler at {self.address} has lost its workers")

    def _submit(self, function: Callable[..., Any], given: object, name: str) -> Future:
        key = f"{name}-{uuid4().hex}"  # without it an earlier result of equal arguments might be taken
        with dask.config.set(_LARGE_PARTS):
            return self.client.submit(function, given, key=key, retries=_RETRIES)

    def _answer(self, question: Callable[..., Any], *given: object, **options: object) -> Any:  # noqa: ANN401
        try:
            return self.client.sync(question, *given, callback_timeout=self.within_s, **options)
        except (CancelledError, OSError):  # TimeoutError is one
            raise WorkersUnavailable(
                f"the scheduler at {self.address} or one of its workers does not answer"
            ) from None


@contextmanager
def connected(address: str, within_s: float) -> Iterator[Cluster]:
    """The cluster while it is used; what has not been waited for is given up at the end.

    Args:
        address: Its host and port; whether they talk TLS is Dask's own configuration.
        within_s: How long the scheduler, and any question, may take.

    Raises:
        WorkersUnavailable: No scheduler answers there.
    """
    try:
        asyncio.run(_greeted(address, within_s))
        client = Client(address, timeout=within_s, set_as_default=False)
    except Exception:  # noqa: BLE001  # nobody is there, or somebody else: their bytes are read as sizes and objects
        raise WorkersUnavailable(f"no scheduler answers at {address}") from None
    try:
        yield Cluster(client, address, within_s)
    finally:
        client.close(timeout=within_s)


async def _greeted(address: str, within_s: float) -> None:
    """Somebody may take the connection and then say nothing: for that the client itself has no limit."""
    async with asyncio.timeout(within_s):
        comm = await connect(address, timeout=within_s, **Security().get_connection_args("client"))
        await comm.close()


def _reported() -> WorkerReport | Exception:
    return worker_report()


def _differences(report: WorkerReport | Exception) -> list[str]:
    if isinstance(report, Exception):  # its own program has no such report
        return [f"it cannot tell its versions ({type(report).__name__})"]
    return report.versions.differences(versions())
