"""`hiring-cli serve` beside a bare handler: one worker, PostgreSQL with fsync on, keys asked for."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from benchmarks.load import Load
from benchmarks.processes import cpu_s, resident_mb
from benchmarks.promises import Measured, at_least, at_most
from benchmarks.serve_parts import print_parts
from benchmarks.training import trained
from hiring.adapters.learning.model_store import FileModelStore
from tests.postgres_server import LocalServer, a_local_server, local_binaries

TRAINING_ROWS: Final = 4_000
ROUNDS: Final = 7
SECONDS: Final = 2.0
CONNECTIONS: Final = 32
LEAST_SHARE: Final = 0.35  # of the bare handler's requests a second, at 32 connections
MOST_ADDED_MS: Final = 1.5  # to the bare handler's median latency, at one connection
STEADY: Final = 2_000  # requests before anything is measured
WARM_UP: Final = 20_000  # requests before memory is looked at
MEMORY_REQUESTS: Final = 200_000
MOST_GROWTH_MB: Final = 1.0  # in 100,000 requests
SYNCS: Final = 300
START_TIMEOUT_S: Final = 30.0
HIRING: Final = [sys.executable, "-m", "hiring"]
BARE: Final = [sys.executable, "-m", "benchmarks.bare"]
SERVICE: Final = [*HIRING, "serve", "--port", "0"]
LONGEST_S: Final = 600.0  # for a number of requests


class Seen(NamedTuple):
    """What a client saw, and what the server's processes spent on each answer."""

    load: Load
    cpu_us: float


class Round(NamedTuple):
    """Bare handler and service, one right after the other."""

    bare: Seen
    service: Seen


class Target(NamedTuple):
    """A server that answers POST /predict: its address, the process that was started, and a key for it."""

    url: str
    pid: int
    token: str


class ServedStore(NamedTuple):
    """What a service is started on: a server, the environment that leads to it, and a key."""

    conninfo: str
    settings: Mapping[str, str]
    token: str


