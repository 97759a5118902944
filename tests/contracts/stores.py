"""A store as a whole."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from hiring.application.ports.logs import InferenceLog
from hiring.application.ports.store import Store
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.errors import StoreUnavailable, TableTaken
from hiring.domain.features import CANDIDATE
from tests.contracts.builders import (
    NOON,
    a_baseline,
    a_decision,
    a_deployment,
    a_name,
    a_reject,
    a_report,
    a_version,
    after,
    an_alert,
    assert_same_chunks,
    some_applicants,
    some_features,
    some_gold,
    some_labels,
    some_prospects,
)


class StoreContract:
    def test_it_says_where_it_is(self, store: Store) -> None:
        assert store.place

    def test_its_identity_does_not_change(self, store: Store) -> None:
        assert store.salt == store.salt != ""
        assert store.digest_key == store.digest_key
        assert len(store.digest_key) == 32

    def test_its_identity_can_be_told_to_anybody(self, store: Store) -> None:
        assert len(store.identity) == 32
        assert store.identity == store.identity not in {store.salt, store.digest_key.hex()}

    def test_its_place_tells_no_secret(self, store: Store) -> None:
        assert store.salt not in store.place
        assert store.digest_key.hex() not in store.place

    def test_a_table_is_the_same_however_often_it_is_asked_for(self, store: Store) -> None:
        with store.applicants(a_name()).replacing() as writer:
            writer.write(some_applicants())
        assert_same_chunks(list(store.applicants(a_name()).chunks(10)), some_applicants())

    def test_tables_of_all_kinds_stand_side_by_side(self, store: Store) -> None:
        fill(store)
        assert_filled(store)

    def test_a_table_that_holds_something_else_is_never_replaced(self, store: Store) -> None:
        fill(store)
        with store.applicants(a_name("mine")).replacing() as writer:
            writer.write(some_applicants())
        for table in (
            store.prospects(a_name("applicants_raw")),
            store.applicants(a_name("prospects_raw")),
            store.labels(a_name("gold_applicants")),
            store.features(a_name("mine"), CANDIDATE),
            store.gold(a_name("applicants_feat"), CANDIDATE),
        ):
            with pytest.raises(TableTaken), table.replacing():
                pass  # it is refused before
        assert_filled(store)
        assert store.applicants(a_name("mine")).count() == 3

    def test_a_name_that_others_have_by_default_is_taken_before_they_come(self, store: Store) -> None:
        with pytest.raises(TableTaken), store.prospects(a_name("applicants_raw")).replacing():
            pass  # it is refused before
        with store.applicants(a_name("applicants_raw")).replacing() as writer:
            writer.write(some_applicants())

    def test_threads_may_append_the_same_decisions_together(self, store: Store) -> None:
        decisions = [a_decision(str(number)) for number in range(20)]

        def append(_: int) -> list[AppendResult]:
            return [outcome for decision in decisions for outcome in store.inference_log.append([decision])]

        with ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(append, range(4)))
        assert sum(answer.count(AppendResult.STORED) for answer in answers) == 20
        assert sum(answer.count(AppendResult.REPLAYED) for answer in answers) == 60

    def test_threads_may_replace_and_read_one_table_together(self, store: Store) -> None:
        table = store.applicants(a_name())

        def replace_and_read(generation: int) -> tuple[int, ...]:
            with table.replacing() as writer:
                writer.write(some_applicants(generation, generation + 3))
            return tuple(code for chunk in table.chunks(2) for code in chunk.codigo_profissional.tolist())

        with ThreadPoolExecutor(4) as threads:
            seen = set(threads.map(replace_and_read, range(12)))
        assert seen <= {(first, first + 1, first + 2) for first in range(12)}


class DurableStoreContract:
    """For stores that outlive their process; give the fixture `open_store`: the same store each time."""

    def test_the_identity_stays_the_same(self, open_store: Callable[[], Store]) -> None:
        first, second = open_store(), open_store()
        assert first.salt == second.salt
        assert first.digest_key == second.digest_key

    def test_everything_is_there_when_it_is_opened_again(self, open_store: Callable[[], Store]) -> None:
        first = open_store()
        fill(first)
        first.close()
        assert_filled(open_store())

    def test_one_sees_at_once_what_another_wrote(self, open_store: Callable[[], Store]) -> None:
        first, second = open_store(), open_store()
        fill(first)
        assert_filled(second)
        assert list(second.inference_log.append([a_decision()])) == [AppendResult.REPLAYED]

    def test_sessions_that_race_for_ids_never_part_a_call(self, open_store: Callable[[], Store]) -> None:
        """Each calls for ids that another one calls for too, in another order, so that they meet halfway."""
        stores = [open_store() for _ in range(3)]

        def append(number: int) -> list[list[AppendResult]]:
            log, names = stores[number].inference_log, "abcd"[number:] + "abcd"[:number]
            return [
                list(
                    until_stored(
                        log, [a_decision(f"{call}-{name}", body_digest=f"{number}") for name in names]
                    )
                )
                for call in range(12)
            ]

        with ThreadPoolExecutor(3) as threads:
            answers = list(threads.map(append, range(3)))
        log = stores[0].inference_log
        for call in range(12):
            found = [log.find(f"{call}-{name}") for name in "abcd"]
            (winner,) = {row.body_digest for row in found if row is not None}
            assert None not in found
            for number, each in enumerate(answers):
                assert set(each[call]) <= (
                    {AppendResult.STORED, AppendResult.REPLAYED}
                    if f"{number}" == winner
                    else {AppendResult.CONFLICT}
                )


def until_stored(log: InferenceLog, call: Sequence[Decision]) -> Sequence[AppendResult]:
    """As the service does: a server that ends a deadlock leaves the outcome open."""
    while True:
        with suppress(StoreUnavailable):
            return log.append(call)


def fill(store: Store) -> None:
    with store.applicants(a_name("applicants_raw")).replacing() as applicants:
        applicants.write(some_applicants())
        applicants.reject([a_reject()])
    with store.prospects(a_name("prospects_raw")).replacing() as prospects:
        prospects.write(some_prospects())
    with store.features(a_name("applicants_feat"), CANDIDATE).replacing() as features:
        features.write(some_features())
    with store.labels(a_name("prospects_labels")).replacing() as labels:
        labels.write(some_labels())
    with store.gold(a_name("gold_applicants"), CANDIDATE).replacing() as gold:
        gold.write(some_gold())
    store.inference_log.append([a_decision()])
    store.baselines.append([a_baseline()])
    store.alerts.append([an_alert()])
    store.feedback.append([a_report()])
    store.registry.register(a_version())
    store.registry.record(a_deployment())


def assert_filled(store: Store) -> None:
    applicants = store.applicants(a_name("applicants_raw"))
    assert_same_chunks(list(applicants.chunks(2)), some_applicants())
    assert list(applicants.rejects()) == [a_reject()]
    assert_same_chunks(list(store.prospects(a_name("prospects_raw")).chunks(2)), some_prospects())
    assert_same_chunks(list(store.features(a_name("applicants_feat"), CANDIDATE).chunks(2)), some_features())
    assert_same_chunks(list(store.labels(a_name("prospects_labels")).chunks(2)), some_labels())
    assert_same_chunks(list(store.gold(a_name("gold_applicants"), CANDIDATE).chunks(2)), some_gold())
    assert store.inference_log.find(a_decision().request_id) == a_decision()
    assert store.baselines.latest() == a_baseline()
    assert list(store.alerts.between(NOON, after(hours=1))) == [an_alert()]
    ((outcome,),) = store.feedback.outcomes(NOON, after(hours=1))
    assert (outcome.request_id, outcome.hired) == (a_decision().request_id, True)
    assert list(store.registry.versions()) == [a_version()]
    assert list(store.registry.deployments()) == [a_deployment()]
