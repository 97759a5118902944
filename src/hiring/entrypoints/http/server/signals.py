"""Signals that ask for the end, all in the same way: what was accepted is answered first."""

import signal
import threading
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
