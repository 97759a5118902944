"""SIGTERM, by which a service manager or a container asks a command to end."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Terminated(BaseException):
    """Somebody asked for the end; what is half-made is cleared away, as after Ctrl-C."""


@contextmanager
def told_of_sigterm() -> Iterator[None]:
    """Inside the block the first SIGTERM raises `Terminated`; a second one ends the process at once."""
    here = threading.current_thread() is threading.main_thread()
    if not here or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield  # embedded, or told to ignore it
        return
    signal.signal(signal.SIGTERM, _raise)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def leave_sigterm() -> None:
    """For a command that has its own way to end."""
    if signal.getsignal(signal.SIGTERM) is _raise:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _raise(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    raise Terminated
