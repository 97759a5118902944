"""The durable record of lists that were shown, with the decisions of those who were scored."""

from dataclasses import replace
from typing import Final

import pytest

from hiring.application.ports.rank_log import RankLog
from hiring.application.ports.store import Store
from hiring.application.ranking.score_people import decision_id
from hiring.application.serving.find_decision import FindDecision
from hiring.domain.decisions import AppendResult, Decision, applied_in_payload
from hiring.domain.monitoring.drift.counts import CountQuery
from hiring.domain.rank_events import RankEvent
from tests.contracts.builders import NOON, a_decision, a_rank_event, after

STORED, REPLAYED, CONFLICT = AppendResult.STORED, AppendResult.REPLAYED, AppendResult.CONFLICT
SCORED = [a_decision(f"a-list/{code}", codigo_profissional=code) for code in (31_001, 31_002, 31_003)]
COLUMNS: Final = ("tem_email", "vaga_sap", "salario_valor", "idade_da_vaga")
OF_VAGA: Final = frozenset({"vaga_sap", "idade_da_vaga"})


def answers_for(vaga: int) -> list[Decision]:
    """About ten people, each asked about alone; of every fifth the pay is unknown, of vaga 3 the age."""
    answers = []
    for person in range(10):
        age = None if vaga == 3 else 30.5 * vaga
        values = (float(person % 2), float(vaga > 1), 1_000.0 * person if person % 5 else None, age)
        answer = a_decision(
            decision_id(f"list-{vaga}", 31_000 + person),
            at=after(hours=8 * vaga),
            codigo_profissional=31_000 + person,
            score=person / 10,
            payload=dict(zip(COLUMNS, values, strict=True)),
            vaga_codigo=vaga,
        )
        day = applied_in_payload(NOON.date())
        answers.append(replace(answer, payload={**answer.payload, **day}, features=values))
    return answers


def of_a_list(answer: Decision) -> Decision:
    """The same as a list's row: what is of the vaga has no names in it."""
    named = {name: value for name, value in answer.payload.items() if name not in OF_VAGA}
    return replace(answer, payload=named)


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

    def test_rows_of_lists_are_counted_and_found_like_the_same_answers_by_themselves(
        self, log: RankLog, store: Store
    ) -> None:
        alone, listed = "20250301T120000Z-a1", "20250301T120000Z-b2"
        for vaga in range(1, 5):
            answers = answers_for(vaga)
            store.inference_log.append(
                [replace(one, request_id=f"{vaga}-{one.request_id}", model_version=alone) for one in answers]
            )
            rows = [of_a_list(replace(one, model_version=listed)) for one in answers]
            shared = {name: answers[0].payload[name] for name in COLUMNS if name in OF_VAGA}
            event = replace(a_rank_event(f"list-{vaga}"), vaga_features=shared)
            assert log.append(rows, event) is STORED
            assert {OF_VAGA.isdisjoint(row.payload) for row in rows} == {True}
        query = CountQuery(
            model_version=alone,
            profile="candidate",
            columns=COLUMNS,
            edges={"salario_valor": (2_000.0, 5_000.0), "idade_da_vaga": (40.0,)},
        )
        span = NOON, after(hours=48)
        expected = store.inference_log.count(query, *span)
        counted = store.inference_log.count(replace(query, model_version=listed), *span)
        assert [replace(day, model_version=alone) for day in counted] == list(expected)
        assert sum(day.answers for day in counted) == 40
        assert sum(day.columns["idade_da_vaga"].known for day in counted) == 30
        find = FindDecision(log=store.inference_log, lists=log)
        for one in (row for vaga in range(1, 5) for row in answers_for(vaga)):
            assert find(one.request_id, None) == replace(one, model_version=listed)

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
