"""What every test shares: an environment in which nothing of this project is set."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Final

import pytest
from coverage import Coverage
from hypothesis import settings

from hiring import application, domain
from tests.shell import shell

__all__ = ["shell"]

settings.register_profile("repeatable", derandomize=True, deadline=None)  # no test rests on chance or speed
settings.register_profile(
    "searching", print_blob=True
)  # for the long runs, which are there to find something
settings.load_profile("repeatable")

COUNTED: Final = tuple(
    Path(__file__).parent / "unit" / name
    for name in ("domain", "application", "adapters/memory", "entrypoints/cli")
)
"""The tests that are counted as covering the core: its own, and those that ask all of it in this process."""

UNCOUNTED: Final = COUNTED[-1] / "test_old_records.py"
"""Asks what others there ask, once more for each of many records."""

gc.disable()  # until all tests are collected: hardly anything of that is garbage

OURS = ("HIRING_", "POSTGRES_", "MODEL_ARTIFACT", "MIN_PRECISAO")

# Tests use every core already: more threads of OpenBLAS and OpenMP, which read this when they are loaded,
# would spin while they wait for one.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

# Hundreds of processes are started here: what one of them compiles, the others read.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Behind `nohup` or `&` a suite has signals ignored, as would all that it starts: what is caught here is not
# ignored there.
for _name in ("SIGHUP", "SIGINT", "SIGQUIT"):
    if signal.getsignal(number := getattr(signal, _name, signal.SIGINT)) is signal.SIG_IGN:
        signal.signal(number, lambda *_: None)


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> Iterator[None]:
    """Strip them before any other fixture runs, one of a whole session too."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.upper().startswith(OURS)]:
            patch.delenv(name)
        yield


traced: list[Coverage] = []
"""What watches the core where it is measured, and rests but in the tests that are counted."""


@pytest.hookimpl(trylast=True)
def pytest_sessionstart() -> None:
    """Trace what the core's modules say when they are loaded, and no collecting of tests."""
    if (tracing := Coverage.current()) is not None:
        for room in (domain, application):
            for module in walk_packages(room.__path__, f"{room.__name__}."):
                import_module(module.name)
        tracing.stop()
        traced.append(tracing)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """Trace nothing in a test that is not counted: it takes nearly as long again as what it watches."""
    with ExitStack() as watching:
        if any(item.path.is_relative_to(folder) for folder in COUNTED) and item.path != UNCOUNTED:
            for each in traced:
                watching.enter_context(each.collect())
        return (yield)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over ten thousand tests and their imports, which stay to the end."""
    gc.freeze()
    gc.enable()
