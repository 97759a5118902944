"""The durable record of decisions."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from hiring.application.log_ports import InferenceLog
from hiring.application.ports import Store
from hiring.domain.decisions import Appended, Decision
from hiring.domain.errors import StoreUnavailable
from tests.contracts.builders import NOON, a_decision, after

STORED, REPLAYED, CONFLICT = Appended.STORED, Appended.REPLAYED, Appended.CONFLICT


class InferenceLogContract:
    @pytest.fixture
    def log(self, store: Store) -> InferenceLog:
        return store.inference_log

    @pytest.mark.parametrize(
        "decision",
        [
            a_decision(),
            a_decision(codigo_profissional=None),
            a_decision(score=1.0, payload={"salario_valor": 0.1 + 0.7, "cv_kpi": None}),
            a_decision("pedido-ção-☃"),
            a_decision(at=after(microseconds=1)),
        ],
        ids=["usual", "nobody", "approved", "unicode", "microsecond"],
    )
    def test_a_decision_is_found_as_it_was_stored(self, log: InferenceLog, decision: Decision) -> None:
        assert list(log.append([decision])) == [STORED]
        assert log.find(decision.request_id) == decision

    def test_an_unknown_id_is_not_found(self, log: InferenceLog) -> None:
        log.append([a_decision("one")])
        assert log.find("two") is None

    def test_the_same_body_again_is_a_replay_and_changes_nothing(self, log: InferenceLog) -> None:
        first = a_decision(score=0.2)
        log.append([first])
        assert list(log.append([replace(first, score=0.9, at=after(hours=1))])) == [REPLAYED]
        assert log.find(first.request_id) == first

    def test_another_body_under_the_same_id_is_a_conflict_and_changes_nothing(
        self, log: InferenceLog
    ) -> None:
        first = a_decision(body_digest="one")
        log.append([first])
        assert list(log.append([replace(first, body_digest="two")])) == [CONFLICT]
        assert log.find(first.request_id) == first

    def test_an_id_may_be_repeated_within_one_batch(self, log: InferenceLog) -> None:
        first = a_decision("a", score=0.25, body_digest="one")
        batch = [first, a_decision("b"), first, replace(first, score=0.5), replace(first, body_digest="two")]
        assert list(log.append(batch)) == [STORED, STORED, REPLAYED, REPLAYED, CONFLICT]
        assert log.find("a") == first

    def test_a_batch_says_of_each_in_order_what_became_of_it(self, log: InferenceLog) -> None:
        log.append([a_decision("old")])
        batch = [
            a_decision("new"),
            a_decision("old", body_digest="other"),
            a_decision("old"),
            a_decision("newer"),
        ]
        assert list(log.append(batch)) == [STORED, CONFLICT, REPLAYED, STORED]

    def test_appending_nothing_is_allowed(self, log: InferenceLog) -> None:
        assert list(log.append([])) == []

    def test_a_range_has_its_start_and_not_its_end(self, log: InferenceLog) -> None:
        step = timedelta(microseconds=1)
        start, end = NOON, after(hours=1)
        moments = [start - step, start, start + step, end - step, end, end + step]
        log.append([a_decision(str(number), at=at) for number, at in enumerate(moments)])
        assert [decision.request_id for chunk in log.between(start, end) for decision in chunk] == [
            "1",
            "2",
            "3",
        ]

    def test_a_range_is_oldest_first_and_of_one_moment_as_appended(self, log: InferenceLog) -> None:
        moments = {"late": 5, "b": 1, "a": 1, "early": 0}
        log.append([a_decision(name, at=after(seconds=seconds)) for name, seconds in moments.items()])
        log.append([a_decision("c", at=after(seconds=1))])
        found = [decision.request_id for chunk in log.between(NOON, after(hours=1)) for decision in chunk]
        assert found == ["early", "b", "a", "c", "late"]

    def test_a_range_without_decisions_has_no_chunks(self, log: InferenceLog) -> None:
        log.append([a_decision()])
        assert list(log.between(after(hours=1), after(hours=2))) == []
        assert list(log.between(NOON, NOON)) == []

    def test_a_long_range_comes_in_chunks_and_complete(self, log: InferenceLog) -> None:
        new = [a_decision(f"{number:05}", at=after(seconds=number // 700)) for number in range(2_500)]
        log.append(new)
        chunks = list(log.between(NOON, after(hours=1)))
        assert len(chunks) > 1
        assert [decision for chunk in chunks for decision in chunk] == new

    def test_a_range_may_be_given_in_another_time_zone(self, log: InferenceLog) -> None:
        sao_paulo = timezone(timedelta(hours=-3))
        log.append([a_decision(at=NOON.astimezone(sao_paulo))])
        chunks = log.between(NOON.astimezone(sao_paulo), after(seconds=1).astimezone(sao_paulo))
        assert [decision.at for chunk in chunks for decision in chunk] == [NOON]

    def test_a_big_batch_with_repeated_ids_is_stored_whole(self, log: InferenceLog) -> None:
        log.append([a_decision(str(number), score=0.25) for number in range(0, 1_500, 3)])
        new = [a_decision(str(number), score=0.75) for number in range(1_500)]
        outcomes = list(log.append([*new, *new, replace(new[7], body_digest="other")]))
        assert outcomes[:1_500] == [REPLAYED if number % 3 == 0 else STORED for number in range(1_500)]
        assert outcomes[1_500:] == [REPLAYED] * 1_500 + [CONFLICT]
        assert (log.find("0"), log.find("1")) == (replace(new[0], score=0.25, approved=False), new[1])

    def test_an_interruption_of_nothing_changes_nothing(self, log: InferenceLog) -> None:
        log.interrupt()
        assert list(log.append([a_decision("one")])) == [STORED]
        log.interrupt()
        assert log.find("one") == a_decision("one")
        log.interrupt()
        assert list(log.append([a_decision("one"), a_decision("two")])) == [REPLAYED, STORED]

    def test_what_is_broken_off_is_stored_whole_or_not_at_all(self, log: InferenceLog) -> None:
        batches = [[a_decision(f"{batch}-{row}") for row in range(20)] for batch in range(25)]
        with interrupting(log):
            for batch in batches:
                with suppress(StoreUnavailable):
                    log.append(batch)
        for batch in batches:
            assert len(set(log.append(batch))) == 1  # all stored now, or all before
        found = [decision for chunk in log.between(NOON, after(hours=1)) for decision in chunk]
        assert len(found) == 500


@contextmanager
def interrupting(log: InferenceLog) -> Iterator[None]:
    """Another thread interrupts whatever is under way, again and again."""
    ended = threading.Event()

    def interrupt() -> None:
        while not ended.wait(0.002):
            log.interrupt()

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
