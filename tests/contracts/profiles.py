"""A profile with a column of every kind goes the whole way in every store: gold, model, answer, drift."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from hiring.adapters.exports.decoding import RecordDecoder
from hiring.adapters.learning.contributions import explainer_of
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.clocks import FixedClock
from hiring.application.dataset.build_pair_gold import BuildPairGold
from hiring.application.dataset.read_gold import read_gold
from hiring.application.monitoring.checks.check_drift import CheckDrift
from hiring.application.monitoring.checks.record_baseline import RecordBaseline
from hiring.application.ports.models import Scorer
from hiring.application.ports.store import Store
from hiring.application.serving.append import Append
from hiring.application.serving.decide import Decide, ForVaga, PredictionRequest
from hiring.application.serving.explain import Explain
from hiring.application.serving.explain_decision import ExplainDecision
from hiring.application.serving.read_vagas import ReadVagas, VagaRequest
from hiring.application.training.train_model import TrainModel
from hiring.domain.decisions import Decision
from hiring.domain.errors import VagaMissing
from hiring.domain.features import Profile
from hiring.domain.features.encodings import Lookup, WordWeights
from hiring.domain.features.pairs import pair_record
from hiring.domain.gold import GoldCounts, encode_gold
from hiring.domain.models import ModelVersion
from hiring.domain.monitoring.drift.findings import DriftVerdict
from hiring.domain.records import ApplicantRows, LabelRows, VagaRows
from tests.contracts.builders import NOON, a_name
from tests.contracts.pairs import FEATURES, PAIRS, a_vaga, an_applicant

PEOPLE: Final = 900
TITLES: Final = ("Analista", "Gerente", "Desenvolvedor", "Estagiário")
CITIES: Final = ("São Paulo", "Recife", "Curitiba")
DAY: Final = np.datetime64("2021-03-31")
LABELS, APPLICANTS, VAGAS = a_name("pair_labels"), a_name("pair_applicants"), a_name("pair_vagas")
GOLD: Final = a_name("pair_gold")


@dataclass(frozen=True)
class World:
    """People, each put forward for one vaga; managers are hired, and so is who is paid well."""

    people: list[dict[str, object]]
    vagas: list[dict[str, object]]
    hired: np.ndarray


def a_world() -> World:
    chance = np.random.default_rng(7)
    titles, cities = chance.choice(TITLES, PEOPLE), chance.choice(CITIES, PEOPLE)
    pay = chance.integers(1_000, 9_000, PEOPLE)
    return World(
        people=[
            dict(an_applicant(linkedin="x" if linked else "", pay=str(amount), english="Básico"))
            for linked, amount in zip(chance.random(PEOPLE) < 0.5, pay, strict=True)
        ],
        vagas=[
            dict(a_vaga(title=title, city=city, opened=f"{day:02}-03-2021", english="básico"))
            for title, city, day in zip(titles, cities, chance.integers(1, 29, PEOPLE), strict=True)
        ],
        hired=chance.random(PEOPLE) < np.where(titles == "Gerente", 0.6, 0.2) + np.where(pay > 5_000, 0.2, 0),
    )


def stored(world: World, store: Store) -> GoldCounts:
    codes = np.arange(1, PEOPLE + 1)
    with store.applicants(APPLICANTS).replacing() as applicants:
        documents = [json.dumps(person).encode() for person in world.people]
        applicants.write(ApplicantRows(codigo_profissional=codes, document=documents))
    with store.vagas(VAGAS).replacing() as vagas:
        vagas.write(VagaRows(vaga_codigo=codes, document=[json.dumps(vaga).encode() for vaga in world.vagas]))
    with store.labels(LABELS).replacing() as labels:
        labels.write(
            LabelRows(
                vaga_codigo=codes,
                codigo_profissional=codes,
                position=codes,
                data_candidatura=np.full(PEOPLE, DAY),
                ultima_atualizacao=np.full(PEOPLE, DAY),
                status_label=["Aprovado" if one else "Recusado" for one in world.hired],
                target=world.hired.astype(np.int64),
            )
        )
    build = BuildPairGold(
        labels=store.labels(LABELS),
        applicants=store.applicants(APPLICANTS),
        vagas=store.vagas(VAGAS),
        gold=store.gold(GOLD, PAIRS),
        decoder=RecordDecoder,
    )
    return build(PAIRS)


def trained(store: Store, models: FileModelStore) -> ModelVersion:
    # where test modules are loaded in processes that train nothing, it would take most of the time
    from hiring.adapters.learning.fitting.trainer import LightGbmTrainer  # noqa: PLC0415

    train = TrainModel(
        gold=store.gold(GOLD, PAIRS),
        trainer=LightGbmTrainer(),
        models=models,
        registry=store.registry,
        clock=FixedClock(NOON),
    )
    return train(PAIRS, salt=store.salt, min_precision=0.5, seed=1).version


def decided(store: Store, scorer: Scorer, profile: Profile, world: World) -> list[Decision]:
    """Answers about people, whose features are computed from their records as in serving."""
    decide = Decide(
        scorer=scorer,
        audit=Append(log=store.inference_log),
        clock=FixedClock(NOON),
        digest_key=store.digest_key,
        explain=Explain(explainer=explainer_of(scorer.version), profile=profile),
    )
    records = [pair_record(*both, DAY) for both in zip(world.people, world.vagas, strict=True)]
    questions = [
        PredictionRequest(request_id=f"pair-{code}", codigo_profissional=code, features=row, body=b"")
        for code, row in enumerate(profile.features_of(records), 1)
    ]
    return decide(questions[:100], reasons=3)


class ProfileContract:
    """What a second profile needs of a store."""

    @pytest.fixture
    def models(self, tmp_path: Path) -> FileModelStore:
        return FileModelStore(tmp_path / "pairs.joblib", profile=PAIRS)

    def test_a_profile_with_every_kind_of_column_goes_the_whole_way(
        self, store: Store, models: FileModelStore
    ) -> None:
        world = a_world()
        assert stored(world, store) == GoldCounts(
            labelled=PEOPLE, gold=PEOPLE, superseded=0, applicant_unknown=0
        )
        gold = read_gold(store.gold(GOLD, PAIRS), PAIRS)
        records = [pair_record(*both, DAY) for both in zip(world.people, world.vagas, strict=True)]
        numbers, texts = PAIRS.inputs_of(records)
        np.testing.assert_array_equal(gold.features, numbers)
        assert gold.texts.tolist() == texts.tolist(), "gold keeps what rules read, and nothing learnt"

        version = trained(store, models)
        models.publish(version.id)
        scorer = models.published()
        learnt = scorer.version.card.encodings
        assert learnt == version.card.encodings
        titles = learnt["vaga_titulo"]
        assert isinstance(titles, WordWeights)
        assert set(titles.terms) == {"analista", "gerente", "desenvolvedor", "estagiario"}
        weights = dict(zip(titles.terms, titles.weights, strict=True))
        assert max(weights, key=weights.__getitem__) == "gerente"

        profile = PAIRS.learnt(learnt)
        scores = scorer.score(encode_gold(gold, profile).features)
        answers = decided(store, scorer, profile, world)
        np.testing.assert_allclose([answer.score for answer in answers], scores[:100], rtol=0, atol=1e-12)
        kept = store.inference_log.find("pair-7")
        assert kept is not None
        assert kept.profile == "pairs"
        assert set(kept.payload) == set(FEATURES)
        assert kept.payload["vaga_titulo"] == titles(gold.texts[6:7, 1])[0]
        assert kept.reasons == answers[6].reasons
        assert kept.reasons

        again = ExplainDecision(
            lambda _profile, version_id: Explain(
                explainer=explainer_of(models.version(version_id).version), profile=profile
            )
        )
        assert again(kept, limit=3) == kept.reasons

        RecordBaseline(
            gold=store.gold(GOLD, PAIRS),
            profile=profile,
            scorer=scorer,
            baselines=store.baselines,
            clock=FixedClock(NOON),
        )(model_path=scorer.version.path)
        report = CheckDrift(
            log=store.inference_log,
            baselines=store.baselines,
            alerts=store.alerts,
            feedback=store.feedback,
            clock=FixedClock(NOON),
        )(NOON.replace(hour=23))
        assert {finding.feature for finding in report.findings} == set(FEATURES)
        assert {finding.verdict for finding in report.findings} <= {
            DriftVerdict.STEADY,
            DriftVerdict.CANNOT_SAY,
        }

    def test_a_person_is_asked_about_for_a_stored_vaga_or_its_record(self, store: Store) -> None:
        world = a_world()
        read = ReadVagas(
            vagas=store.vagas(VAGAS),
            decoder=RecordDecoder([path for rule in PAIRS.rules for path in rule.reads]),
            clock=FixedClock(NOON),
        )
        profile = PAIRS.learnt(
            {name: Lookup(("gerente",), (0.5,), 0.25) for name in ("vaga_cidade", "vaga_titulo")}
        )
        day = DAY.item()
        asked = [
            VagaRequest(
                request_id=str(number),
                codigo_profissional=number,
                person=world.people[number],
                vaga=vaga,
                applied=applied,
                body=b"",
            )
            for number, (vaga, applied) in enumerate(
                [(1, day), (world.vagas[0], day), (PEOPLE + 1, day), (2, None)]
            )
        ]
        assert all(isinstance(one, VagaMissing) for one in read([asked[0]], profile)), "nothing is stored yet"
        stored(world, store)
        first, same, missing, today = read(asked, profile)
        assert isinstance(missing, VagaMissing)
        for found, place, vaga, applied in (
            (first, 0, 1, day),
            (same, 1, None, day),
            (today, 3, 2, NOON.date()),
        ):
            assert isinstance(found, PredictionRequest)
            assert found.vaga == ForVaga(codigo=vaga, applied=applied)
            record = pair_record(world.people[place], world.vagas[(vaga or 1) - 1], np.datetime64(applied))
            np.testing.assert_array_equal(found.features, profile.features_of([record])[0])
