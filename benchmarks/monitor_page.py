"""The page `/monitor` of 365 days of two versions: time from the store on, and size."""

import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hiring.adapters.files import FileStore
from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from hiring.adapters.reports.monitoring.page import page_of
from tests.postgres_server import a_local_server
from tests.unit.application.monitored import Monitored, a_year

RUNS: Final = 5
MOST_S: Final = 0.5
MOST_BYTES: Final = 300_000


def run() -> bool:
    """Whether a page is made within its bounds; the day rows are whole, as `monitor daily` keeps them."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        server = stack.enter_context(a_local_server())
        schema = "monitor_page"
        Migrations(server.url, schema).upgrade()
        stores = {
            "SQLite": stack.enter_context(closing(FileStore(Path(folder)))),
            "PostgreSQL": stack.enter_context(closing(PostgresStore(server.url, schema))),
        }
        kept = [_kept(name, a_year(store=store, whole=365)) for name, store in stores.items()]
        return all(kept)


def _kept(name: str, world: Monitored) -> bool:
    view = world.view()
    reading, page = _best(world.view), _best(lambda: page_of(view, "pt", served=True))
    size = len(page_of(view, "pt", served=True).encode())
    print(f"{name}: {reading:.3f} s to describe, {page:.3f} s to render (both: {MOST_S}), {size:,} bytes")
    return reading + page <= MOST_S and size <= MOST_BYTES


def _best(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)
