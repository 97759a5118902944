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
from benchmarks.serve_parts import print_parts
from benchmarks.training import trained
from hiring.adapters.learning.model_store import FileModelStore
from tests.postgres_server import a_local_server

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


def run(*, memory: bool = False) -> bool:
    """Print what the service costs over the bare handler; whether it keeps what is promised.

    Args:
        memory: Send some 200,000 requests more, and see what they leave in the worker's memory.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(a_local_server(fsync=True))
        settings = _settings(folder, str(server.url.host))
        subprocess.run([*HIRING, "db", "upgrade"], env=settings, stdout=subprocess.DEVNULL, check=True)
        made = subprocess.run(
            [*HIRING, "keys", "create", "benchmark"], env=settings, capture_output=True, text=True, check=True
        )
        token = made.stdout.strip()
        bare = stack.enter_context(started(BARE, os.environ, folder / "bare.log", token))
        service = stack.enter_context(started(SERVICE, settings, folder / "service.log", token))
        for target in (bare, service):
            seen_by(target, CONNECTIONS, LONGEST_S, STEADY)
        single = [Round(seen_by(bare, 1), seen_by(service, 1)) for _ in range(ROUNDS)]
        many = [Round(seen_by(bare, CONNECTIONS), seen_by(service, CONNECTIONS)) for _ in range(ROUNDS)]
        kept = _told(single, many)
        print(f"fdatasync of 8 KiB on this disk, right after: median {_sync_ms(folder):.2f} ms")
        if memory:
            kept = _memory_kept(service) and kept
    with a_local_server(fsync=True) as server_of_parts, tempfile.TemporaryDirectory() as other:
        print_parts(server_of_parts.url, _model(Path(other)))
    return kept


def _settings(folder: Path, host: str) -> dict[str, str]:
    return {
        **os.environ,
        "POSTGRES_HOST": host,
        "POSTGRES_USER": "postgres",
        "POSTGRES_DB": "postgres",
        "MODEL_ARTIFACT": str(_model(folder)),
    }


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


def seen_by(target: Target, connections: int, seconds: float = SECONDS, count: int = 0) -> Seen:
    key = f"Authorization: Bearer {target.token}"
    words = [f"{target.url}/predict", str(connections), str(seconds), str(count), key]
    command = [sys.executable, "-m", "benchmarks.load", *words]
    before = _cpu_s(target.pid)
    seen = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    cpu_s = _cpu_s(target.pid) - before
    load = Load(**seen | {"statuses": {int(status): times for status, times in seen["statuses"].items()}})
    if load.statuses.keys() != {200}:
        raise RuntimeError(f"{target.url} answered {load.statuses}")
    return Seen(load, 1e6 * cpu_s / load.answers)


def _told(single: list[Round], many: list[Round]) -> bool:
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
    fast, quick = median(shares) >= LEAST_SHARE, median(added) <= MOST_ADDED_MS
    print(
        f"{CONNECTIONS} connections: {median(shares):.1%} of the bare handler ({shares[0]:.1%} to "
        f"{shares[-1]:.1%}; bound {LEAST_SHARE:.0%}): {'kept' if fast else 'BROKEN'}"
    )
    print(
        f"1 connection: p50 {median(added):+.2f} ms ({added[0]:+.2f} to {added[-1]:+.2f}; "
        f"bound {MOST_ADDED_MS} ms): {'kept' if quick else 'BROKEN'}"
    )
    return fast and quick


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


def _memory_kept(service: Target) -> bool:
    seen_by(service, CONNECTIONS, LONGEST_S, WARM_UP)
    before, asked = _resident_mb(service.pid), 0
    while asked < MEMORY_REQUESTS:
        asked += seen_by(service, CONNECTIONS, LONGEST_S, 50_000).load.answers
        print(f"after {asked:,} requests: {_resident_mb(service.pid):.2f} MB, before {before:.2f} MB")
    growth = (_resident_mb(service.pid) - before) / asked * 100_000
    kept = growth <= MOST_GROWTH_MB
    print(
        f"memory: {growth:+.2f} MB in 100,000 requests "
        f"(bound {MOST_GROWTH_MB} MB): {'kept' if kept else 'BROKEN'}"
    )
    return kept


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _cpu_s(pid: int) -> float:
    """What a process and all that it started have spent."""
    fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in _family(pid)]
    return sum(int(of[11]) + int(of[12]) for of in fields) / os.sysconf("SC_CLK_TCK")


def _resident_mb(pid: int) -> float:
    lines = [line for one in _family(pid) for line in Path(f"/proc/{one}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