def run(*, memory: bool = False) -> Iterator[Measured]:
    """What the service costs over the bare handler.

    Args:
        memory: Send some 200,000 requests more, and see what they leave in the worker's memory.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = stack.enter_context(served_store(folder))
        bare = stack.enter_context(started(BARE, os.environ, folder / "bare.log", store.token))
        service = stack.enter_context(started(SERVICE, store.settings, folder / "service.log", store.token))
        for target in (bare, service):
            seen_by(target, CONNECTIONS, LONGEST_S, STEADY)
        single = [Round(seen_by(bare, 1), seen_by(service, 1)) for _ in range(ROUNDS)]
        many = [Round(seen_by(bare, CONNECTIONS), seen_by(service, CONNECTIONS)) for _ in range(ROUNDS)]
        yield from _told(single, many)
        print(f"fdatasync of 8 KiB on this disk, right after: median {_sync_ms(folder):.2f} ms")
        growth = _growth_mb(service) if memory else None
        yield at_most("memory that 100,000 requests leave (--memory)", growth, MOST_GROWTH_MB, "MB")
    with a_local_server(fsync=True) as server_of_parts, tempfile.TemporaryDirectory() as other:
        print_parts(server_of_parts.url, _model(Path(other)))


@contextmanager
def served_store(folder: Path) -> Iterator[ServedStore]:
    """A PostgreSQL with fsync on, a published model in the folder, and one key."""
    with LocalServer(local_binaries()[0], fsync=True).running() as server:
        settings = {
            **os.environ,
            "POSTGRES_HOST": str(server.url.host),
            "POSTGRES_USER": "postgres",
            "POSTGRES_DB": "postgres",
            "MODEL_ARTIFACT": str(_model(folder)),
        }
        subprocess.run([*HIRING, "db", "upgrade"], env=settings, stdout=subprocess.DEVNULL, check=True)
        made = subprocess.run(
            [*HIRING, "keys", "create", "benchmark"], env=settings, capture_output=True, text=True, check=True
        )
        yield ServedStore(server.conninfo, settings, made.stdout.strip())


def _model(folder: Path) -> Path:
    """A published model."""
    artifact = folder / "artifacts" / "modelo_prec80.joblib"
    models = FileModelStore(artifact)
    models.publish(trained(models, TRAINING_ROWS).version.id)
    return artifact


@contextmanager
def started(command: list[str], environment: Mapping[str, str], log: Path, token: str) -> Iterator[Target]:
    """A server that has told its address in its log; what comes before it is ready waits in the socket."""
    with log.open("wb") as stderr, subprocess.Popen(command, env=environment, stderr=stderr) as process:
        try:
            yield Target(_told_address(log, process), process.pid, token)
        finally:
            process.terminate()


def _told_address(log: Path, process: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        for line in log.read_text().splitlines():
            if '"listening"' in line:
                return str(json.loads(line)["url"])
        time.sleep(0.05)
    raise RuntimeError(log.read_text())


def seen_by(
    target: Target,
    connections: int,
    seconds: float = SECONDS,
    count: int = 0,
    allowed: frozenset[int] = frozenset({200}),
) -> Seen:
    key = f"Authorization: Bearer {target.token}"
    words = [f"{target.url}/predict", str(connections), str(seconds), str(count), key]
    command = [sys.executable, "-m", "benchmarks.load", *words]
    before = cpu_s(target.pid)
    seen = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    spent = cpu_s(target.pid) - before
    load = Load(**seen | {"statuses": {int(status): times for status, times in seen["statuses"].items()}})
    if not load.statuses.keys() <= allowed:
        raise RuntimeError(f"{target.url} answered {load.statuses}")
    return Seen(load, 1e6 * spent / load.answers)


def _told(single: list[Round], many: list[Round]) -> Iterator[Measured]:
    print(f"one worker, fsync, audit and keys on; {ROUNDS} rounds of {SECONDS:.0f} s in turn, medians")
    print(f"{'connections':<13}{'':<9}{'requests/s':>11}{'p50':>11}{'p99':>11}{'worker CPU':>14}")
    for connections, rounds in ((1, single), (CONNECTIONS, many)):
        for name in Round._fields:
            seen: list[Seen] = [getattr(one, name) for one in rounds]
            p50, p99 = median(one.load.p50_ms for one in seen), median(one.load.p99_ms for one in seen)
            rate, cpu = median(one.load.rate for one in seen), median(one.cpu_us for one in seen)
            print(f"{connections:<13}{name:<9}{rate:>11,.0f}{p50:>8.2f} ms{p99:>8.2f} ms{cpu:>11,.0f} us")
    shares = sorted(one.service.load.rate / one.bare.load.rate for one in many)
    added = sorted(one.service.load.p50_ms - one.bare.load.p50_ms for one in single)
    print(
        f"{CONNECTIONS} connections: {median(shares):.1%} of the bare handler ({shares[0]:.1%} to "
        f"{shares[-1]:.1%})"
    )
    print(f"1 connection: p50 {median(added):+.2f} ms ({added[0]:+.2f} to {added[-1]:+.2f})")
    of_bare = f"answers of the bare handler's, {CONNECTIONS} connections"
    yield at_least(of_bare, median(shares), LEAST_SHARE, "%")
    yield at_most("added to the bare handler's p50, 1 connection", median(added), MOST_ADDED_MS, "ms")


def _sync_ms(folder: Path) -> float:
    """What no durable answer can be quicker than: the disk's own word, and it varies with who else writes."""
    took = []
    with (folder / "sync").open("wb", buffering=0) as file:
        for _ in range(SYNCS):
            file.write(bytes(8192))
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - began)
    return 1e3 * median(took)


def _growth_mb(service: Target) -> float:
    """In 100,000 requests."""
    seen_by(service, CONNECTIONS, LONGEST_S, WARM_UP)
    before, asked = resident_mb(service.pid), 0
    while asked < MEMORY_REQUESTS:
        asked += seen_by(service, CONNECTIONS, LONGEST_S, 50_000).load.answers
        print(f"after {asked:,} requests: {resident_mb(service.pid):.2f} MB, before {before:.2f} MB")
    return (resident_mb(service.pid) - before) / asked * 100_000
