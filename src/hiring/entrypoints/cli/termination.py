"""SIGTERM, by which a service manager or a container asks for the end, and SIGHUP of a closed terminal."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_ENDS: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


class Terminated(BaseException):
    """Somebody asked for the end; what is half-made is cleared away, as after Ctrl-C."""


@contextmanager
def told_of_termination() -> Iterator[None]:
    """Inside the block the first of these raises `Terminated`; a SIGTERM after it ends the process."""
    here = threading.current_thread() is threading.main_thread()
    ours = [each for each in _ENDS if here and signal.getsignal(each) is signal.SIG_DFL]
    for each in ours:  # the others somebody else sees to, or they are ignored, as by `nohup`
        signal.signal(each, _raise)
    try:
        yield
    finally:
        for each in ours:
            signal.signal(each, signal.SIG_DFL)


def leave_termination() -> None:
    """For a command that has its own way to end."""
    for each in _ENDS:
        if signal.getsignal(each) is _raise:
            signal.signal(each, signal.SIG_DFL)


def _raise(_number: int, _frame: FrameType | None) -> None:
    for each in _ENDS:  # a shell and the system may each tell of the same closed terminal
        if signal.getsignal(each) is _raise:
            signal.signal(each, signal.SIG_DFL if each == signal.SIGTERM else signal.SIG_IGN)
    raise Terminated
