"""Faults, one at a time, in an order that a seed decides."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import NamedTuple

import psycopg

from tests.chaos.api import Api
from tests.chaos.clients import Clients
from tests.chaos.proxy import Proxy
from tests.postgres_server import LocalServer

SESSIONS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'hiring'"
RECOVERS_WITHIN_S = 30.0


class Outage(NamedTuple):
    """A fault, and how long after it was over all clients had answers again."""

    fault: str
    recovery_s: float


@dataclass(frozen=True)
class World:
    """Everything that can be hit; the files store has neither server nor proxy."""

    api: Api
    server: LocalServer | None = None
    proxy: Proxy | None = None

    def database(self) -> LocalServer:
        assert self.server is not None
        return self.server

    def way(self) -> Proxy:
        assert self.proxy is not None
        return self.proxy


Fault = Callable[[World, random.Random], float]
"""Strikes, and gives the moment from which all could be well again."""


def kill_worker(world: World, chance: random.Random) -> float:
    """The one above it starts another; where there is none, we do."""
    began = time.monotonic()
    if world.api.workers == 1:
        world.api.kill()
        world.api.restart()
    else:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(world.api.answering()), signal.SIGKILL)
    return began


def kill_service(world: World, _chance: random.Random) -> float:
    """Workers of a process that is gone must go too; until then they answer."""
    world.api.kill()
    world.api.restart()
    return time.monotonic()


def end_service(world: World, _chance: random.Random) -> float:
    """Gracefully: the rows of all who were answered are there, and the exit status is 0."""
    assert world.api.terminate() == 0, world.api.log.read_text()[-4000:]
    world.api.restart()
    return time.monotonic()


def stop_worker(world: World, chance: random.Random) -> float:
    with _stopped(world.api.answering()):
        time.sleep(chance.uniform(0.2, 1.5))
    return time.monotonic()


def kill_session(world: World, chance: random.Random) -> float:
    """The postmaster then ends all other sessions and recovers."""
    began = time.monotonic()
    if sessions := _sessions(world):
        with suppress(ProcessLookupError):
            os.kill(chance.choice(sessions), signal.SIGKILL)
    time.sleep(0.1)
    world.database().wait()
    return began


def kill_postmaster(world: World, _chance: random.Random) -> float:
    began = time.monotonic()
    world.database().kill()
    world.database().restart()
    return began


def stop_sessions(world: World, chance: random.Random) -> float:
    with _stopped(_sessions(world)):
        time.sleep(chance.uniform(0.2, 3.0))
    return time.monotonic()


def terminate_sessions(world: World, _chance: random.Random) -> float:
    began = time.monotonic()
    with psycopg.connect(world.database().conninfo, autocommit=True) as connection:
        connection.execute(f"SELECT pg_terminate_backend(pid) FROM ({SESSIONS}) AS ours")  # noqa: S608  # no input
    return began


def swallow(world: World, chance: random.Random) -> float:
    """A black hole: nothing arrives, nothing is refused, and what was on its way never comes."""
    world.way().swallows = True
    time.sleep(chance.uniform(0.5, 4.0))
    world.way().swallows = False
    return time.monotonic()


def reset(world: World, _chance: random.Random) -> float:
    began = time.monotonic()
    world.way().reset()
    return began


def delay(world: World, chance: random.Random) -> float:
    world.way().delay_s = chance.uniform(0.05, 0.4)
    time.sleep(chance.uniform(0.5, 1.5))
    world.way().delay_s = 0.0
    return time.monotonic()


OF_THE_SERVICE: Sequence[Fault] = (kill_worker, kill_service, end_service, stop_worker)
OF_THE_DATABASE: Sequence[Fault] = (
    kill_session,
    kill_postmaster,
    stop_sessions,
    terminate_sessions,
    swallow,
    reset,
    delay,
)


def mixed(faults: Sequence[Fault], count: int, seed: int) -> list[Fault]:
    """So many, each kind as often as the others, in an order of chance."""
    drawn = [faults[number % len(faults)] for number in range(count)]
    random.Random(seed).shuffle(drawn)
    return drawn


def strike(world: World, clients: Clients, faults: Sequence[Fault], *, seed: int) -> Iterator[Outage]:
    """One after the other, each after all has been well for a moment.

    Raises:
        AssertionError: Some clients are not answered again.
    """
    chance = random.Random(seed)
    clients.all_answered_since(time.monotonic(), RECOVERS_WITHIN_S)
    for fault in faults:
        time.sleep(chance.uniform(0.0, 0.4))
        over = fault(world, chance)
        yield Outage(fault.__name__, clients.all_answered_since(over, RECOVERS_WITHIN_S))


@contextmanager
def _stopped(pids: Sequence[int]) -> Iterator[None]:
    _signal(pids, signal.SIGSTOP)
    try:
        yield
    finally:
        _signal(pids, signal.SIGCONT)


def _signal(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _sessions(world: World) -> list[int]:
    with psycopg.connect(world.database().conninfo) as connection:
        return [pid for (pid,) in connection.execute(SESSIONS)]
