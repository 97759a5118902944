"""A process that does one part at a time, and what it says.

Each has a pipe of its own, of which this process keeps one end alone: however a worker ends, also in the
middle of an answer, the pipe ends with it. Over the shared queues of `concurrent.futures`, who reads the
answer of a worker that was killed while it wrote waits for the rest for ever.
"""

import gc
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Final, NoReturn

from hiring.domain.errors import HiringError, WorkersUnavailable
from hiring.interrupts import kept_from_children

_LARGEST_BLOCK: Final = 1 << 24  # bytes, never touched
_ORPHANED: Final = 1
_READY: Final = b""
_OF_A_TERMINAL: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name))


class WorkerDied(Exception):
    """The process that worked on a part has ended.

    Args:
        ready: Whether it had begun to work.
    """

    def __init__(self, *, ready: bool = True) -> None:
        super().__init__()
        self.ready = ready


class WorkFailed(Exception):
    """Of a part: the name of the error's type, and nothing else that might hold a record's values."""


@dataclass(frozen=True, slots=True)
class _Failed:
    """What came of a part instead of a result."""

    error: HiringError | str


class WorkerProcess:
    """A new interpreter: a copy of this process would hold its locks and connections.

    Args:
        work: What it is to do with each part, packed; it is sent with the first.

    Raises:
        WorkersUnavailable: The system lets no further process start.
    """

    def __init__(self, work: bytes) -> None:
        self._unsent: bytes | None = work
        spawning = multiprocessing.get_context("spawn")
        try:
            self._pipe, theirs = spawning.Pipe()
            self._process: BaseProcess = spawning.Process(target=_serve, args=(theirs,), daemon=True)
            with theirs, kept_from_children(*_OF_A_TERMINAL):
                self._process.start()
        except OSError as error:
            raise WorkersUnavailable(f"no further process can be started ({error.strerror})") from error

    def do(self, part: object) -> Any:  # noqa: ANN401  # whatever the work gives
        """The result.

        Raises:
            WorkerDied: The process ended, or has been ended.
            WorkFailed: The work failed, or the part or its result could not be sent.
            HiringError: The work raised it.
        """
        task = packed(part)
        ready = self._unsent is None
        try:
            if self._unsent is not None:
                ready = self._pipe.recv_bytes() == _READY
                self._pipe.send_bytes(self._unsent)
                self._unsent = None
            self._pipe.send_bytes(task)
            answer = self._pipe.recv_bytes()
        except (EOFError, OSError):
            raise WorkerDied(ready=ready) from None
        return _result(answer)

    def end(self) -> None:
        """At once: what it works on, nobody waits for. Who waits all the same is told that it died."""
        self._process.kill()
        self._process.join()

    def close(self) -> None:
        """After `end`, when nobody waits any more."""
        self._pipe.close()


def packed(value: object) -> bytes:
    """As it is sent.

    Raises:
        WorkFailed: It cannot be.
    """
    try:
        return pickle.dumps(value)
    except Exception as error:
        raise WorkFailed(type(error).__name__) from error


def _result(answer: bytes) -> Any:  # noqa: ANN401  # whatever the work gives
    try:
        result = pickle.loads(answer)  # noqa: S301  # of a process that this one has started
    except Exception as error:
        raise WorkFailed(type(error).__name__) from error
    if not isinstance(result, _Failed):
        return result
    if isinstance(result.error, HiringError):
        raise result.error
    raise WorkFailed(result.error)


def _serve(pipe: Connection) -> None:
    """In the worker: one part after another, until nobody is there who could send one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    bytes(_LARGEST_BLOCK)  # glibc keeps freed blocks up to the largest that was ever freed
    gc.disable()  # records form no cycles, and a worker lives for one work
    with suppress(EOFError, OSError):
        pipe.send_bytes(_READY)
        work = _unpacked(pipe.recv_bytes())
        while True:
            pipe.send_bytes(_answer(work, pipe.recv_bytes()))


def _unpacked(work: bytes) -> Callable[[Any], object]:
    """What is done with each part; where this process cannot do it, each is told that."""
    try:
        found: Callable[[Any], object] = pickle.loads(work)  # noqa: S301  # of who has started this process
    except Exception as error:  # noqa: BLE001  # told with the first part
        return partial(_fail, error)
    return found


def _fail(error: Exception, part: object) -> NoReturn:
    del part
    raise error


def _answer(work: Callable[[Any], object], part: bytes) -> bytes:
    try:
        return pickle.dumps(work(pickle.loads(part)))  # noqa: S301  # of who has started this process
    except HiringError as error:
        return pickle.dumps(_Failed(error))
    except Exception as error:  # noqa: BLE001  # named where it is awaited
        return pickle.dumps(_Failed(type(error).__name__))


def _end_with_parent() -> None:
    """What a worker is at, nobody waits for when its parent has been killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(_ORPHANED)
