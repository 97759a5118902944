"""Mutated requests: no failure of ours, an answer to each in time, and every refusal is a problem."""

import asyncio
import random
from collections import Counter
from functools import partial

import pytest

from tests.fuzz.conftest import Served
from tests.fuzz.mutations import MUTATIONS
from tests.fuzz.wire import Answer, exchange, is_whole

AT_ONCE = 8
SLOWEST_S = 1.0
MEMBERS = {"type", "title", "status", "detail", "instance", "request_id"}


def fault(sent: bytes, answer: Answer, *, whole: bool) -> str | None:
    """What is wrong with an answer."""
    if answer.seconds > SLOWEST_S:
        return f"took {answer.seconds:.1f} s"
    if answer.status == 0:
        return "no answer" if whole else None
    if answer.status >= 500:
        return f"status {answer.status}"
    if answer.status < 400 or sent.startswith(b"HEAD ") or is_form_to_sign_in(sent, answer):
        return None
    if answer.header("content-type") != "application/problem+json":
        return f"{answer.status} is {answer.header('content-type')!r}"
    problem = answer.json()
    missing = MEMBERS - problem.keys()
    return f"lacks {missing}" if missing or problem["status"] != answer.status else None


def is_form_to_sign_in(sent: bytes, answer: Answer) -> bool:
    """Whether it is the refusal of who asks for a page by name, and brings no key."""
    head = sent.partition(b"\r\n\r\n")[0].lower()
    of_a_browser = b"text/html" in head and b"\nauthorization:" not in head
    return of_a_browser and answer.header("content-type").startswith("text/html")


@pytest.mark.parametrize(
    "requests", [2_000, pytest.param(100_000, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_mutated_requests(served: Served, requests: int) -> None:
    pid = served.api.process.pid
    faults, statuses = asyncio.run(_all(served, requests, seed=requests))
    assert faults == []
    assert served.api.process.pid == pid
    assert served.api.process.poll() is None
    assert served.failures() == []
    assert statuses[200] > requests / 50  # it reached more than the parser
    assert statuses.keys() >= {400, 401, 404, 405, 413, 415, 422}


async def _all(served: Served, requests: int, *, seed: int) -> tuple[list[tuple[str, bytes]], Counter[int]]:
    """The first faults with what was sent, and how often each status was answered.

    Some at once are made, then sent: making them must not count as the server's time.
    """
    faults: list[tuple[str, bytes]] = []
    statuses: Counter[int] = Counter()
    for first in range(0, requests, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, requests))
        group = [_mutated(number, seed, served.token) for number in numbers]
        whole = [is_whole(sent) for sent in group]
        answers = await asyncio.gather(*map(partial(_asked, served.api.port), group, whole))
        statuses.update(answer.status for answer in answers)
        for number, sent, is_all, answer in zip(numbers, group, whole, answers, strict=True):
            if found := fault(sent, answer, whole=is_all):
                faults.append((f"{number}: {found}", sent[:2_000]))
    return faults[:10], statuses


def _mutated(number: int, seed: int, token: str) -> bytes:
    return MUTATIONS[number % len(MUTATIONS)](random.Random(seed * 1_000_003 + number), token)


async def _asked(port: int, sent: bytes, whole: bool) -> Answer:  # noqa: FBT001  # mapped over
    try:
        return await exchange(port, sent, whole=whole)
    except TimeoutError:
        return Answer(0, b"", b"", float("inf"))
