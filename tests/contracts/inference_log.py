"""The durable record of decisions."""

import itertools
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.adapters.memory import MemoryStore
from hiring.application.ports.logs import InferenceLog
from hiring.application.ports.store import Store
from hiring.application.serving.flush import probe_decision
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.errors import StoreUnavailable
from hiring.domain.reasons import Reason
from tests.contracts.builders import NOON, a_decision, after
from tests.contracts.counting import CountingContract

EVER = datetime(1999, 1, 1, tzinfo=UTC)
STORED, REPLAYED, CONFLICT = AppendResult.STORED, AppendResult.REPLAYED, AppendResult.CONFLICT
NAMES = st.sampled_from("abc")
REASONS = (
    Reason(
        feature="cv_sap", value=1.0, contribution=0.1 + 0.2, pt="Currículo cita SAP", en="CV mentions SAP"
    ),
    Reason(feature="salario_valor", value=None, contribution=-1e-17, pt="“não”", en="unknown"),
)


class InferenceLogContract(CountingContract):
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
            a_decision(client="ats", key_id="0" * 12),
            replace(a_decision(), vaga_codigo=4_001, profile="another"),
            replace(a_decision(), features=None),
            replace(a_decision(), features=(-0.0, 1e-308, 0.1 + 0.2, None, 1.7e308)),
            replace(a_decision(), reasons=REASONS),
            replace(a_decision(), reasons=()),
        ],
        ids=[
            "usual",
            "nobody",
            "approved",
            "unicode",
            "microsecond",
            "client",
            "vaga",
            "older",
            "numbers",
            "reasons",
            "no reasons",
        ],
    )
    def test_a_decision_is_found_as_it_was_stored(self, log: InferenceLog, decision: Decision) -> None:
        assert list(log.append([decision])) == [STORED]
        assert log.find(decision.request_id, decision.client.name) == decision
        assert [row for chunk in log.between(NOON, after(hours=1)) for row in chunk] == [decision]

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
        batch = [first, a_decision("b"), first, replace(first, score=0.5)]
        assert list(log.append(batch)) == [STORED, STORED, REPLAYED, REPLAYED]
        assert log.find("a") == first

    def test_a_batch_says_of_each_in_order_what_became_of_it(self, log: InferenceLog) -> None:
        log.append([a_decision("old")])
        batch = [a_decision("new"), a_decision("old"), a_decision("newer")]
        assert list(log.append(batch)) == [STORED, REPLAYED, STORED]

    @pytest.mark.parametrize("place", [0, 1, 2])
    def test_of_a_call_with_a_conflict_nothing_is_stored(self, log: InferenceLog, place: int) -> None:
        log.append([a_decision("old")])
        call = [a_decision("new"), a_decision("newer")]
        call.insert(place, a_decision("old", body_digest="other"))
        assert list(log.append(call)) == [CONFLICT] * 3
        assert (log.find("new"), log.find("newer")) == (None, None)
        assert list(log.append([a_decision("new", body_digest="other")])) == [STORED]

    def test_a_call_that_contradicts_itself_is_not_stored(self, log: InferenceLog) -> None:
        call = [a_decision("a"), a_decision("b"), a_decision("a", body_digest="other")]
        assert list(log.append(call)) == [CONFLICT] * 3
        assert (log.find("a"), log.find("b")) == (None, None)

    def test_a_call_in_conflict_does_not_touch_the_others(self, log: InferenceLog) -> None:
        log.append([a_decision("old")])
        calls = [
            [a_decision("one"), a_decision("two")],
            [a_decision("three"), a_decision("old", body_digest="other")],
            [a_decision("three", body_digest="other"), a_decision("four")],
            [a_decision("two", body_digest="other"), a_decision("five")],
            [a_decision("one"), a_decision("five")],
            [],
        ]
        assert [list(each) for each in log.append_calls(calls)] == [
            [STORED, STORED],
            [CONFLICT, CONFLICT],
            [STORED, STORED],
            [CONFLICT, CONFLICT],
            [REPLAYED, STORED],
            [],
        ]
        found = [row.request_id for chunk in log.between(NOON, after(hours=1)) for row in chunk]
        assert found == ["old", "one", "two", "three", "four", "five"]

    def test_calls_together_are_stored_as_one_by_one(self, log: InferenceLog) -> None:
        prefixes = itertools.count()

        @settings(max_examples=60, deadline=None)
        @given(st.lists(st.lists(st.tuples(NAMES, NAMES, NAMES), max_size=3), max_size=5), st.integers(0, 5))
        def agree(drawn: list[list[tuple[str, str, str]]], first: int) -> None:
            alone = MemoryStore().inference_log
            prefix = f"{next(prefixes)}-"
            calls = [
                [a_decision(prefix + name, body_digest=body, client=client) for name, body, client in call]
                for call in drawn
            ]
            expected = [list(alone.append(call)) for call in calls]
            together = [*log.append_calls(calls[:first]), *log.append_calls(calls[first:])]
            assert [list(each) for each in together] == expected
            everybody = {(name, client) for call in drawn for name, _, client in call}
            for name, client in everybody:
                assert log.find(prefix + name, client) == alone.find(prefix + name, client)

        agree()

    def test_sessions_that_race_for_ids_never_part_a_call(self, log: InferenceLog) -> None:
        def append(body: str) -> list[list[AppendResult]]:
            return [
                list(log.append([a_decision(f"{number}-{name}", body_digest=body) for name in "abc"]))
                for number in range(30)
            ]

        with ThreadPoolExecutor(3) as threads:
            answers = list(threads.map(append, ["one", "two", "three"]))
        for number in range(30):
            (winner,) = [each[number] for each in answers if each[number] == [STORED] * 3]
            assert all(each[number] == [CONFLICT] * 3 for each in answers if each[number] is not winner)
            assert len({row.body_digest for name in "abc" if (row := log.find(f"{number}-{name}"))}) == 1

    def test_clients_do_not_disturb_each_other(self, log: InferenceLog) -> None:
        ours, theirs = a_decision(client="ats"), a_decision(client="portal", body_digest="other")
        nobody = a_decision(body_digest="a third")
        assert [list(each) for each in log.append_calls([[ours], [theirs], [nobody]])] == [[STORED]] * 3
        assert log.find("a-request", "ats") == ours
        assert log.find("a-request", "portal") == theirs
        assert log.find("a-request") == nobody
        assert log.find("a-request", "another") is None
        assert list(log.append([replace(theirs, client=ours.client)])) == [CONFLICT]

    def test_another_key_of_the_same_client_replays(self, log: InferenceLog) -> None:
        first = a_decision(client="ats", key_id="a" * 12)
        log.append([first])
        assert list(log.append([a_decision(client="ats", key_id="b" * 12)])) == [REPLAYED]
        assert log.find("a-request", "ats") == first

    def test_the_clients_of_an_id_are_told_in_order(self, log: InferenceLog) -> None:
        log.append([a_decision(client=client) for client in ("b", "ats", "", "Z", "a.b", "a-b", "a_b")])
        log.append([a_decision("another", client="c")])
        assert list(log.clients("a-request")) == ["", "Z", "a-b", "a.b", "a_b", "ats", "b"]
        assert list(log.clients("nobody's")) == []

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
        assert set(log.append([*new, *new, replace(new[7], body_digest="other")])) == {CONFLICT}
        outcomes = list(log.append([*new, *new]))
        assert outcomes[:1_500] == [REPLAYED if number % 3 == 0 else STORED for number in range(1_500)]
        assert outcomes[1_500:] == [REPLAYED] * 1_500
        assert (log.find("0"), log.find("1")) == (replace(new[0], score=0.25, approved=False), new[1])

    def test_a_probe_keeps_nothing_and_leaves_the_log_as_it_was(self, log: InferenceLog) -> None:
        log.append([a_decision("one")])
        for _ in range(3):
            log.probe(probe_decision())
        log.probe(a_decision("two"))
        found = [decision for chunk in log.between(EVER, after(hours=1)) for decision in chunk]
        assert [decision.request_id for decision in found] == ["one"]
        assert list(log.append([a_decision("two")])) == [STORED]

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
