"""A model that reads vagas says what it knows about the person, and is believed only where it is shown."""

from pathlib import Path

import numpy as np
import pytest

from hiring.adapters.learning.fitting.trainer import LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.store import MemoryStore
from hiring.application.training.out_of_fold import RepeatedTraining, can_fit
from hiring.application.training.train_model import TrainedModel, TrainModel
from hiring.domain.evaluation.ordering import OrdersCandidates, first_seen_since
from hiring.domain.records import GoldRows
from hiring.domain.training.units import Unit
from hiring.entrypoints.cli.output.knowledge import knowledge_lines, verdict_words
from hiring.training_json import decode_record, encode_record
from tests.contracts.builders import NOON
from tests.contracts.pairs import FEATURES, PAIRS
from tests.unit.application.pair_gold import some_pairs, stored


def trained(folder: Path, rows: GoldRows) -> TrainedModel:
    store = MemoryStore(salt="s")
    train = TrainModel(
        gold=stored(store, rows),
        trainer=LightGbmTrainer(),
        models=FileModelStore(folder / "pairs.joblib", profile=PAIRS),
        registry=store.registry,
        clock=FixedClock(NOON),
    )
    return train(PAIRS, salt="s", min_precision=0.6, seed=1)


@pytest.fixture(scope="module")
def knowing(tmp_path_factory: pytest.TempPathFactory) -> TrainedModel:
    """Who speaks the English that the vaga asks for is hired sooner."""
    return trained(tmp_path_factory.mktemp("knowing"), some_pairs(1_600, within=2.0))


@pytest.fixture(scope="module")
def ignorant(tmp_path_factory: pytest.TempPathFactory) -> TrainedModel:
    """Titles decide, and nothing about a person."""
    return trained(tmp_path_factory.mktemp("ignorant"), some_pairs(1_600))


def test_an_order_that_is_there_is_proven_and_one_that_is_not_is_not(
    knowing: TrainedModel, ignorant: TrainedModel
) -> None:
    assert knowing.knowledge.order.verdict is OrdersCandidates.PROVEN
    assert ignorant.knowledge.order.verdict is OrdersCandidates.NOT_PROVEN
    assert ignorant.quality.roc_auc > 0.7, "though it ranks vagas well"
    assert ignorant.knowledge.order.later.within_group.groups >= 100


def test_few_later_vagas_prove_nothing(tmp_path: Path) -> None:
    order = trained(tmp_path, some_pairs(500, within=3.0)).knowledge.order
    assert order.verdict is OrdersCandidates.TOO_FEW
    assert verdict_words(order) == f"not proven ({order.later.within_group.groups} of 100 vagas)"


def test_without_the_person_a_model_that_knows_vagas_alone_loses_nothing(
    knowing: TrainedModel, ignorant: TrainedModel
) -> None:
    for found, loses in ((knowing, True), (ignorant, False)):
        without = found.knowledge.without_people
        assert without.columns == 3, "LinkedIn, pay, and the English of both"
        assert without.quality.rows == found.quality.rows
        interval = without.differences["roc_auc"].interval
        assert (interval.low > 0) == loses
        difference = without.differences["roc_auc"].value
        assert difference == pytest.approx(found.quality.roc_auc - without.quality.roc_auc)


def test_the_card_keeps_it_for_serving_and_another_store_reads_it(knowing: TrainedModel) -> None:
    card = knowing.version.card
    assert card.candidate_order == knowing.knowledge.order
    document = encode_record(card.training)
    assert document["knowledge"]["order"]["verdict"] == "proven"
    assert decode_record(document) == card.training


def test_the_figures_are_said_in_words(knowing: TrainedModel) -> None:
    verdict, grouped, later, without = knowledge_lines(knowing.knowledge)
    assert verdict == "orders_candidates: proven"
    assert grouped.startswith("  out of 5 folds of vagas: AUC within vaga and day 0.")
    assert later.startswith(f"  vagas first seen since {knowing.knowledge.since}: ")
    assert without.startswith("  without the 3 columns for which a person's record is read: ROC AUC 0.")
    assert knowledge_lines(None) == []


