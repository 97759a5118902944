"""The contract, case by case: one feature, the few fields that matter, the value it must have."""

from math import isnan, nan

import numpy as np
import pytest

from hiring.domain.features import FEATURES, RULES, Rule, features_of
from tests.unit.domain.features.cases_contact import CONTACT
from tests.unit.domain.features.cases_education import EDUCATION, SCHOOL_LEVELS, SCHOOLING
from tests.unit.domain.features.cases_keywords import KEYWORDS
from tests.unit.domain.features.cases_salary import SALARY
from tests.unit.domain.records import PATHS, SCHOOL, an_applicant

CASES: list[tuple[str, dict[str, object], float]] = [*CONTACT, *EDUCATION, *KEYWORDS, *SALARY]

ABSENT = dict.fromkeys(FEATURES, 0.0) | {"ingl_nenhum": 1.0, "esp_nenhum": 1.0, "salario_valor": nan}

WRONG_TYPES: list[object] = [
    None,
    True,
    False,
    0,
    12345678,
    3500.0,
    nan,
    [],
    ["ana@empresa.com"],
    {},
    {"x": "TI"},
]


def value_of(feature: str, record: dict[str, object]) -> float:
    return float(features_of([record])[0, FEATURES.index(feature)])


def the_same(a: float, b: float) -> bool:
    return a == b or (isnan(a) and isnan(b))


@pytest.mark.parametrize(
    ("feature", "fields", "expected"),
    CASES,
    ids=[f"{feature}-{n}" for n, (feature, _, _) in enumerate(CASES)],
)
def test_a_feature_has_the_value_that_the_contract_gives_it(
    feature: str, fields: dict[str, object], expected: float
) -> None:
    assert the_same(value_of(feature, an_applicant(fields)), expected), (feature, fields, expected)


def test_all_cases_at_once_give_the_same_values_as_one_by_one() -> None:
    batch = features_of([an_applicant(fields) for _, fields, _ in CASES])

    wrong = [
        case
        for case, row in zip(CASES, batch, strict=True)
        if not the_same(float(row[FEATURES.index(case[0])]), case[2])
    ]
    assert wrong == []


@pytest.mark.parametrize("rule", RULES, ids=FEATURES)
def test_every_rule_has_cases_on_both_sides_and_for_each_field_it_reads(rule: Rule) -> None:
    mine = [(fields, expected) for feature, fields, expected in CASES if feature == rule.feature]
    there = [expected for _, expected in mine if expected and not isnan(expected)]
    not_there = [expected for _, expected in mine if not expected or isnan(expected)]

    assert there
    assert len(not_there) >= 2
    assert set(rule.reads) <= {path for fields, _ in mine for path in fields}


@pytest.mark.parametrize("rule", RULES, ids=FEATURES)
def test_a_field_of_a_wrong_type_counts_as_absent(rule: Rule) -> None:
    for wrong in WRONG_TYPES:
        record = an_applicant(dict.fromkeys(PATHS, wrong))
        assert the_same(value_of(rule.feature, record), ABSENT[rule.feature]), wrong


@pytest.mark.parametrize("wrong", [*WRONG_TYPES, "TI ana@empresa.com 12345678"], ids=repr)
def test_a_section_that_is_not_an_object_counts_as_absent(wrong: object) -> None:
    sections = {path.partition(".")[0] for path in PATHS} - {"cv_pt"}

    row = features_of([dict.fromkeys(sections, wrong)])[0]

    np.testing.assert_array_equal(row, [ABSENT[feature] for feature in FEATURES])


def test_an_empty_record_has_no_languages_no_salary_and_nothing_else() -> None:
    np.testing.assert_array_equal(features_of([{}])[0], [ABSENT[feature] for feature in FEATURES])


@pytest.mark.parametrize("text", ["", "-", " ", " -\n", "\u00a0"], ids=repr)
def test_blank_fields_are_absent_fields(text: str) -> None:
    record = an_applicant(dict.fromkeys(PATHS, text))

    np.testing.assert_array_equal(features_of([record])[0], [ABSENT[feature] for feature in FEATURES])


@pytest.mark.parametrize(("text", "level"), SCHOOLING, ids=repr)
def test_schooling_has_at_most_one_level(text: object, level: str | None) -> None:
    row = features_of([an_applicant({SCHOOL: text})])[0]

    ones = [name for name in SCHOOL_LEVELS if row[FEATURES.index(f"esc_{name}")]]
    assert ones == ([] if level is None else [level])
