"""What a terminal tells is for the process that a person started, not for those that this one starts."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def kept_from_children(*told: signal.Signals) -> Iterator[None]:
    """Processes that are started inside the block never get the signals: their parent tells them of the end.

    A terminal sends it to all of them, and one that is still importing would end in a traceback.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, told)
    try:
        resource_tracker.ensure_running()  # a child like others; where it is started only now,
        signal.pthread_sigmask(signal.SIG_BLOCK, told)  # it takes from the mask what it ignores itself
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
