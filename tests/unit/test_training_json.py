"""A training record is the same JSON as ever, whoever wrote it, and no damage in it is more than missing."""

import json
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.evaluation.ordering import OrdersCandidates
from hiring.domain.models import JsonValue
from hiring.domain.training.exclusion import UncertifiedExclusion
from hiring.domain.training.promise_in_time import PromiseInTime, PromiseRequired
from hiring.domain.training.record import ManualThreshold, TrainingRecord
from hiring.domain.training.threshold import Certified, Uncertified
from hiring.domain.training.units import Unit
from hiring.training_json import decode_record, encode_record
from tests.contracts.training_records import RECORDS

CERTIFIED = RECORDS["certified"]
SECTIONS = [field.name for field in fields(TrainingRecord) if field.name != "other"]
LATER = RECORDS["contradicted"]
FULL = {
    **RECORDS["leakage accepted"],
    "manual": RECORDS["manual"]["manual"],
    "exclusion": LATER["exclusion"],
    "in_time": LATER["in_time"],
    "knowledge": RECORDS["of vagas"]["knowledge"],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)


def read(name: str) -> TrainingRecord:
    return decode_record(RECORDS[name])


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_is_written_again_as_it_was_read(name: str) -> None:
    document = RECORDS[name]
    assert json.dumps(encode_record(decode_record(document))) == json.dumps(document, sort_keys=True)


@given(name=st.sampled_from([*SECTIONS, "note"]), value=JSON | st.sampled_from(list(FULL.values())))
def test_so_is_whatever_stands_in_its_place(name: str, value: JsonValue) -> None:
    document = {**FULL, name: value}
    assert encode_record(decode_record(document)) == document


def test_what_training_writes_is_read_whole_and_in_its_order() -> None:
    record = decode_record(FULL)
    assert record.other == {}
    assert list(encode_record(record, sort=False)) == SECTIONS
    assert isinstance(record.certificate.verdict, Certified)
    assert isinstance(read("uncertified").certificate.verdict, Uncertified)
    assert record.out_of_time.intervals["roc_auc"].low < record.out_of_time.quality.roc_auc
    assert record.fitting.trials[0].method == "none"
    assert record.leakage.suspects == ("cv_protheus",)
    assert record.leakage_accepted.reason == "dados conhecidos"
    assert record.manual.threshold == 0.4
    assert record.in_time.required is PromiseRequired.NOT_CONTRADICTED
    assert record.in_time.precision.judgement.verdict is PromiseInTime.CONTRADICTED
    assert isinstance(record.in_time.precision.withdrawn.verdict, Certified)
    assert isinstance(record.exclusion.verdict, UncertifiedExclusion)
    assert record.knowledge.order.verdict is OrdersCandidates.TOO_FEW


def test_a_record_of_vagas_says_so_and_one_of_people_says_nothing_of_them() -> None:
    vagas, people = read("of vagas"), read("certified")
    assert (vagas.unit, people.unit) == (Unit.VAGA, Unit.PERSON)
    assert vagas.rows["fit"].vagas > 0
    assert vagas.leakage.within_vagas.groups > 0
    assert (people.rows["fit"].vagas, people.leakage.within_vagas, people.knowledge) == (None, None, None)
    assert vagas.other == {}


def test_what_older_programs_did_not_write_is_none() -> None:
    first = read("the first")
    assert (first.trained_by, first.fitting, first.out_of_time, first.leakage) == (None, None, None, None)
    assert (first.seed, first.test.rows, first.other) == (20261, 200, {})
    nobody = read("nobody named")
    assert (nobody.trained_by, nobody.other) == (None, {"trained_by": None})
    assert (read("certified").exclusion, read("certified").in_time) == (None, None)
    assert read("nothing") == TrainingRecord()


def test_an_alarm_from_before_there_were_bounds_is_one() -> None:
    record = read("alarm before there were bounds")
    assert record.leakage.alarm
    assert record.leakage.suspects == ("cv_protheus",)
    assert record.leakage.lower_bound is None


def test_what_a_later_program_tells_besides_is_kept() -> None:
    record = read("a later program's")
    assert set(record.other) == {"fairness", "manual", "test"}
    assert record.test.roc_auc == CERTIFIED["test"]["roc_auc"]


def test_another_choice_by_hand_stands_in_the_place_of_one_in_words_of_another_program() -> None:
    theirs = {**CERTIFIED, "manual": {"by": "bia"}}
    ours = ManualThreshold(of="v", threshold=0.3, actor="ana", reason="x", at="2026-11-29T12:00:00+00:00")
    document = encode_record(decode_record(theirs).with_manual(ours))
    assert document == {**CERTIFIED, "manual": encode_record(TrainingRecord(manual=ours))["manual"]}


def test_numpys_floats_are_numbers_and_its_integers_are_a_bug() -> None:
    chosen = ManualThreshold(of="v", threshold=np.quantile([0.1, 0.3], 0.5), actor="ana", reason="x", at="y")
    document = encode_record(TrainingRecord(manual=chosen))
    assert type(document["manual"]["threshold"]) is float
    with pytest.raises(TypeError):
        encode_record(TrainingRecord(seed=np.int64(7)))


@pytest.mark.parametrize("section", [name for name in SECTIONS if name != "leakage"])
@pytest.mark.parametrize("damage", ["x", 1.5, True, [], [1], {}, {"salt": 1}, {"fit": 1}])
def test_a_section_that_is_damaged_is_missing(section: str, damage: JsonValue) -> None:
    record = decode_record({**FULL, section: damage})
    text, counts = section in {"trained_by", "data_fingerprint"}, section == "rows" and damage == {}
    assert getattr(record, section) == (damage if (text and damage == "x") or counts else None)


@pytest.mark.parametrize(
    "inside", [("certificate", "evidence", "threshold"), ("fitting", "trials", 0, "log_loss")]
)
@pytest.mark.parametrize("damage", ["0.5", None, [0.5], True, 10**400])
def test_so_is_one_with_a_wrong_type_deep_inside(inside: tuple[str, ...], damage: JsonValue) -> None:
    document = json.loads(json.dumps(FULL))
    at = document
    for step in inside[:-1]:
        at = at[step]
    at[inside[-1]] = damage
    record = decode_record(document)
    assert getattr(record, inside[0]) is None
    assert encode_record(record) == document


@pytest.mark.parametrize("damage", ["x", 1, [], {}, {"alarm": "no"}, {"alarm": True, "features": 1}])
def test_figures_about_leakage_that_nobody_can_read_are_an_alarm(damage: JsonValue) -> None:
    record = decode_record({**CERTIFIED, "leakage": damage})
    assert record.leakage.alarm
    assert record.leakage.suspects == ()
    assert encode_record(record)["leakage"] == damage
