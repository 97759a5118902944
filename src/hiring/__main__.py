"""`python -m hiring` is `hiring-cli`."""

import atexit
import gc
import os
import sys
from collections.abc import Callable
from typing import NoReturn

EXTRA_NEEDED = "hiring-cli needs the extra `cli`: pip install -e '.[all]' (README, without make)"
INTERRUPTED = 130
_COLLECT_AFTER = 10_000  # new objects; at 700, as Python has it, importing a command alone collects 180 times


def main() -> None:
    """The command line, or one line that says what it lacks: the base install has numpy alone."""
    # numpy's linear algebra, which nothing here leans on, starts a thread for every core when it is imported:
    # 0.1 s of CPU for each command on two cores
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What is imported stays. To look through it for garbage, again and again and once more at the end, took a
    # quarter of the CPU time of a short command.
    gc.set_threshold(_COLLECT_AFTER)
    atexit.register(gc.freeze)
    try:
        _command_line()()
    except KeyboardInterrupt:  # before the command line could tell it, or once more while it did
        sys.exit(INTERRUPTED)


def _command_line() -> Callable[[], NoReturn]:
    try:
        from hiring.entrypoints.cli.main import main as run  # noqa: PLC0415  # it may not be there
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        sys.exit(EXTRA_NEEDED)
    return run


if __name__ == "__main__":
    main()