def test_without_dates_there_is_no_later_vaga(tmp_path: Path) -> None:
    rows = some_pairs(300)
    undated = GoldRows(
        codigo_profissional=rows.codigo_profissional,
        vaga_codigo=rows.vaga_codigo,
        data_candidatura=np.full(len(rows), np.datetime64("NaT"), "datetime64[D]"),
        features=rows.features,
        status_label=rows.status_label,
        target=rows.target,
        texts=rows.texts,
    )
    found = trained(tmp_path, undated).knowledge
    assert found.since is None
    assert found.order.later.within_group.groups == 0
    assert found.order.verdict is OrdersCandidates.TOO_FEW
    assert "no model of the past: AUC within vaga and day cannot say" in knowledge_lines(found)[2]


def test_every_row_is_scored_by_a_model_that_has_not_seen_its_vaga_or_its_person() -> None:
    rows = some_pairs(200)
    again = RepeatedTraining(trainer=LightGbmTrainer(), profile=PAIRS, seed=1, trees=5)
    for unit in Unit:
        found = again.score_out_of_fold(rows, unit)
        assert (found.folds, found.known.all()) == (5, True)
        fold = unit.folds(rows, folds=5, seed=1)
        first, others = np.flatnonzero(fold == 0), np.flatnonzero(fold != 0)
        alone = again.fit_and_score(rows.take(others), rows.take(first))
        np.testing.assert_array_equal(alone.scores, found.scores[first])


def test_the_day_of_application_orders_nobody_once_it_is_frozen() -> None:
    """Later applicants are hired, and only the day tells them apart."""
    rows = some_pairs(300)
    days = rows.features[:, -1]
    hired = (np.random.default_rng(1).random(len(rows)) < 0.1 + 0.07 * days).astype(np.int64)
    numbers = np.zeros_like(rows.features)
    numbers[:, -1] = days
    assert FEATURES[-1] == "dias_aberta"
    known = GoldRows(
        codigo_profissional=rows.codigo_profissional,
        vaga_codigo=rows.vaga_codigo,
        data_candidatura=rows.data_candidatura,
        features=numbers,
        status_label=rows.status_label,
        target=hired,
        texts=np.full(rows.texts.shape, None, np.object_),
    )
    again = RepeatedTraining(trainer=LightGbmTrainer(), profile=PAIRS, seed=1, trees=20)
    found = again.score_out_of_fold(known, Unit.VAGA)
    for vaga in np.unique(known.vaga_codigo):
        assert len(set(found.frozen[known.vaga_codigo == vaga])) == 1
    assert len(set(found.scores)) > 5


def test_a_fold_whose_others_lack_an_outcome_is_not_scored() -> None:
    assert can_fit(np.array([0, 1, 0, 1]))
    assert not can_fit(np.array([1, 1, 1]))
    rows = some_pairs(40)
    one = GoldRows(
        **{
            name: getattr(rows, name)
            for name in ("codigo_profissional", "vaga_codigo", "data_candidatura", "features", "texts")
        },
        status_label=rows.status_label,
        target=np.ones(len(rows), np.int64),
    )
    again = RepeatedTraining(trainer=LightGbmTrainer(), profile=PAIRS, seed=1, trees=5)
    found = again.score_out_of_fold(one, Unit.VAGA)
    assert (found.folds, found.known.any()) == (0, False)


def test_vagas_that_were_seen_before_are_not_later(knowing: TrainedModel) -> None:
    rows = some_pairs(1_600, within=2.0)
    since = first_seen_since(np.datetime64(knowing.knowledge.since), rows.vaga_codigo, rows.data_candidatura)
    both = {
        int(vaga)
        for vaga in np.unique(rows.vaga_codigo[since])
        if len(set(rows.target[rows.vaga_codigo == vaga])) == 2
    }
    assert knowing.knowledge.order.later.within_group.groups == len(both)
