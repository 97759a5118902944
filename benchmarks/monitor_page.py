"""The page `/monitor` of 365 days of two versions: time from the store on, and size."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.processes import server_cpu_s
from benchmarks.promises import Measured, at_most
from hiring.adapters.files import FileStore
from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from hiring.adapters.reports.monitoring.page import page_of
from hiring.application.monitoring.overview.describe_monitor import DescribeMonitor
from tests.postgres_server import a_local_server
from tests.unit.application.monitored import Monitored, a_year

RUNS: Final = 5
VIEWS: Final = 20
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
            world = a_year(store=store, whole=365)
            yield from _told(name, world)
        _server_told(f"host={server.url.host} user=postgres dbname=postgres", world.describe())


def _told(name: str, world: Monitored) -> Iterator[Measured]:
    view = world.view()
    reading, page = _best(world.view), _best(lambda: page_of(view, "pt", served=True))
    size = len(page_of(view, "pt", served=True).encode())
    print(f"{name}: {reading:.3f} s to describe, {page:.3f} s to render, {size:,} bytes")
    yield at_most(f"{name}: a page from the store to its bytes", reading + page, MOST_S, "s")
    yield at_most(f"{name}: size of the page", size, MOST_BYTES, "bytes")


def _server_told(conninfo: str, describe: DescribeMonitor) -> None:
    """What readers of the page cost the server that answers write to."""
    for what, work in (("a page that is made", describe), ("one that is kept", describe.stamp)):
        before = server_cpu_s(conninfo)
        for _ in range(VIEWS):
            work()
        spent = (server_cpu_s(conninfo) - before) / VIEWS
        print(f"PostgreSQL's CPU for {what}: {1e3 * spent:.1f} ms")


def _best(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)
