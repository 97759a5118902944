"""Every step of the pipeline at the size of the real exports and at a much larger one, with both stores.

CPU time is that of the command's processes and, with PostgreSQL, of the server's; Linux only. What a step
costs an applicant should be the same at both sizes. Its memory should be so too, but for training, which
holds all gold rows.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

import psycopg

from benchmarks.measuring import Cost, measured, settings
from benchmarks.processes import server_cpu_s
from benchmarks.promises import Measured, at_most
from hiring.synthetic import write_exports
from tests.postgres_server import LocalServer, local_binaries

REAL: Final = 42_482
LARGE: Final = 1_000_000
PROSPECTS_EACH: Final = 53_759 / REAL
SEED: Final = 7
RUNS: Final = 3  # at the small size, of which the best counts
MOST_GROWTH: Final = 1.3  # of an applicant's CPU time, from the small size to the large one
HIRING: Final = (sys.executable, "-m", "hiring")
STEPS: Final = (
    "ingest applicants",
    "ingest prospects",
    "features build",
    "labels build",
    "gold build",
    "train",
    "predict",
    "ingest applicants again",
)


Store = AbstractContextManager[Callable[[], float]]  # gives the CPU time that its server has spent


@dataclass(frozen=True, slots=True)
class Step:
    """What the command cost, and the server meanwhile."""

    command: Cost
    server_s: float

    @property
    def cpu_s(self) -> float:
        return self.command.cpu_s + self.server_s


def run(folder: Path | None = None, applicants: int = LARGE) -> Iterator[Measured]:
    """What each step costs an applicant at both sizes.

    Args:
        folder: Where the exports are made, or found from an earlier run; None for a temporary folder.
        applicants: The large size.
    """
    if folder is None:
        with tempfile.TemporaryDirectory() as temporary:
            yield from run(Path(temporary), applicants)
        return
    for store, place in (("files", _files), ("PostgreSQL", _postgres)):
        small: dict[str, list[Step]] = {name: [] for name in STEPS}
        for _ in range(RUNS):
            for name, step in _pipeline(place, _exports(folder, REAL)):
                small[name].append(step)
        best = {name: min(steps, key=lambda step: step.cpu_s) for name, steps in small.items()}
        large = dict(_pipeline(place, _exports(folder, applicants)))
        yield from _told(store, best, large, applicants)


def _exports(folder: Path, applicants: int) -> Path:
    here = folder / f"scale-{applicants}-{SEED}"
    if not here.exists():
        making = here.with_suffix(".tmp")
        write_exports(making, applicants=applicants, prospects=round(applicants * PROSPECTS_EACH), seed=SEED)
        making.rename(here)
    return here


def _pipeline(place: Callable[[], Store], exports: Path) -> Iterator[tuple[str, Step]]:
    applicants = str(exports / "applicants.json")
    again = ("ingest", "applicants", applicants)
    words = {
        "ingest prospects": ("ingest", "prospects", str(exports / "prospects.json")),
        "features build": ("features", "build"),
        "labels build": ("labels", "build"),
        "gold build": ("gold", "build"),
        "train": ("train",),
        "predict": ("predict", applicants),
    }
    with place() as server_s:
        for name in STEPS:
            before = server_s()
            command = measured([*HIRING, *words.get(name, again)])
            yield name, Step(command, server_s() - before)


@contextmanager
def _files() -> Iterator[Callable[[], float]]:
    with tempfile.TemporaryDirectory() as home, settings(HIRING_HOME=home):
        yield lambda: 0.0
        held = sum(file.stat().st_size for file in Path(home).rglob("*") if file.is_file())
        print(f"files hold {held / 1e6:,.0f} MB")


@contextmanager
def _postgres() -> Iterator[Callable[[], float]]:
    binaries, _ = local_binaries()
    with LocalServer(binaries, fsync=True).running() as server, tempfile.TemporaryDirectory() as home:
        host = str(server.url.host)
        words = {"HIRING_HOME": home, "MODEL_ARTIFACT": str(Path(home) / "model.joblib")}
        with settings(**words, POSTGRES_HOST=host, POSTGRES_USER="postgres", POSTGRES_DB="postgres"):
            measured([*HIRING, "db", "upgrade"])
            yield lambda: server_cpu_s(server.conninfo)
            _bare(server.conninfo, host)


def _bare(conninfo: str, host: str) -> None:
    """What no load over a full table can be quicker than, by the server alone and from a file of its own."""
    file = f"{host}/bare"
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(f"COPY applicants_raw TO '{file}' (FORMAT BINARY)")
        connection.execute("CREATE TABLE bare (LIKE applicants_raw INCLUDING ALL)")
        connection.execute(f"COPY bare FROM '{file}' (FORMAT BINARY)")
        connection.execute("CHECKPOINT")
        cpu, wall = server_cpu_s(conninfo), perf_counter()
        with connection.transaction():
            connection.execute("DELETE FROM bare")
            connection.execute(f"COPY bare FROM '{file}' (FORMAT BINARY)")
        wall = perf_counter() - wall
        held = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    print(f"a bare DELETE and COPY: {server_cpu_s(conninfo) - cpu:.1f} s of the server's CPU, {wall:.1f} s")
    print(f"PostgreSQL holds {0 if held is None else held[0] / 1e6:,.0f} MB, with the bare table")


def _told(store: str, small: dict[str, Step], large: dict[str, Step], applicants: int) -> Iterator[Measured]:
    print(f"{store}: CPU time an applicant (of that the server's); peak of the largest process")
    sizes = f"{f'{REAL:,}':>22}{f'{applicants:,}':>22}"
    print(f"{'':<26}{sizes}{'times':>9}{'peak':>11}{'peak':>11}{'wall':>10}")
    for name in STEPS:
        one, many = 1e6 * small[name].cpu_s / REAL, 1e6 * large[name].cpu_s / applicants
        cells = "".join(
            f"{each:>9.1f} us ({1e6 * step.server_s / count:>5.1f})".rjust(22)
            for each, step, count in ((one, small[name], REAL), (many, large[name], applicants))
        )
        peaks = f"{small[name].command.peak_mb:>8.0f} MB{large[name].command.peak_mb:>8.0f} MB"
        wall = f"{large[name].command.wall_s:>8.0f} s"
        print(f"{name:<26}{cells}{many / one:>9.2f}{peaks}{wall}")
        if name != "ingest applicants again":
            yield at_most(
                f"{store}: {name}, CPU an applicant at both sizes", many / one, MOST_GROWTH, "times"
            )
