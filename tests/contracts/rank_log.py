"""The durable record of lists that were shown, with the decisions of those who were scored."""

from dataclasses import replace

import pytest

from hiring.application.ports.rank_log import RankLog
from hiring.application.ports.store import Store
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.rank_events import RankEvent
from tests.contracts.builders import a_decision, a_rank_event

STORED, REPLAYED, CONFLICT = AppendResult.STORED, AppendResult.REPLAYED, AppendResult.CONFLICT
SCORED = [a_decision(f"a-list/{code}", codigo_profissional=code) for code in (31_001, 31_002, 31_003)]


class RankLogContract:
    @pytest.fixture
    def log(self, store: Store) -> RankLog:
        return store.rank_log

    @pytest.mark.parametrize(
        "event",
        [
            a_rank_event(),
            a_rank_event(client="ats"),
            replace(a_rank_event(), vaga_codigo=None, closed=None, titulo=""),
            replace(a_rank_event(), closed=True, vaga_features={"vaga_sap": 1.0, "idade": None}),
            replace(a_rank_event(), people=(), requirements=(), same_people=(), without_record=()),
            replace(
                a_rank_event(),
                people=tuple(replace(one, score=0.1 + 0.2) for one in a_rank_event().people),
            ),
        ],
        ids=["usual", "client", "raw", "scored", "empty", "scores"],
    )
    def test_a_list_is_found_as_it_was_shown(self, log: RankLog, event: RankEvent) -> None:
        assert log.append([], event) is STORED
        assert log.find(event.request_id, event.client.name) == event

    def test_an_unknown_id_is_not_found(self, log: RankLog) -> None:
        log.append([], a_rank_event())
        assert log.find("another") is None
        assert log.find("a-list", "another") is None

    def test_a_list_is_kept_with_its_decisions(self, log: RankLog, store: Store) -> None:
        assert log.append(SCORED, a_rank_event()) is STORED
        assert [store.inference_log.find(one.request_id) for one in SCORED] == SCORED

    def test_the_same_body_again_is_a_replay_and_changes_nothing(self, log: RankLog, store: Store) -> None:
        log.append(SCORED[:1], a_rank_event())
        assert log.append(SCORED, replace(a_rank_event(), titulo="Outra")) is REPLAYED
        assert log.find("a-list") == a_rank_event()
        assert store.inference_log.find(SCORED[1].request_id) is None

    def test_another_body_is_a_conflict_and_changes_nothing(self, log: RankLog, store: Store) -> None:
        log.append([], a_rank_event())
        assert log.append(SCORED, a_rank_event(body_digest="another")) is CONFLICT
        assert log.find("a-list") == a_rank_event()
        assert store.inference_log.find(SCORED[0].request_id) is None

    def test_each_client_has_ids_of_its_own(self, log: RankLog) -> None:
        assert log.append([], a_rank_event(client="ats")) is STORED
        assert log.append([], a_rank_event(body_digest="another")) is STORED

    @pytest.mark.parametrize("taken", [0, 1, 2])
    def test_a_decision_whose_id_is_taken_keeps_the_whole_list_out(
        self, log: RankLog, store: Store, taken: int
    ) -> None:
        store.inference_log.append([replace(SCORED[taken], body_digest="another")])
        assert log.append(SCORED, a_rank_event()) is CONFLICT
        assert log.find("a-list") is None
        found = [store.inference_log.find(one.request_id) for one in SCORED]
        assert [one is not None for one in found] == [place == taken for place in range(3)]

    def test_what_cannot_be_stored_keeps_the_whole_list_out(self, log: RankLog, store: Store) -> None:
        odd: Decision = replace(SCORED[1], payload={"tem_email": float("nan")})
        with pytest.raises(ValueError, match=r"NaN|JSON"):
            log.append([SCORED[0], odd], a_rank_event())
        assert log.find("a-list") is None
        assert store.inference_log.find(SCORED[0].request_id) is None

    def test_a_thousand_people_and_their_decisions(self, log: RankLog, store: Store) -> None:
        one = a_rank_event().people[0]
        people = tuple(
            replace(one, codigo_profissional=31_000 + place, tier=place, first=place, last=place)
            for place in range(1, 1_001)
        )
        scored = [a_decision(f"a-list/{listed.codigo_profissional}") for listed in people]
        event = replace(a_rank_event(), people=people)
        assert log.append(scored, event) is STORED
        assert log.find("a-list") == event
        assert store.inference_log.find("a-list/32000") is not None
