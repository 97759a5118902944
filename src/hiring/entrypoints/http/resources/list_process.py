"""The process in which a worker's lists are made: single answers keep an interpreter of their own.

In the worker itself, a list would hold the interpreter's lock for tens of milliseconds at a time, while a
request of megabytes is decoded or garbage is collected; nothing can hand it on meanwhile.
"""

import atexit
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Final, TypeVar

from litestar.exceptions import HTTPException

from hiring.bootstrap.wiring import Hiring
from hiring.domain.errors import HiringError
from hiring.entrypoints.http.observability.bugs import bug_facts
from hiring.entrypoints.http.resources.list_maker import ListMaker, ListWork
from hiring.entrypoints.http.resources.parts import ResourceUnavailable
from hiring.interrupts import kept_from_children

T = TypeVar("T")
Opening = Callable[[], AbstractContextManager[Hiring]]

LIST_WITHIN_S: Final = 20.0
_SPAWN: Final = multiprocessing.get_context("spawn")
_NICER: Final = 10
"""Of the processor, lists get what single answers leave."""
_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
_ENDED: Final = "its process ended while it made this list: ask again with the same key"


class ListProcess:
    """Makes lists in another process, one after the other.

    It is started for the first of them, and anew after it has ended; it ends with the worker, however that
    ends. It opens the store and loads the model that is published for itself.

    Args:
        opening: Opens the same store there; it can be pickled.
        profile: Name of the one that reads vagas.
    """

    def __init__(self, opening: Opening, profile: str) -> None:
        self._opening = opening
        self._profile = profile
        self._one_at_a_time = threading.Lock()
        self._started: tuple[SpawnProcess, Connection] | None = None
        self._closed = False

    def __call__(self, work: ListWork[T]) -> T:
        """What comes of the work.

        Args:
            work: It can be pickled, and so can what comes of it.

        Raises:
            ResourceUnavailable: The process ended, or took too long and was ended: a list may have been kept.
            What `ListMaker` raises.
        """
        with self._one_at_a_time:
            process, pipe = self._running()
            try:
                pipe.send(work)
                if not pipe.poll(LIST_WITHIN_S):
                    raise TimeoutError
                outcome: Any = pipe.recv()
            except (EOFError, OSError):
                _end(process)
                raise ResourceUnavailable("list-maker", _ENDED) from None
        if isinstance(outcome, Exception):
            raise outcome
        result: T = outcome
        return result

    def close(self) -> None:
        """End the process; a list that is under way is kept whole, or not at all."""
        self._closed = True
        atexit.unregister(self.close)
        if self._started is not None:
            _end(self._started[0])

    def _running(self) -> tuple[SpawnProcess, Connection]:
        if self._closed:
            raise ResourceUnavailable("list-maker", "the service is stopping")
        if self._started is None or not self._started[0].is_alive():
            here, there = _SPAWN.Pipe()
            given = self._opening, self._profile, there
            process = _SPAWN.Process(target=_process, args=given, name="hiring-lists", daemon=True)
            with kept_from_children(signal.SIGINT):
                process.start()
            there.close()  # so that the end of the process is the end of the pipe
            atexit.unregister(self.close)
            atexit.register(self.close)  # it heeds no signal, and would be waited for
            self._started = process, here
        return self._started


def _end(process: SpawnProcess) -> None:
    process.kill()
    process.join()


def _process(opening: Opening, profile: str, pipe: Connection) -> None:
    _stand_back()
    make_lists(opening, profile, pipe)


def make_lists(opening: Opening, profile: str, pipe: Connection) -> None:
    """What the process does, until the other end of the pipe is closed: work comes in, its results go."""
    with suppress(EOFError, OSError):  # the worker has ended
        try:
            with opening() as hiring:
                make = ListMaker(hiring, profile)
                while True:
                    pipe.send(_outcome(make, pipe.recv()))
        except HiringError as cause:  # the store did not open: who waits is told, and the next tries again
            pipe.recv()
            pipe.send(cause)


def _outcome(make: ListMaker, work: ListWork[object]) -> object:
    try:
        return make(work)
    except (HiringError, HTTPException) as refusal:
        return refusal
    except Exception as bug:  # noqa: BLE001  # it is raised where it is waited for
        return bug_facts(bug)


def _stand_back() -> None:
    """Signals that ask for the end go to all processes of a terminal: the worker heeds them for both."""
    for name in _SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    if sys.platform != "win32":
        os.nice(_NICER)
