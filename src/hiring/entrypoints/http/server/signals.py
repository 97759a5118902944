"""Signals that ask for the end, all in the same way: what was accepted is answered first."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Final

MORE_ENDS: Final = tuple(
    getattr(signal, name) for name in ("SIGHUP", "SIGQUIT", "SIGBREAK") if hasattr(signal, name)
)
"""Besides SIGINT and SIGTERM: a terminal that is closed, Ctrl-\\, and Ctrl-Break."""


def ignored() -> frozenset[signal.Signals]:
    """Those of them that this process was told to ignore, as `nohup` does."""
    return frozenset(each for each in MORE_ENDS if signal.getsignal(each) is signal.SIG_IGN)


def end_by_any() -> None:
    """From now on each of them is a SIGTERM, unless it is ignored."""
    if threading.current_thread() is not threading.main_thread():
        return  # an application that is embedded: its process decides
    for each in frozenset(MORE_ENDS) - ignored():
        signal.signal(each, lambda *_: signal.raise_signal(signal.SIGTERM))


@contextmanager
def kept_from_children(interrupt: signal.Signals) -> Iterator[None]:
    """Processes that are started inside the block never get the signal: their parent tells them of the end.

    A terminal sends it to all of them, and one that is still importing would end in a traceback.
    """
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # where it is started only now, it takes the mask away again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {interrupt})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
