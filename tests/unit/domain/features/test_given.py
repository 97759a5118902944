"""Features that a caller gives: checked whole, every fault named, no value repeated."""

import json
from collections.abc import Callable
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.errors import InvalidFeatures
from hiring.domain.features import CANDIDATE, FEATURES, features_of
from hiring.domain.features.feature_input import _checked, read_feature_input
from hiring.domain.features.kinds import Flag
from hiring.domain.records import Floats
from tests.unit.domain.strategies import applicants, json_values, many, some

FLAGS = [rule.feature for rule in CANDIDATE.rules if isinstance(rule.kind, Flag)]
FLAG_LIKE = st.sampled_from(
    [0, 1, True, False, 0.0, 1.0, -0.0, 2, None, nan, inf, 300, 1e5, 10**400, "1", [], {}]
)


def all_features(**changes: object) -> dict[str, object]:
    """A whole request: nothing known but what is changed."""
    return {**dict.fromkeys(FEATURES, 0), "ingl_nenhum": 1, "esp_nenhum": 1, "salario_valor": None, **changes}


def row_of(values: dict[str, object], *, missing_is_unknown: bool = False) -> Floats:
    return read_feature_input(values, CANDIDATE, missing_is_unknown=missing_is_unknown)


def faults_of(values: dict[str, object], *, missing_is_unknown: bool = False) -> dict[str, str]:
    with pytest.raises(InvalidFeatures) as refused:
        row_of(values, missing_is_unknown=missing_is_unknown)
    return dict(refused.value.faults)


def test_a_negative_zero_is_a_zero() -> None:
    values = dict.fromkeys(CANDIDATE.features, -0.0) | {"salario_valor": None}
    row = read_feature_input(values, CANDIDATE, missing_is_unknown=False)
    assert not np.signbit(row[row == 0]).any()


def test_features_come_out_in_the_order_of_the_profile_whatever_order_they_came_in() -> None:
    values = all_features(cv_sap=1, salario_valor=3500, tem_email=True, cv_kpi=False)

    row = row_of(dict(reversed(values.items())))

    known = {"cv_sap", "tem_email", "ingl_nenhum", "esp_nenhum"}
    expected = [3500.0 if name == "salario_valor" else float(name in known) for name in FEATURES]
    assert row.tolist() == expected


@some
@given(applicants)
def test_what_the_rules_compute_is_accepted_as_it_is(record: dict[str, object]) -> None:
    computed = features_of([record])[0]
    values: dict[str, object] = dict(zip(FEATURES, computed.tolist(), strict=True))
    if np.isnan(computed[FEATURES.index("salario_valor")]):
        values["salario_valor"] = None

    np.testing.assert_array_equal(row_of(values), computed)


@pytest.mark.parametrize("lenient", [False, True])
def test_an_unknown_salary_is_always_accepted(*, lenient: bool) -> None:
    row = row_of(all_features(salario_valor=None), missing_is_unknown=lenient)

    assert np.isnan(row[FEATURES.index("salario_valor")])


@pytest.mark.parametrize("value", [0, 1, True, False, 0.0, 1.0])
def test_a_flag_is_zero_or_one(value: object) -> None:
    assert row_of(all_features(cv_sap=value))[FEATURES.index("cv_sap")] == value


@pytest.mark.parametrize("value", [2, -1, 0.5, nan, inf, "1", "", [], [1], {}, {"x": 1}, 10**400], ids=repr)
@pytest.mark.parametrize("lenient", [False, True])
def test_any_other_flag_is_a_fault(value: object, *, lenient: bool) -> None:
    assert faults_of(all_features(cv_sap=value), missing_is_unknown=lenient) == {"cv_sap": "must be 0 or 1"}


@pytest.mark.parametrize("value", [300, 300.0, 3500.55, 100_000])
def test_a_salary_within_the_bounds_is_an_amount(value: float) -> None:
    assert row_of(all_features(salario_valor=value))[FEATURES.index("salario_valor")] == value


