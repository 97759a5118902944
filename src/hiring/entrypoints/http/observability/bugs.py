"""Bugs as the log tells of them: their class and place, and no message, which may hold values."""

import traceback
from pathlib import PurePath


class BugThere(RuntimeError):
    """A bug that another process came upon.

    Args:
        kind: Name of the exception's class.
        where: Its innermost frames.
    """

    def __init__(self, kind: str, where: str) -> None:
        super().__init__(kind, where)
        self.kind = kind
        self.where = where


def bug_facts(bug: Exception) -> BugThere:
    """What can be told of it, wherever it was raised."""
    if isinstance(bug, BugThere):
        return bug
    frames = traceback.extract_tb(bug.__traceback__)[-5:]
    places = [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return BugThere(type(bug).__name__, " > ".join(places))
