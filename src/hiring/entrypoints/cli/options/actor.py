"""Who works here, for the history of models."""

import getpass
import os

from hiring.domain.display import escape


def actor() -> str:
    """The user's name; a container's user often has none, and is told by number."""
    try:
        return escape(getpass.getuser())  # out of the environment, where anything may stand
    except (KeyError, OSError):
        return f"user {os.getuid()}"  # only POSIX comes here: elsewhere the environment has the name