@pytest.mark.parametrize("value", [True, False, "3500", nan, inf, -inf, [], {}], ids=repr)
def test_a_salary_that_is_no_number_is_a_fault(value: object) -> None:
    assert faults_of(all_features(salario_valor=value)) == {
        "salario_valor": "must be a number, or null for unknown"
    }


@pytest.mark.parametrize("value", [0, -3500, 299.99, 100_000.01, 1e300, 10**400])
def test_a_salary_out_of_bounds_is_a_fault(value: float) -> None:
    assert faults_of(all_features(salario_valor=value)) == {
        "salario_valor": "must be from 300 to 100000 BRL a month, or null for unknown"
    }


def test_all_that_is_missing_is_named_at_once() -> None:
    assert faults_of({}) == dict.fromkeys(FEATURES, "is missing")
    assert list(faults_of({})) == list(FEATURES)


def test_all_that_is_null_is_named_at_once() -> None:
    faults = faults_of(dict.fromkeys(FEATURES))

    assert faults == dict.fromkeys(FLAGS, "is null: give 0 or 1")


def test_what_is_missing_or_null_is_unknown_where_that_is_asked_for() -> None:
    assert np.isnan(row_of({}, missing_is_unknown=True)).all()
    assert np.isnan(row_of(dict.fromkeys(FEATURES), missing_is_unknown=True)).all()


def test_faults_of_all_kinds_are_named_together() -> None:
    values = all_features(cv_sap="sim", tem_email=None, salario_valor=1, desconhecida=1)
    del values["cv_kpi"]

    assert set(faults_of(values)) == {"cv_sap", "tem_email", "salario_valor", "desconhecida", "cv_kpi"}


@pytest.mark.parametrize("beginning", ["ingl_", "esp_", "esc_"])
def test_two_levels_at_once_are_a_fault_of_both(beginning: str) -> None:
    first, second = [name for name in FEATURES if name.startswith(beginning)][:2]

    faults = faults_of(all_features(**{first: 1, second: True}))

    assert faults == dict.fromkeys([first, second], f"only one of {beginning}* can be 1")


def test_two_levels_at_once_are_named_together_with_any_other_fault() -> None:
    faults = faults_of(all_features(ingl_basico=1, cv_sap=7, desconhecida=1))

    assert set(faults) == {"ingl_nenhum", "ingl_basico", "cv_sap", "desconhecida"}


@many
@given(st.dictionaries(st.sampled_from(FEATURES), json_values, max_size=len(FEATURES)))
def test_any_json_is_a_row_or_a_fault(values: dict[str, object]) -> None:
    try:
        row = row_of(values, missing_is_unknown=True)
    except InvalidFeatures as refused:
        assert {name for name, _ in refused.faults} <= set(FEATURES)  # noqa: PT017  # either end is right
    else:
        assert row.shape == (len(FEATURES),)


def test_no_value_is_repeated() -> None:
    secret = "123.456.789-00"
    with pytest.raises(InvalidFeatures) as refused:
        row_of(json.loads(json.dumps(dict.fromkeys(FEATURES, secret))))

    assert secret not in str(refused.value)


@some
@given(
    changes=st.dictionaries(
        st.sampled_from(FEATURES) | st.text(max_size=2), json_values | FLAG_LIKE, max_size=4
    ),
    without=st.lists(st.sampled_from(FEATURES), max_size=1),
    lenient=st.booleans(),
)
def test_the_quick_look_refuses_nothing_else_and_takes_nothing_else(
    changes: dict[str, object], without: list[str], *, lenient: bool
) -> None:
    values = {name: value for name, value in all_features(**changes).items() if name not in without}

    def judged(judge: Callable[..., Floats]) -> object:
        try:
            row = judge(values, CANDIDATE, missing_is_unknown=lenient) + 0.0  # one zero, as it is kept
            return [repr(value) for value in row.tolist()]
        except InvalidFeatures as refused:
            return refused.faults

    assert judged(read_feature_input) == judged(_checked)
