"""Clients and faults together, and what comes of it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.checker import Verdict, check
from tests.chaos.clients import Clients, Told
from tests.chaos.nemesis import Fault, Outage, World, strike


@dataclass(frozen=True)
class Run:
    """What was seen.

    Args:
        odd: Replies that are neither 200 nor 503.
        failures: Lines of the service's log that tell of a bug.
    """

    verdict: Verdict
    outages: Sequence[Outage]
    odd: Sequence[object]
    failures: Sequence[str]


def run(world: World, faults: Sequence[Fault], rows: Callable[[], Sequence[Told]], *, seed: int) -> Run:
    """Strike while clients ask; look at the rows when each of them has its last answer."""
    with Clients(world.api.port, seed=seed).running() as clients:
        outages = list(strike(world, clients, faults, seed=seed))
    issued = {key: question.codigo for key, question in clients.issued.items()}
    verdict = check(issued, clients.answers, rows())
    return Run(verdict, outages, clients.odd, _failures(world.api.log))


def _failures(log: Path) -> list[str]:
    """Answers 500, and lines that are no JSON, such as a traceback."""
    lines = log.read_text().splitlines()
    return [line for line in lines if not line.startswith("{") or json.loads(line).get("status") == 500]
