"""The same settings under every split: what is left out is never in what is fitted."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hiring.adapters.learning.fitting.trainer import LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.store import MemoryStore
from hiring.application.reporting.evaluate_splits import EvaluateSplits, SplitEvaluation, SplitQuality
from hiring.application.training.train_model import TrainModel
from hiring.domain.features import CANDIDATE, CANDIDATE_VAGA, Profile
from hiring.domain.features.strata import Stratum
from hiring.domain.records import GoldRows
from hiring.entrypoints.cli.output.splits import splits_json, splits_lines
from tests.contracts.builders import NOON
from tests.contracts.pairs import PAIRS
from tests.unit.application.pair_gold import some_pairs, stored
from tests.unit.application.reported import GOLD, certified_world

CLEAN = Stratum(
    en="managers in Recife",
    pt="gerentes em Recife",
    at_least={"dias_aberta": 5.0},
    equal={"vaga_cidade": "recife"},
    without={"vaga_titulo": "estag"},
)


def evaluated(rows: GoldRows, profile: Profile, folder: Path) -> SplitEvaluation:
    store = MemoryStore(salt="s")
    gold = stored(store, rows)
    models = FileModelStore(folder / "pairs.joblib", profile=profile)
    train = TrainModel(
        gold=gold, trainer=LightGbmTrainer(), models=models, registry=store.registry, clock=FixedClock(NOON)
    )
    version = train(profile, salt="s", min_precision=0.6, seed=1).version
    return EvaluateSplits(gold=gold, trainer=LightGbmTrainer())(version, profile)


@pytest.fixture(scope="module")
def rows() -> GoldRows:
    return some_pairs(500, within=1.5)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, rows: GoldRows) -> SplitEvaluation:
    return evaluated(rows, replace(PAIRS, clean=CLEAN), tmp_path_factory.mktemp("splits"))


def rows_of(splits: tuple[SplitQuality, ...]) -> int:
    return sum(each.quality.rows for each in splits)


def test_every_decided_row_counts_once_in_each_grouping_and_in_one_year(
    found: SplitEvaluation, rows: GoldRows
) -> None:
    assert [each.split for each in found.grouped] == ["by vaga", "by person"]
    assert [each.quality.rows for each in found.grouped] == [len(rows)] * 2
    years = np.unique(rows.data_candidatura.astype("datetime64[Y]")).astype(str)
    assert [each.split for each in found.years] == years.tolist()
    assert rows_of(found.years) == len(rows)


def test_what_is_known_of_people_shows_and_what_is_known_of_vagas_stays(found: SplitEvaluation) -> None:
    for each in (*found.grouped, found.later):
        assert each.quality.roc_auc > each.without_people.roc_auc + 0.02
        assert each.without_people.roc_auc > 0.6
        assert each.quality.rows == each.without_people.rows


def test_newer_rows_are_those_of_vagas_that_had_none_before(found: SplitEvaluation, rows: GoldRows) -> None:
    cut = np.datetime64(found.later.split.removeprefix("since "))
    before = rows.data_candidatura < cut
    new = ~before & ~np.isin(rows.vaga_codigo, rows.vaga_codigo[before])
    assert found.later.quality.rows == new.sum()
    assert found.all_later.split == f"since {cut}, vagas that were seen before too"
    assert found.all_later.quality.rows == (~before).sum()
    windows = {each.split: each.quality.rows for each in found.windows}
    first, end = np.datetime64("2022-01-01"), np.datetime64("2022-07-01")
    earlier = rows.vaga_codigo[rows.data_candidatura < first]
    within = (rows.data_candidatura >= first) & (rows.data_candidatura < end)
    assert windows["2022-01-01 to 2022-06-30"] == (within & ~np.isin(rows.vaga_codigo, earlier)).sum()
    assert 4 <= len(windows) <= 5, "the last has few rows, or none of a new vaga"


def test_the_clean_stratum_is_of_the_rows_that_hold_all_its_conditions(
    found: SplitEvaluation, rows: GoldRows
) -> None:
    here = (rows.features[:, -1] >= 5.0) & (rows.texts[:, 0] == "recife") & (rows.texts[:, 1] != "estagiario")
    assert CLEAN.rows(rows, PAIRS.rules).tolist() == here.tolist()
    assert found.clean[0].quality.rows == here.sum() > 0
    assert found.clean[1].quality.rows < found.later.quality.rows


def test_lines_and_json_tell_the_same(found: SplitEvaluation) -> None:
    lines = splits_lines(found, replace(PAIRS, clean=CLEAN))
    assert lines[1].startswith("  grouped by vaga: ")
    assert "without columns of people 0." in lines[1]
    assert "  clean stratum (managers in Recife):" in lines
    first = found.grouped[0]
    one = replace(found, grouped=(replace(first, quality=replace(first.quality, rows=1)),))
    assert splits_lines(one, PAIRS)[1].startswith("  grouped by vaga: 1 row, ")
    document = json.loads(json.dumps(splits_json(found, replace(PAIRS, clean=CLEAN))))
    assert document["clean_stratum"]["pt"] == "gerentes em Recife"
    assert document["grouped"][0]["quality"]["rows"] == found.grouped[0].quality.rows


def test_of_people_alone_there_is_nothing_without_people_and_no_stratum() -> None:
    world = certified_world()
    evaluate = EvaluateSplits(gold=world.store.gold(GOLD, CANDIDATE), trainer=LightGbmTrainer())
    found = evaluate(world.trained.version, CANDIDATE)
    assert found.clean == ()
    assert {each.without_people for each in (*found.grouped, *found.windows, found.later)} == {None}
    assert "without" not in "".join(splits_lines(found, CANDIDATE))
    assert splits_json(found, CANDIDATE)["clean_stratum"] is None


def test_without_days_nothing_is_newer(tmp_path: Path) -> None:
    rows = some_pairs(300)
    undated = replace(rows, data_candidatura=np.full(len(rows), np.datetime64("NaT"), "datetime64[D]"))
    found = evaluated(undated, PAIRS, tmp_path)
    assert (found.later, found.all_later, found.windows, found.years, found.clean) == (None, None, (), (), ())
    assert rows_of(found.grouped) == 2 * len(rows)


def test_the_stratum_of_the_profile_that_reads_vagas_is_of_columns_that_it_has() -> None:
    names = {rule.feature for rule in CANDIDATE_VAGA.rules}
    clean = CANDIDATE_VAGA.clean
    assert {*clean.at_least, *clean.equal, *clean.without} <= names
    texts = len(CANDIDATE_VAGA.texts)
    assert clean.rows(GoldRows.none(len(names) - texts, texts), CANDIDATE_VAGA.rules).tolist() == []
