"""Answers that are committed together are those that were committed one by one, whatever fails on the way."""

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.adapters.memory.clocks import FixedClock
from hiring.application.ports.logs import InferenceLog
from hiring.application.ports.models import Scorer
from hiring.application.ports.store import Store
from hiring.application.serving.append import Append
from hiring.application.serving.decide import AuditWriter, Decide, PredictionRequest
from hiring.application.serving.group_commit import GroupCommit, Limits
from hiring.domain.decisions import Decision
from hiring.domain.errors import DecisionConflict, StoreUnavailable, Unavailable
from hiring.domain.features import FEATURES
from hiring.domain.models import ModelVersion
from hiring.domain.records import Floats
from tests.contracts.builders import NOON, a_decision, a_version, after
from tests.contracts.unreliable import UnreliableLog

IMPATIENT = Limits(flush_rows=3, flush_s=0.5, deadline_s=1.0)
PATIENT = Limits(flush_s=20, deadline_s=40)
EVER = (NOON.replace(year=2000), NOON.replace(year=2100))

Kept = TypeVar("Kept")

prefixes = itertools.count(1)


class FirstColumn(Scorer):
    """Scores with the first feature."""

    @property
    def version(self) -> ModelVersion:
        version = a_version()
        return replace(version, card=replace(version.card, threshold=0.5, feature_columns=FEATURES))

    def score(self, features: Floats) -> Floats:
        return features[:, 0]


@dataclass(frozen=True)
class Asked:
    """A request id, a body, and what the model says this time."""

    name: str
    body: bytes
    score: float


requests = st.lists(
    st.builds(
        Asked,
        name=st.sampled_from("abcd"),
        body=st.sampled_from([b"one", b"two"]),
        score=st.integers(0, 100).map(lambda percent: percent / 100),
    ),
    min_size=1,
    max_size=3,
)


def questions(prefix: str, request: Sequence[Asked]) -> list[PredictionRequest]:
    found = []
    for asked in request:
        features = np.zeros(len(FEATURES))
        features[0], features[1] = asked.score, np.nan
        request_id = f"{prefix}{asked.name}"
        found.append(
            PredictionRequest(
                request_id=request_id, codigo_profissional=None, features=features, body=asked.body
            )
        )
    return found


def decide(audit: AuditWriter[Kept]) -> Decide[Kept]:
    return Decide(scorer=FirstColumn(), audit=audit, clock=FixedClock(NOON), digest_key=b"k" * 32)


def without(prefix: str, decisions: Sequence[Decision]) -> list[Decision]:
    return [replace(one, request_id=one.request_id.removeprefix(prefix)) for one in decisions]


def rows(log: InferenceLog, prefix: str) -> list[Decision]:
    found = (row for chunk in log.between(*EVER) for row in chunk)
    return [row for row in found if row.request_id.startswith(prefix)]


