"""Runs many commands, each in a process of its own that is forked from this one: imports are paid once.

All of ours is imported, because what a list leaves out is imported again by each of them.

Standard input is a list of [folder, words, state of standard output]; standard output, of
[exit code, standard error].
"""

import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import hiring
from hiring.entrypoints.cli.main import main

LEFT_OUT = (".migrations.", ".__main__")  # run by Alembic and by Python; they are not imported
STATES = ("full", "closed", "unread", "folder gone")


def ended(folder: str, words: list[str], state: str) -> tuple[int, str]:
    """How a command ends where its streams are in this state; standard input is closed with the output."""
    with tempfile.TemporaryFile() as notes:
        child = os.fork()
        if child == 0:
            _become(folder, words, state, notes.fileno())
        _, status = os.waitpid(child, 0)
        notes.seek(0)
        return os.waitstatus_to_exitcode(status), notes.read().decode("utf-8", "replace")


def _become(folder: str, words: list[str], state: str, notes: int) -> None:
    code = 1
    try:
        os.dup2(notes, 2)
        os.chdir(folder)
        _output(state)
        main(words)
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException as error:  # noqa: BLE001  # as the interpreter would say it
        os.write(2, f"Traceback: {error!r}".encode())
    finally:
        os._exit(code)


def _output(state: str) -> None:
    if state == "full":
        os.dup2(os.open("/dev/full", os.O_WRONLY), 1)
    elif state == "closed":
        os.close(0)
        os.close(1)
        sys.stdin = sys.stdout = None  # type: ignore[assignment]  # as Python has it then
    elif state == "unread":
        end, begin = os.pipe()
        os.close(end)
        os.dup2(begin, 1)
    else:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        gone = Path(tempfile.mkdtemp())
        os.chdir(gone)
        gone.rmdir()


if __name__ == "__main__":
    for found in walk_packages(hiring.__path__, "hiring."):
        if not any(part in found.name for part in LEFT_OUT):
            import_module(found.name)
    json.dump([ended(*asked) for asked in json.load(sys.stdin)], sys.stdout)
