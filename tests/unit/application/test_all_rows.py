"""A promise counts one row a person or vaga; what all their rows come to is counted beside."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from hiring.adapters.learning.fitting.trainer import LightGbmModel, LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.store import MemoryStore
from hiring.application.reporting.evaluate_model import EvaluateModel, ModelEvaluation
from hiring.application.training.certify import Promises, certify, judge_promises
from hiring.application.training.splits import training_examples
from hiring.application.training.train_model import TrainedModel, TrainModel
from hiring.domain.errors import ModelMissing
from hiring.domain.records import Bools, GoldRows
from hiring.domain.training.partition import Part
from hiring.domain.training.threshold import Certified, SelectedRows
from hiring.domain.training.units import Unit
from hiring.entrypoints.cli.output.evaluation import evaluation_json, evaluation_lines
from hiring.entrypoints.cli.output.promises import promise_lines
from hiring.training_json import decode_record, encode_record
from tests.contracts.builders import NOON
from tests.contracts.pairs import PAIRS
from tests.unit.application.pair_gold import FIRST, some_pairs, stored

BIG = 8


def crowds(unit: Unit, *, seed: int = 1) -> GoldRows:
    """Every other person, or vaga, has eight rows and not one; a flag says who is hired often.

    Of those, whoever has one row is hired with a chance of 0.99, and otherwise each row with one of 0.80.
    """
    chance = np.random.default_rng(seed)
    size = np.where(np.arange(1_200) % 2, BIG, 1)
    one = np.repeat(np.arange(len(size)), size)
    often = (chance.random(len(size)) < 0.5)[one]
    high = np.where(size[one] == 1, 0.99, 0.80)
    hired = chance.random(len(one)) < np.where(often, high, 0.02)
    many = np.arange(len(one))
    rows = GoldRows(
        codigo_profissional=one + 1,
        vaga_codigo=many + 1,
        data_candidatura=np.full(len(one), FIRST),
        features=np.column_stack([often, chance.random(len(one))]).astype(np.float64),
        status_label=["Aprovado"] * len(one),
        target=hired.astype(np.int64),
    )
    if unit is Unit.PERSON:
        return rows
    return replace(rows, codigo_profissional=rows.vaga_codigo, vaga_codigo=rows.codigo_profissional)


def fitted(rows: GoldRows, unit: Unit) -> LightGbmModel:
    parts = unit.parts(rows, "s")
    fit, calibrate = (training_examples(rows, parts == part, unit) for part in (Part.FIT, Part.CALIBRATE))
    return LightGbmTrainer().fit(fit, calibrate, columns=("tem_email", "salario_valor"), seed=1)


def promised(model: LightGbmModel, rows: GoldRows, unit: Unit) -> Promises:
    return certify(model, rows, unit.parts(rows, "s"), unit=unit, min_precision=0.8, seed=1)


def counts(rows: GoldRows, chosen: Bools) -> tuple[int, int, int]:
    return len(rows), int(chosen.sum()), int(rows.target[chosen].sum())


@pytest.mark.parametrize("unit", Unit)
def test_all_rows_are_counted_beside_one_each(unit: Unit) -> None:
    rows = crowds(unit)
    model = fitted(rows, unit)
    promises = promised(model, rows, unit)
    part = rows.take(np.flatnonzero(unit.parts(rows, "s") == Part.THRESHOLD))
    scores = model.score(part.features)
    assert isinstance(promises.precision, Certified)
    found = promises.precision.evidence
    beside = found.all_rows
    assert (beside.rows, beside.selected, beside.hired) == counts(part, scores >= found.threshold)
    assert promises.precision.people == len(np.unique(unit.keys(part))) < beside.rows
    assert found.hired / found.selected > 0.87
    assert beside.hired / beside.selected < 0.84
    low = promises.exclusion.evidence
    beside = low.all_rows
    assert (beside.rows, beside.selected, beside.hired) == counts(part, scores <= low.threshold)
    assert beside.selected > low.excluded


@pytest.mark.parametrize("unit", Unit)
def test_so_are_those_that_came_later_and_no_verdict_depends_on_them(unit: Unit) -> None:
    rows, later = crowds(unit), crowds(unit, seed=2)
    model = fitted(rows, unit)
    past = promised(model, rows, unit)
    judged = judge_promises(past, model, later, unit=unit, seed=1, cut="2022-01-01")
    scores = model.score(later.features)
    precision, exclusion = judged.precision, judged.exclusion
    at, up_to = past.precision.evidence.threshold, past.exclusion.evidence.threshold
    beside = precision.all_rows
    assert (beside.rows, beside.selected, beside.hired) == counts(later, scores >= at)
    assert precision.hired / precision.selected - beside.hired / beside.selected > 0.04
    beside = exclusion.all_rows
    assert (beside.rows, beside.selected, beside.hired) == counts(later, scores <= up_to)
    one_each = unit.one_row_each(later, 1)
    assert judge_promises(past, model, one_each, unit=unit, seed=1, cut="2022-01-01") == replace(
        judged,
        precision=replace(precision, all_rows=replace(precision.all_rows, **_counts_of(precision, one_each))),
        exclusion=replace(exclusion, all_rows=replace(exclusion.all_rows, **_counts_of(exclusion, one_each))),
    )


def _counts_of(judgement: object, rows: GoldRows) -> dict[str, int]:
    return {"rows": len(rows), "selected": judgement.selected, "hired": judgement.hired}


@dataclass(frozen=True)
class Trained:
    found: TrainedModel
    evaluation: ModelEvaluation


def crowded_pairs() -> GoldRows:
    """Vagas for managers and trainees hire often, but less where they have many rows; no feature says so."""
    rows = some_pairs(1_500)
    _, vaga, size = np.unique(rows.vaga_codigo, return_inverse=True, return_counts=True)
    often = np.isin(rows.texts[:, 1], ["gerente", "estagiario"])
    chances = np.where(often, np.where(size[vaga] <= 2, 0.98, 0.6), 0.15)
    hired = np.random.default_rng(3).random(len(rows)) < chances
    return replace(rows, target=hired.astype(np.int64))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    def nothing_serves() -> None:
        raise ModelMissing("m")

    store = MemoryStore(salt="s")
    models = FileModelStore(tmp_path_factory.mktemp("m") / "pairs.joblib", profile=PAIRS)
    gold = stored(store, crowded_pairs())
    train = TrainModel(
        gold=gold, trainer=LightGbmTrainer(), models=models, registry=store.registry, clock=FixedClock(NOON)
    )
    found = train(PAIRS, salt="s", min_precision=0.65, seed=1)
    scorer = models.version(found.version.id)
    evaluate = EvaluateModel(gold=gold, scorer=scorer, serving=nothing_serves)
    return Trained(found, evaluate(PAIRS.learnt(scorer.version.card.encodings)))


def test_the_lines_of_a_version_say_both(trained: Trained) -> None:
    card = trained.found.version.card
    found, later = card.training.certificate.evidence, card.training.in_time.precision.judgement
    first, beside, in_time, beside_later, *_ = promise_lines(card)
    assert f"{found.hired} of the {found.selected} that it selected among" in first
    assert beside == f"  over all {told(found.all_rows, 'decided rows of these vagas')}"
    assert f"and {later.hired} of them ended in a hire" in in_time
    assert beside_later == f"    over all {told(later.all_rows, 'decided rows of these vagas since')}"
    assert found.all_rows.hired / found.all_rows.selected < found.hired / found.selected - 0.05


def told(rows: SelectedRows, of: str) -> str:
    share = rows.hired / rows.selected
    return f"{rows.rows:,} {of}: {rows.hired:,} of {rows.selected:,} selected ended in a hire ({share:.3f})"


def test_an_evaluation_says_both_of_the_rows_that_no_training_has_seen(trained: Trained) -> None:
    rows, evaluation = crowded_pairs(), trained.evaluation
    everything = Unit.VAGA.unknown(rows, Unit.VAGA.parts(rows, "s"), Part.TEST)
    assert evaluation.all_rows.rows == len(everything) > evaluation.people
    lines = evaluation_lines(evaluation)
    (at,) = (place for place, line in enumerate(lines) if line.startswith("  model's own, threshold"))
    assert lines[at + 1] == f"    over all {told(evaluation.all_rows, 'decided rows of these vagas')}"
    document = evaluation_json(evaluation)
    assert document["all_rows"] == {
        "rows": evaluation.all_rows.rows,
        "selected": evaluation.all_rows.selected,
        "hired": evaluation.all_rows.hired,
    }


def test_one_is_told_as_one(trained: Trained) -> None:
    evaluation = trained.evaluation
    year = evaluation.years[0]
    judgement = replace(year.judgement, quality=replace(year.judgement.quality, rows=1, hired=1))
    alone = replace(evaluation, people=1, years=(replace(year, judgement=judgement),))
    lines = "\n".join(evaluation_lines(alone))
    assert "on 1 vaga that no training has seen" in lines
    assert f"  {year.year}: 1 vaga, 100.0% hired" in lines


def test_the_record_keeps_the_counts_and_one_from_before_has_none(trained: Trained) -> None:
    card = trained.found.version.card
    document = encode_record(card.training)
    assert set(document["certificate"]["evidence"]["all_rows"]) == {"rows", "selected", "hired"}
    assert decode_record(document) == card.training
    judged = [document["in_time"][promise]["judgement"] for promise in ("precision", "exclusion")]
    for counted in (document["certificate"]["evidence"], document["exclusion"]["evidence"], *judged):
        counted.pop("all_rows", None)
    older = decode_record(document)
    assert older.certificate.evidence == replace(card.training.certificate.evidence, all_rows=None)
    assert encode_record(older) == document
    lines = promise_lines(replace(card, training=older))
    assert lines == [line for line in promise_lines(card) if "over all" not in line]
