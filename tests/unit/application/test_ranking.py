"""One vaga and its candidates become a list: by evidence, or by score where that order is proven."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pytest

from hiring.adapters.exports.decoding import RecordDecoder
from hiring.adapters.learning.contributions import explainer_of
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.store import MemoryStore
from hiring.application.ports.models import Scorer
from hiring.application.ranking.find_records import FindRecords
from hiring.application.ranking.learn_from_vagas import LearnFromVagas
from hiring.application.ranking.rank_candidates import RankAnswer, RankCandidates
from hiring.application.ranking.rank_request import MOST_CANDIDATES, RankRequest, RawPerson
from hiring.application.ranking.ranking_model import RankingModel
from hiring.application.ranking.score_people import ScorePeople
from hiring.application.serving.append import Append
from hiring.application.serving.decide import Decide, ForVaga, PredictionRequest
from hiring.application.serving.explain import Explain
from hiring.application.serving.explain_decision import ExplainDecision
from hiring.application.serving.find_decision import FindDecision
from hiring.domain.decisions import NO_CLIENT, Client, Decision
from hiring.domain.errors import CandidatesMissing, InvalidRanking, RankConflict, TableMissing, VagaMissing
from hiring.domain.evaluation.ordering import CandidateOrder, OrdersCandidates, ordering_of
from hiring.domain.monitoring.drift.counts import CountQuery
from hiring.domain.ranking import evidence, requirements, same_person, vocabulary
from hiring.domain.ranking.vocabulary import Vocabulary
from hiring.domain.records import ApplicantRows, ProspectRows, TableName, VagaRows, table_name
from tests.contracts.builders import NOON, after
from tests.contracts.pairs import PAIRS
from tests.contracts.profiles import a_world, stored, trained
from tests.unit.domain.ranking.builders import Record, a_person

VAGAS, PROSPECTS, APPLICANTS = map(table_name, ("vagas_raw", "prospects_raw", "applicants_raw"))
WORDS: Final = Vocabulary(terms=("gerente", "java"), titles=(9, 8), vagas=20)
JAVA: Final[Record] = {
    "informacoes_basicas": {"titulo_vaga": "Gerente Java", "data_requicisao": "01-03-2021"},
    "perfil_vaga": {"nivel_ingles": "Avançado", "cidade": "Recife"},
}
EMPTY: Final[Record] = {"informacoes_basicas": {"titulo_vaga": "-"}}
PEOPLE: Final[Mapping[int, Record]] = {
    31: a_person(cv="Gerente de Java", ingles="Fluente"),
    32: a_person(cv="Gerente", ingles="Fluente", email="ana@uol.com.br"),
    33: a_person(ingles="Fluente", email="ana@uol.com.br"),
    34: a_person(cv="Cobol", ingles="Nenhum"),
    35: a_person(cv="Cobol", ingles="Nenhum"),
}
_ONE_GROUP: Final = ordering_of([0.9, 0.2], [1, 0], [7, 7], np.array(["2024-01-01"] * 2, "datetime64[D]"))
PROVEN: Final = CandidateOrder(verdict=OrdersCandidates.PROVEN, grouped=_ONE_GROUP, later=_ONE_GROUP)
NOT_PROVEN: Final = replace(PROVEN, verdict=OrdersCandidates.NOT_PROVEN)


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    models = FileModelStore(tmp_path_factory.mktemp("models") / "pairs.joblib", profile=PAIRS)
    store = MemoryStore(salt="s")
    stored(a_world(), store)
    models.publish(trained(store, models).id)
    return models.published()


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore(salt="s")
    with store.vagas(VAGAS).replacing() as vagas:
        documents = [json.dumps(one).encode() for one in (JAVA, EMPTY, {"informacoes_basicas": {}})]
        vagas.write(VagaRows(vaga_codigo=np.array([5185, 5186, 5187]), document=documents))
    with store.applicants(APPLICANTS).replacing() as people:
        documents = [json.dumps(one).encode() for one in PEOPLE.values()]
        people.write(ApplicantRows(codigo_profissional=np.array(list(PEOPLE)), document=documents))
    put_forward(store, (5185, 32, "Prospect"), (5185, 31, "Inscrito"), (5185, 31, "Prospect"), (5185, 99, ""))
    return store


def put_forward(store: MemoryStore, *prospects: tuple[int, int, str]) -> None:
    vagas, people, statuses = zip(*prospects, strict=True)
    none: list[str | None] = [None] * len(prospects)
    with store.prospects(PROSPECTS).replacing() as rows:
        rows.write(
            ProspectRows(
                vaga_codigo=np.array(vagas),
                codigo_profissional=np.array(people),
                position=np.arange(len(prospects)),
                nome=none,
                situacao_candidado=list(statuses),
                data_candidatura=none,
                ultima_atualizacao=none,
                comentario=none,
                recrutador=none,
            )
        )


def rank_candidates(store: MemoryStore) -> RankCandidates:
    features = [path for rule in PAIRS.rules for path in rule.reads]
    return RankCandidates(
        find=FindRecords(
            vagas=store.vagas(VAGAS),
            prospects=store.prospects(PROSPECTS),
            applicants=store.applicants(APPLICANTS),
            decoder=RecordDecoder((*evidence.READS, *same_person.READS, *features)),
            vaga_decoder=RecordDecoder((*requirements.READS, *features)),
        ),
        score=ScorePeople(clock=FixedClock(NOON), digest_key=store.digest_key),
        lists=store.rank_log,
        decisions=store.inference_log,
    )


def a_model(scorer: Scorer, order: CandidateOrder | None = None) -> RankingModel:
    profile = PAIRS.learnt(scorer.version.card.encodings)
    explain = Explain(explainer=explainer_of(scorer.version), profile=profile)
    return RankingModel(
        scorer=scorer, explain=explain, profile=profile, candidate_order=order, vocabulary=WORDS
    )


def a_request(
    vaga: int | Record = 5185,
    candidates: Sequence[int | RawPerson] | None = tuple(PEOPLE),
    *,
    request_id: str = "a-list",
    body: bytes = b"{}",
    typed: tuple[str, ...] = (),
    top: int | None = None,
    reasons: int = 0,
    client: Client = NO_CLIENT,
) -> RankRequest:
    return RankRequest(
        request_id=request_id,
        vaga=vaga,
        candidates=candidates,
        body=body,
        typed=typed,
        top=top,
        reasons=reasons,
        client=client,
    )


def tiers(answer: RankAnswer) -> list[set[int]]:
    found: dict[int, set[int]] = {}
    for one in answer.event.people:
        found.setdefault(one.tier, set()).add(one.codigo_profissional)
    return [found[tier] for tier in sorted(found)]


def decisions_of(store: MemoryStore) -> list[Decision]:
    return [row for chunk in store.inference_log.between(NOON, after(hours=1)) for row in chunk]


@pytest.mark.parametrize("order", [None, NOT_PROVEN])
def test_where_no_order_is_proven_people_stand_by_what_they_show(
    store: MemoryStore, scorer: Scorer, order: CandidateOrder | None
) -> None:
    answer = rank_candidates(store)(a_request(), a_model(scorer, order))

    assert tiers(answer) == [{31}, {32}, {33}, {34, 35}]
    assert [one.key for one in answer.event.requirements] == [
        "ingles:avancado",
        "texto:gerente",
        "texto:java",
    ]
    assert not answer.event.order.proven
    assert {one.score for one in answer.event.people} == {None}
    assert answer.event.vaga_features is None


def test_where_no_order_is_proven_nobody_is_scored_and_the_list_alone_is_kept(
    store: MemoryStore, scorer: Scorer
) -> None:
    client = Client(name="ats", key_id="0" * 12)

    answer = rank_candidates(store)(a_request(client=client), a_model(scorer))

    assert decisions_of(store) == []
    assert store.rank_log.find("a-list", "ats") == answer.event
    assert (answer.event.client, answer.event.at, answer.event.vaga_codigo) == (client, NOON, 5185)
    assert answer.event.model_version == scorer.version.id


def test_where_an_order_is_proven_the_best_come_first_and_all_are_kept(
    store: MemoryStore, scorer: Scorer
) -> None:
    answer = rank_candidates(store)(a_request(reasons=2, top=2), a_model(scorer, PROVEN))

    scores = [one.score for one in answer.event.people if one.score is not None]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == len(PEOPLE)
    kept = {one.codigo_profissional: one for one in decisions_of(store)}
    assert {code: one.score for code, one in kept.items()} == {
        one.codigo_profissional: one.score for one in answer.event.people
    }
    assert {one.request_id for one in kept.values()} == {f"a-list/{code}" for code in PEOPLE}
    assert {one.vaga_codigo for one in kept.values()} == {5185}


def test_the_columns_of_the_vaga_are_kept_once(store: MemoryStore, scorer: Scorer) -> None:
    answer = rank_candidates(store)(a_request(), a_model(scorer, PROVEN))

    of_vaga = set(PAIRS.features) - set(PAIRS.of_people)
    assert of_vaga >= {"vaga_cidade", "vaga_aberta_em", "vaga_titulo"}
    assert set(answer.event.vaga_features or {}) == of_vaga
    for decision in decisions_of(store):
        assert set(decision.scored) == set(PAIRS.features) - of_vaga
        assert decision.applied == answer.event.applied
        assert len(decision.features or ()) == len(PAIRS.features)
        found = FindDecision(log=store.inference_log, lists=store.rank_log)(decision.request_id, None)
        assert found.payload == {**decision.payload, **(answer.event.vaga_features or {})}


def test_people_of_a_list_are_counted_as_if_each_was_asked_about_alone(
    store: MemoryStore, scorer: Scorer
) -> None:
    model, alone = a_model(scorer, PROVEN), MemoryStore(salt="s")
    answer = rank_candidates(store)(a_request(), model)
    decide = Decide(
        scorer=scorer,
        audit=Append(log=alone.inference_log),
        clock=FixedClock(NOON),
        digest_key=alone.digest_key,
    )
    applied = answer.event.applied
    features = model.features_of(JAVA, tuple(PEOPLE.values()), np.datetime64(applied, "D"))
    decide(
        [
            PredictionRequest(
                request_id=str(code),
                codigo_profissional=code,
                features=row,
                body=b"",
                vaga=ForVaga(codigo=5185, applied=applied),
            )
            for code, row in zip(PEOPLE, features, strict=True)
        ]
    )

    query = CountQuery(
        model_version=scorer.version.id, profile=PAIRS.name, columns=scorer.version.card.feature_columns
    )
    [expected], [counted] = (each.inference_log.count(query, NOON, after(hours=1)) for each in (alone, store))
    assert counted == expected
    assert counted.columns["vaga_aberta_em"].known == len(PEOPLE)


def test_reasons_speak_of_the_person_and_can_be_worked_out_again(store: MemoryStore, scorer: Scorer) -> None:
    model = a_model(scorer, PROVEN)
    answer = rank_candidates(store)(a_request(reasons=2, top=1), model)

    [(code, reasons)] = answer.reasons.items()
    assert [code] == [one.codigo_profissional for one in answer.shown]
    assert reasons
    assert {reason.feature for reason in reasons}.isdisjoint(model.vaga_columns)
    decision = FindDecision(log=store.inference_log, lists=store.rank_log)(f"a-list/{code}", None)
    explain = ExplainDecision(lambda _profile, _version: model.explain)
    again = explain(decision, limit=len(PAIRS.features))
    assert [reason for reason in again if reason.feature not in model.vaga_columns][:2] == list(reasons)


@pytest.mark.parametrize("order", [None, PROVEN])
def test_the_same_again_has_the_same_answer_and_another_body_is_a_conflict(
    store: MemoryStore, scorer: Scorer, order: CandidateOrder | None
) -> None:
    rank, model = rank_candidates(store), a_model(scorer, order)
    first = rank(a_request(reasons=2, top=3), model)
    kept = len(decisions_of(store))

    assert rank(a_request(reasons=2, top=3), a_model(scorer)) == first
    with pytest.raises(RankConflict):
        rank(a_request(body=b"another"), model)
    assert (len(decisions_of(store)), store.rank_log.find("a-list")) == (kept, first.event)


def test_a_list_without_reasons_has_none_when_it_is_asked_for_again(
    store: MemoryStore, scorer: Scorer
) -> None:
    rank, model = rank_candidates(store), a_model(scorer, PROVEN)
    first = rank(a_request(), model)

    assert rank(a_request(reasons=2), model) == first


def test_an_id_of_another_answer_is_a_conflict_and_nothing_is_kept(
    store: MemoryStore, scorer: Scorer
) -> None:
    rank = rank_candidates(store)
    rank(a_request(request_id="first"), a_model(scorer, PROVEN))
    [taken, *_] = decisions_of(store)
    store.inference_log.append([replace(taken, request_id="second/33")])

    with pytest.raises(RankConflict):
        rank(a_request(request_id="second"), a_model(scorer, PROVEN))
    assert store.rank_log.find("second") is None
    assert len(decisions_of(store)) == len(PEOPLE) + 1


def test_all_prospects_are_listed_once_and_those_without_a_record_are_named(
    store: MemoryStore, scorer: Scorer
) -> None:
    answer = rank_candidates(store)(a_request(candidates=None), a_model(scorer))

    assert tiers(answer) == [{31}, {32}]
    assert answer.event.without_record == (99,)
    assert answer.event.closed is False


def test_a_vaga_for_which_somebody_was_hired_is_closed(store: MemoryStore, scorer: Scorer) -> None:
    put_forward(store, (5185, 31, "Prospect"), (5185, 99, "contratado pela decision"))

    assert rank_candidates(store)(a_request(), a_model(scorer)).event.closed is True


def test_a_vaga_without_requirements_asks_for_nothing_and_all_stand_alike(
    store: MemoryStore, scorer: Scorer
) -> None:
    answer = rank_candidates(store)(a_request(5186), a_model(scorer))

    assert answer.event.requirements == ()
    assert tiers(answer) == [set(PEOPLE)]


def test_records_may_come_with_the_request(store: MemoryStore, scorer: Scorer) -> None:
    raw = [RawPerson(codigo_profissional=code, record=record) for code, record in PEOPLE.items()]
    rank, model = rank_candidates(store), a_model(scorer)

    answer = rank(a_request(JAVA, raw), model)

    assert tiers(answer) == [{31}, {32}, {33}, {34, 35}]
    assert (answer.event.vaga_codigo, answer.event.closed) == (None, None)
    assert answer.event.titulo == "Gerente Java"
    some = [one for one in raw if one.codigo_profissional != 33]
    fewer = rank(
        a_request(dict(sorted(JAVA.items(), reverse=True)), some, request_id="fewer", body=b"other"), model
    )
    order = [one.codigo_profissional for one in answer.event.people if one.codigo_profissional != 33]
    assert [one.codigo_profissional for one in fewer.event.people] == order


def test_people_who_seem_to_be_one_are_pointed_out_and_stay_two(store: MemoryStore, scorer: Scorer) -> None:
    event = rank_candidates(store)(a_request(), a_model(scorer)).event

    assert [one.codes for one in event.same_people] == [(32, 33)]
    assert {one.codigo_profissional for one in event.people} == set(PEOPLE)


def test_what_a_recruiter_types_comes_first(store: MemoryStore, scorer: Scorer) -> None:
    answer = rank_candidates(store)(a_request(typed=("Cobol",)), a_model(scorer))

    assert tiers(answer)[0] == {34, 35}
    assert answer.event.requirements[0].typed


def test_the_answer_has_the_first_places_and_the_log_has_all(store: MemoryStore, scorer: Scorer) -> None:
    answer = rank_candidates(store)(a_request(top=2), a_model(scorer))

    assert [one.codigo_profissional for one in answer.shown] == [31, 32]
    assert len(answer.event.people) == len(PEOPLE)


def test_what_is_not_stored_is_missing(store: MemoryStore, scorer: Scorer) -> None:
    rank, model = rank_candidates(store), a_model(scorer)
    with pytest.raises(VagaMissing):
        rank(a_request(7), model)
    with pytest.raises(VagaMissing, match="is empty"):
        rank(a_request(5187), model)
    with pytest.raises(CandidatesMissing) as missing:
        rank(a_request(candidates=[31, 7, 32, 8]), model)
    assert missing.value.fields == ("candidates.1", "candidates.3")
    put_forward(store, (5185, 99, ""))
    with pytest.raises(CandidatesMissing):
        rank(a_request(candidates=None), model)
    assert store.rank_log.find("a-list") is None


def test_without_prospects_candidates_must_be_named(store: MemoryStore, scorer: Scorer) -> None:
    rank, model = rank_candidates(store), a_model(scorer)
    with pytest.raises(InvalidRanking, match="no prospects are stored"):
        rank(a_request(5186, None), model)
    with pytest.raises(InvalidRanking, match="no prospects are stored"):
        rank(a_request(JAVA, None), model)
    put_forward(store, *[(5185, code, "") for code in range(MOST_CANDIDATES + 1)])
    with pytest.raises(InvalidRanking, match="more than 1,000"):
        rank(a_request(candidates=None), model)


def test_without_tables_the_tables_are_missing(scorer: Scorer) -> None:
    rank, model = rank_candidates(MemoryStore()), a_model(scorer)
    with pytest.raises(TableMissing, match="vagas_raw"):
        rank(a_request(), model)
    with pytest.raises(TableMissing, match="applicants_raw"):
        rank(a_request(JAVA, [31]), model)


def test_every_fault_of_a_request_is_named() -> None:
    with pytest.raises(InvalidRanking) as refused:
        a_request(candidates=[31, 32, 31, 31], typed=("SAP", "mulher"), top=0)
    assert [field for field, _ in refused.value.faults] == ["candidates.2", "top", "require.1"]


@pytest.mark.parametrize("candidates", [[], range(MOST_CANDIDATES + 1)])
def test_nobody_and_too_many_are_refused(candidates: Sequence[int]) -> None:
    with pytest.raises(InvalidRanking, match="must be 1 to 1,000 people"):
        a_request(candidates=candidates)


def test_words_are_learnt_from_the_vagas_of_a_store() -> None:
    store = MemoryStore()
    titles = ["Java" if number % 9 == 0 else "x" for number in range(99)]
    with store.vagas(VAGAS).replacing() as vagas:
        documents = [json.dumps({"informacoes_basicas": {"titulo_vaga": one}}).encode() for one in titles]
        vagas.write(VagaRows(vaga_codigo=np.arange(99), document=documents))

    learn = LearnFromVagas(vagas=store.vagas(VAGAS), decoder=RecordDecoder(vocabulary.READS))
    assert learn().terms == ("java",)
    with pytest.raises(TableMissing):
        LearnFromVagas(vagas=store.vagas(TableName("other_vagas")), decoder=RecordDecoder(vocabulary.READS))()
