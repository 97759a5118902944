"""Who works here, for the history of models."""

import getpass
import os


def actor() -> str:
    """The user's name; a container's user often has none, and is told by number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"  # only POSIX comes here: elsewhere the environment has the name