class GroupCommitContract:
    @pytest.fixture
    def log(self, store: Store) -> InferenceLog:
        return store.inference_log

    def test_it_answers_and_stores_what_one_by_one_would(self, log: InferenceLog) -> None:
        @settings(max_examples=40, deadline=None)
        @given(st.lists(requests, min_size=1, max_size=8), st.integers(1, 6))
        def both_agree(all_asked: list[list[Asked]], flush_rows: int) -> None:
            number = next(prefixes)  # each example has ids of its own
            alone, together = f"{number}-alone-", f"{number}-together-"
            expected = [one_by_one(log, questions(alone, asked)) for asked in all_asked]
            limits = replace(PATIENT, flush_rows=flush_rows)
            asking = all_at_once(log, [questions(together, asked) for asked in all_asked], limits)
            answers = asyncio.run(asking)
            assert [without(together, each) for each in answers] == [
                without(alone, each) for each in expected
            ]
            assert without(together, rows(log, together)) == without(alone, rows(log, alone))

        both_agree()

    def test_many_callers_of_one_new_id_get_one_answer(self, log: InferenceLog) -> None:
        asked = [questions("", [Asked("a", b"one", percent / 100)]) for percent in range(50)]
        answers = asyncio.run(all_at_once(log, asked, PATIENT))
        (row,) = rows(log, "")
        assert answers == [[row]] * 50

    @pytest.mark.parametrize("after_it", [False, True], ids=["before", "after"])
    @pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
    def test_whichever_call_fails_what_was_answered_is_stored_once(
        self, log: InferenceLog, *, lasting: bool, after_it: bool
    ) -> None:
        for fails_at in itertools.count(1):
            unreliable = UnreliableLog(log, fails_at=fails_at, after=after_it, lasting=lasting)
            answers = asyncio.run(clients(unreliable, f"{fails_at}-"))
            assert_each_is_stored_once(answers, rows(log, f"{fails_at}-"))
            if not unreliable.reached:
                assert fails_at > 3
                return

    @pytest.mark.parametrize("after_it", [False, True], ids=["before", "after"])
    def test_whichever_call_fails_one_by_one_it_is_the_same(
        self, log: InferenceLog, *, after_it: bool
    ) -> None:
        for fails_at in itertools.count(1):
            unreliable = UnreliableLog(log, fails_at=fails_at, after=after_it, lasting=False)
            answers = [persist(unreliable, f"{fails_at}-{name}") for name in "abca"]
            assert_each_is_stored_once(answers, rows(log, f"{fails_at}-"))
            if not unreliable.reached:
                return


def assert_each_is_stored_once(answers: Sequence[Decision], stored: Sequence[Decision]) -> None:
    assert {answer.request_id: answer for answer in answers} == {row.request_id: row for row in stored}
    assert all(answer in stored for answer in answers)
    assert len({row.request_id for row in stored}) == len(stored)


def one_by_one(log: InferenceLog, asked: Sequence[PredictionRequest]) -> list[Decision]:
    """The reference; nothing where it is a conflict."""
    try:
        return decide(Append(log=log))(asked)
    except DecisionConflict:
        return []


async def all_at_once(
    log: InferenceLog, asked: Sequence[Sequence[PredictionRequest]], limits: Limits
) -> list[list[Decision]]:
    """Asked together, in this order; nothing where it is a conflict."""
    audit = GroupCommit(log, limits=limits)

    async def ask(one: Sequence[PredictionRequest]) -> list[Decision]:
        try:
            return await decide(audit)(one)
        except DecisionConflict:
            return []

    async with audit.running():
        return list(await asyncio.gather(*(ask(one) for one in asked)))


async def clients(log: UnreliableLog, prefix: str) -> list[Decision]:
    """Seven that ask with five ids, and ask again until they are answered; what fails is healed meanwhile."""
    audit = GroupCommit(log, limits=IMPATIENT)
    async with audit.running():
        asyncio.get_running_loop().call_later(0.12, log.heal)
        asking = [ask_until_answered(audit, f"{prefix}{name}", tries()) for name in "abcdeab"]
        return list(await asyncio.gather(*asking))


async def ask_until_answered(audit: GroupCommit, request_id: str, scores: Iterator[float]) -> Decision:
    """As a client does that asks again with its key; the model may say something else each time."""
    while True:
        decision = a_decision(request_id, score=next(scores), at=after(milliseconds=next(prefixes)))
        try:
            audit.admit()
            (answer,) = await audit.record([decision])
        except Unavailable:
            await asyncio.sleep(0.01)
        else:
            return answer


def tries() -> Iterator[float]:
    return (1 / number for number in itertools.count(next(prefixes)))


def persist(log: InferenceLog, request_id: str) -> Decision:
    scores = tries()
    while True:
        asked = questions("", [Asked(request_id, b"one", next(scores))])
        try:
            (answer,) = decide(Append(log=log))(asked)
        except StoreUnavailable:
            continue
        return answer
