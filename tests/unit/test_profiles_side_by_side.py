"""Two profiles in one installation: each has its gold, its place and its versions, none the other's."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.exports.decoding import RecordDecoder
from hiring.adapters.exports.prospects import ProspectsFile
from hiring.adapters.exports.vagas import VagasFile
from hiring.adapters.learning.artifact.copies import ModelCopies
from hiring.adapters.learning.artifact.origins import FileOrigins
from hiring.adapters.learning.contributions import explainer_of
from hiring.adapters.learning.fitting.trainer import LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.local.here import Here
from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.memory.store import MemoryStore
from hiring.application.dataset.read_gold import read_gold
from hiring.application.serving.run_ids import RunIds
from hiring.application.serving.score_pairs import EMPTY_VAGA, NO_APPLICANT, NO_VAGA, REPEATED
from hiring.bootstrap.ports import Ports
from hiring.bootstrap.use_cases.scoring import PairExports
from hiring.bootstrap.wiring import Hiring
from hiring.domain.errors import ModelMissing, NotCertified, NothingKept, ProfileDiffers, RuleTableMismatch
from hiring.domain.features import CANDIDATE
from hiring.domain.gold import encode_gold
from hiring.domain.monitoring.alerts import SEQUENTIAL
from hiring.domain.monitoring.drift.counts import SCORE
from hiring.domain.monitoring.drift.indicators import APPROVAL
from hiring.domain.records import TableName, VagaFeatureRows
from hiring.domain.training.promise_in_time import PromiseRequired
from hiring.entrypoints.cli.models.training import TrainingOptions
from hiring.entrypoints.cli.pipeline.run import PipelineResult, ran_json, ran_lines, run_pipeline
from tests.contracts.builders import NOON, a_decision
from tests.contracts.pairs import PAIRS
from tests.contracts.profiles import PEOPLE, a_world

DAYS = 5
ASKED = TrainingOptions(min_precision=0.5, seed=1, promote=False, required=PromiseRequired.NOT_CONTRADICTED)


def _unused(*_: object) -> NoReturn:
    raise NotImplementedError  # a port that no step here needs


def an_installation(folder: Path) -> Hiring:
    models = {
        profile.name: FileModelStore(folder / "artifacts" / f"{profile.name}.joblib", profile=profile)
        for profile in (CANDIDATE, PAIRS)
    }
    ports = Ports(
        store=MemoryStore(salt="s"),
        models=models.__getitem__,
        trainer=LightGbmTrainer,
        explainer=explainer_of,
        origins=FileOrigins,
        record_decoder=RecordDecoder,
        applicants_file=ApplicantsFile,
        prospects_file=ProspectsFile,
        vagas_file=VagasFile,
        outcomes_file=_unused,
        parallel=Here(),
        clock=FixedClock(NOON),
        progress=SilentProgress(),
    )
    return Hiring(ports, profiles={profile.name: profile for profile in (CANDIDATE, PAIRS)})


def ran(hiring: Hiring, folder: Path, *, with_vagas: bool = True) -> PipelineResult:
    """Everything, from exports of people who were each put forward for a vaga of their own."""
    world, codes = a_world(), range(1, PEOPLE + 1)
    days = np.datetime64("2021-01-01") + np.arange(PEOPLE) // 4
    status = ["Aprovado" if hired else "Recusado" for hired in world.hired]
    put_forward = [
        {
            "codigo": str(code),
            "nome": "x",
            "situacao_candidado": ended,
            "data_candidatura": f"{day.item():%d-%m-%Y}",
            "ultima_atualizacao": f"{day.item():%d-%m-%Y}",
        }
        for code, ended, day in zip(codes, status, days, strict=True)
    ]
    exports = {
        "applicants": dict(zip(codes, world.people, strict=True)),
        "prospects": {
            code: {"titulo": "t", "modalidade": "", "prospects": [one]}
            for code, one in zip(codes, put_forward, strict=True)
        },
        "vagas": dict(zip(codes, world.vagas, strict=True)),
    }
    for name, export in exports.items():
        (folder / f"{name}.json").write_text(json.dumps(export))
    vagas = folder / "vagas.json" if with_vagas else None
    return run_pipeline(
        hiring, folder / "applicants.json", folder / "prospects.json", ASKED, vagas=vagas, chunk_size=500
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Hiring, PipelineResult, Path]:
    folder = tmp_path_factory.mktemp("installation")
    hiring = an_installation(folder)
    return hiring, ran(hiring, folder), folder


def test_a_run_with_vagas_trains_and_tells_every_profile(
    installed: tuple[Hiring, PipelineResult, Path],
) -> None:
    hiring, result, folder = installed
    pairs = result.with_vagas["pairs"]
    assert [version.card.profile for version in result.versions] == ["candidate", "pairs"]
    assert (pairs.table, pairs.gold.gold) == ("gold_pairs", PEOPLE)
    assert hiring.for_profile("pairs").ports.store.gold(pairs.table, PAIRS).count() == PEOPLE
    lines = ran_lines(result)
    told = lines.index("profile pairs:")
    assert lines[told + 1] == "vaga_features_pairs: 900 vagas with features"
    assert lines[told + 2].startswith("gold_pairs: labelled 900 = gold 900")
    assert f"it now serves as {folder / 'artifacts' / 'pairs.joblib'}" in lines[told:]
    assert f"it now serves as {folder / 'artifacts' / 'candidate.joblib'}" in lines[:told]
    machine = ran_json(result)
    assert machine["pairs"]["gold"]["table"] == "gold_pairs"
    assert machine["pairs"]["model"]["version"] == pairs.trained.version.id
    assert machine["model"]["version"] == result.trained.version.id


def test_the_features_of_vagas_are_a_table(installed: tuple[Hiring, PipelineResult, Path]) -> None:
    hiring, _, _ = installed
    table = hiring.ports.store.vaga_features(TableName("vaga_features_pairs"), PAIRS)
    rows = VagaFeatureRows.concatenate(list(table.chunks(PEOPLE)))
    gold = read_gold(hiring.ports.store.gold(TableName("gold_pairs"), PAIRS), PAIRS)  # one vaga a person
    numbers = [rule.feature for rule in PAIRS.rules if not rule.kind.text]
    assert rows.vaga_codigo.tolist() == gold.vaga_codigo.tolist()
    np.testing.assert_array_equal(rows.features[:, 0], gold.features[:, numbers.index("vaga_aberta_em")])
    assert rows.texts.tolist() == gold.texts.tolist()


def test_each_profile_has_its_own_place_and_versions_though_they_share_a_folder(
    installed: tuple[Hiring, PipelineResult, Path],
) -> None:
    hiring, result, folder = installed
    assert len(list((folder / "artifacts" / "versions").glob("2*"))) == 2
    for name, version in zip(("candidate", "pairs"), result.versions, strict=True):
        mine = hiring.for_profile(name)
        listed = mine.list_models()()
        assert (listed.serves, [one.id for one in listed.versions], listed.unregistered) == (
            version.id,
            [version.id],
            [],
        )
        assert mine.scorer().version.card.profile == name
        assert [event.deployment.version_id for event in mine.list_models().history()] == [version.id]
        assert all(check.sound for check in mine.verify_models()())
        assert len(mine.verify_models()()) == 2
        assert mine.evaluate_model(mine.gold_table, None).version.id == version.id
        assert mine.record_baseline(mine.gold_table)(model_path=mine.models.place).profile == name


def test_a_version_does_not_serve_in_another_profiles_place(
    installed: tuple[Hiring, PipelineResult, Path],
) -> None:
    hiring, result, _ = installed
    candidate, pairs = result.versions
    for name, stranger in (("candidate", pairs), ("pairs", candidate)):
        mine = hiring.for_profile(name)
        served = mine.list_models()().serves
        promote = mine.promote_model()
        with pytest.raises(
            ProfileDiffers, match=f"model of the profile {stranger.card.profile}, not of {name}"
        ):
            promote(stranger.id, actor="ana", reason="x")
        with pytest.raises(ProfileDiffers):
            promote.uncertified(stranger.id, threshold=0.4, actor="ana", reason="x")
        with pytest.raises(ProfileDiffers):
            mine.models.publish(stranger.id)
        with pytest.raises(ProfileDiffers):
            mine.scorer(stranger.id)
        assert mine.list_models()().serves == served


def test_promoting_and_rolling_back_one_profile_leaves_the_other(
    installed: tuple[Hiring, PipelineResult, Path], tmp_path: Path
) -> None:
    del installed
    hiring = an_installation(tmp_path)
    result = ran(hiring, tmp_path)
    pairs, version = hiring.for_profile("pairs"), result.versions[1]
    promote = pairs.promote_model()
    chosen = promote.uncertified(version.id, threshold=0.25, actor="ana", reason="pilot")
    assert pairs.scorer().version.id == chosen.id
    with pytest.raises(NotCertified):
        promote(chosen.id, actor="ana", reason="x")
    assert pairs.roll_back_model()(actor="ana", reason="back").id == version.id
    assert hiring.scorer().version.id == result.versions[0].id
    assert all(check.sound for check in hiring.verify_models()())


def test_pairs_of_exports_are_scored_as_gold_is(installed: tuple[Hiring, PipelineResult, Path]) -> None:
    hiring, result, folder = installed
    pairs = hiring.for_profile("pairs")
    prospects = json.loads((folder / "prospects.json").read_text())
    vagas = json.loads((folder / "vagas.json").read_text())
    del vagas["3"]
    vagas["4"] = {"informacoes_basicas": {"titulo_vaga": " "}, "perfil_vaga": "Analista"}
    again = prospects["7"]["prospects"][0]
    prospects["7"]["prospects"].append(again)
    prospects["8"]["prospects"] += [{**again, "codigo": "70000"}, {**again, "data_candidatura": "0000-00-00"}]
    prospects["9"]["prospects"] += [{**again, "codigo": "x"}]
    prospects |= {"x": prospects["10"], "70000": {"titulo": "y"}}
    put_forward = sum(len(vaga.get("prospects", ())) for vaga in prospects.values())
    for name, export in (("some_prospects", prospects), ("some_vagas", vagas)):
        (folder / f"{name}.json").write_text(json.dumps(export))
    exports = PairExports(
        applicants=folder / "applicants.json",
        prospects=folder / "some_prospects.json",
        vagas=folder / "some_vagas.json",
    )
    score = pairs.score_pairs(exports, None, logged=False, explained=True)
    profile = pairs.profile_of(score.version)
    chunks = list(score(profile, chunk_size=64, request_id_of=RunIds("monday"), reasons=2))
    decisions = [decision for chunk in chunks for decision in chunk.decisions]
    unscored = sum((Counter(chunk.unscored) for chunk in chunks), Counter[str]())
    assert unscored == {NO_VAGA: 1, EMPTY_VAGA: 1, NO_APPLICANT: 1, REPEATED: 1}
    assert len(decisions) == PEOPLE - 1  # less those of vagas 3 and 4, and one person of two vagas
    assert sum(chunk.rejected for chunk in chunks) == 3
    assert sum(len(chunk.rejects) for chunk in chunks) == 3
    assert len(decisions) + unscored.total() + 3 == put_forward + 1, "the vaga without a list counts as one"

    gold = encode_gold(
        read_gold(pairs.ports.store.gold(result.with_vagas["pairs"].table, PAIRS), PAIRS), profile
    )
    known = dict(zip(gold.codigo_profissional.tolist(), pairs.scorer().score(gold.features), strict=True))
    alone = [one for one in decisions if one.codigo_profissional == one.vaga_codigo]
    assert len(alone) == PEOPLE - 2
    for one in alone:
        assert one.score == pytest.approx(known[one.codigo_profissional], abs=1e-12)
        assert one.applied is not None
        assert one.reasons is not None
    (undated,) = [one for one in decisions if one.codigo_profissional == 7 and one.vaga_codigo == 8]
    assert undated.applied is None
    assert undated.payload["dias_aberta"] is None


def test_where_no_pair_has_both_records_nothing_is_said(
    installed: tuple[Hiring, PipelineResult, Path],
) -> None:
    hiring, _, folder = installed
    (folder / "another.json").write_text(json.dumps({"70000": a_world().vagas[0]}))
    exports = PairExports(
        applicants=folder / "applicants.json",
        prospects=folder / "prospects.json",
        vagas=folder / "another.json",
    )
    score = hiring.for_profile("pairs").score_pairs(exports, None, logged=False)
    with pytest.raises(NothingKept, match="vaga without a record"):
        list(
            score(PAIRS.learnt(score.version.card.encodings), chunk_size=500, request_id_of=RunIds("monday"))
        )


def test_a_past_answer_is_explained_by_its_own_profiles_version(
    installed: tuple[Hiring, PipelineResult, Path],
) -> None:
    hiring, result, _ = installed
    explain = hiring.explain_decision()
    for version in result.versions:
        columns = version.card.feature_columns
        decision = replace(
            a_decision(),
            profile=version.card.profile,
            model_version=version.id,
            payload=dict.fromkeys(columns, 0.0),
            features=(0.0,) * len(columns),
        )
        assert all(reason.feature in columns for reason in explain(decision, limit=3))
    with pytest.raises(RuleTableMismatch):
        explain(replace(a_decision(), profile="gone"), limit=1)


def test_each_profiles_answers_are_watched_by_its_own_baseline(
    installed: tuple[Hiring, PipelineResult, Path],
) -> None:
    hiring, result, _ = installed
    of_profile = {version.card.profile: version for version in result.versions}
    log = hiring.ports.store.inference_log
    chance, answers = np.random.default_rng(3), {"candidate": 200, "pairs": 120}
    for name, version in of_profile.items():
        columns = version.card.feature_columns
        mine = hiring.for_profile(name)
        mine.record_baseline(mine.gold_table)(model_path=mine.models.place)
        for number in range(DAYS * answers[name]):
            values = tuple((chance.random(len(columns)) < 0.99).astype(float).tolist())
            decision = replace(
                a_decision(),
                request_id=f"{name}-{number}",
                at=NOON - timedelta(days=1 + number % DAYS),
                profile=name,
                model_version=version.id,
                model_path=mine.models.place,
                payload=dict(zip(columns, values, strict=True)),
                features=values,
            )
            log.append([decision])
    for name, version in of_profile.items():
        mine = hiring.for_profile(name)
        report = mine.check_monitor()(NOON)
        assert report.window.volume == answers[name]
        assert {finding.feature for finding in report.window.findings} == set(mine.profile.features)
        assert report.days is not None
        assert [(day.profile, day.answers) for day in report.days] == [(name, answers[name])] * DAYS
        assert [each.answers.model_version for each in report.quality] == [version.id]
        assert {each.first.model_path for each in report.new} == {mine.models.place}
        again = mine.check_monitor()(NOON)
        assert (again.days, again.new) == ((), [])
    for name, version in of_profile.items():
        view = hiring.for_profile(name).describe_monitor()()
        assert (view.serves, view.watched) == (version.id, version.id)
        assert view.log.answers == DAYS * answers[name]
        own = {*hiring.profiles[name].features, SCORE, APPROVAL}
        assert {each.feature for each in view.features} <= own
        assert view.alerts
        assert {each.model_version for each in view.quality} <= {version.id}

    alert = next(
        each
        for each in hiring.list_alerts()()
        if each.first.rule == SEQUENTIAL and each.first.model_path.endswith("pairs.joblib")
    )
    hiring.accept_alert()(alert.id, actor="ana", reason="other people ask now")
    accepted = hiring.ports.store.baselines.latest()
    assert accepted is not None
    assert (accepted.profile, set(accepted.stats)) == ("pairs", set(PAIRS.features))
    rebased = hiring.rebase_on_answers()(2)
    assert (rebased.profile, rebased.model_version) == ("candidate", of_profile["candidate"].id)


def test_without_vagas_nothing_is_trained_on_them_and_nothing_is_missed(tmp_path: Path) -> None:
    hiring = an_installation(tmp_path)
    assert ran(hiring, tmp_path, with_vagas=False).with_vagas == {}
    pairs = hiring.for_profile("pairs")
    assert pairs.verify_models()() == []
    assert pairs.list_models()().versions == []
    with pytest.raises(ModelMissing):
        pairs.scorer()


def test_copies_of_one_profiles_models_hold_no_others(
    installed: tuple[Hiring, PipelineResult, Path], tmp_path: Path
) -> None:
    _, result, folder = installed
    pairs = result.versions[1]
    copies = ModelCopies(folder / "artifacts" / "pairs.joblib", profile=PAIRS)
    assert copies.name == "artifacts_pairs"
    copies.copy(tmp_path / "copy")
    copies.check(tmp_path / "copy")
    assert [path.name for path in (tmp_path / "copy" / "versions").iterdir()] == [pairs.id]
    there = ModelCopies(tmp_path / "there" / "m.joblib", profile=PAIRS)
    with there.putting(tmp_path / "copy") as put:
        put()
    put_back = FileModelStore(tmp_path / "there" / "m.joblib", profile=PAIRS)
    assert put_back.published().version.digest == pairs.digest


def test_what_reads_vagas_keeps_the_words_that_they_ask_for(
    installed: tuple[Hiring, PipelineResult, Path],
) -> None:
    hiring, _, _ = installed
    first, other = hiring.models.published(), hiring.for_profile("pairs").models.published()
    assert first.version.card.vocabulary is None
    assert other.version.card.vocabulary == hiring.learnt_vocabulary()
    assert hiring.ranking_model().vocabulary == other.version.card.vocabulary
