"""The page `/monitor` of 365 days of two versions: time from the store on, and size."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.promises import Measured, at_most
from hiring.adapters.files import FileStore
from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from hiring.adapters.reports.monitoring.page import page_of
from tests.postgres_server import a_local_server
from tests.unit.application.monitored import Monitored, a_year

RUNS: Final = 5
MOST_S: Final = 0.5
MOST_BYTES: Final = 300_000


def run() -> Iterator[Measured]:
    """How long a page takes, and its size; the day rows are whole, as `monitor daily` keeps them."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        server = stack.enter_context(a_local_server())
        schema = "monitor_page"
        Migrations(server.url, schema).upgrade()
        stores = {
            "SQLite": stack.enter_context(closing(FileStore(Path(folder)))),
            "PostgreSQL": stack.enter_context(closing(PostgresStore(server.url, schema))),
        }
        for name, store in stores.items():
            yield from _told(name, a_year(store=store, whole=365))


def _told(name: str, world: Monitored) -> Iterator[Measured]:
    view = world.view()
    reading, page = _best(world.view), _best(lambda: page_of(view, "pt", served=True))
    size = len(page_of(view, "pt", served=True).encode())
    print(f"{name}: {reading:.3f} s to describe, {page:.3f} s to render, {size:,} bytes")
    yield at_most(f"{name}: a page from the store to its bytes", reading + page, MOST_S, "s")
    yield at_most(f"{name}: size of the page", size, MOST_BYTES, "bytes")


def _best(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)
