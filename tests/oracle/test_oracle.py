# ruff: noqa: RUF001 - look-alike characters are the subject
"""The oracle against cases worked out by hand from the contract's words, and mutants against themselves."""

import json
import math
from collections.abc import Mapping
from itertools import islice

import pytest

from tests.oracle.contract_v1 import FEATURES, Record, code_of, features, fold
from tests.oracle.golden_cases import CASES
from tests.oracle.mutants import applicants, around, around_again


def a_record(texts: Mapping[str, object]) -> Record:
    """An applicant with nothing but these fields; a path without a dot is a top-level key."""
    record: Record = {}
    for path, value in texts.items():
        section, dot, field = path.partition(".")
        if not dot:
            record[section] = value
            continue
        fields = record.setdefault(section, {})
        assert isinstance(fields, dict)
        fields[field] = value
    return record


def same(left: float, right: float) -> bool:
    return left == right or (math.isnan(left) and math.isnan(right))


@pytest.mark.parametrize(("feature", "texts", "expected"), CASES)
def test_a_feature_is_what_an_analyst_reads_in_the_contract(
    feature: str, texts: dict[str, object], expected: float
) -> None:
    assert same(features(a_record(texts))[feature], expected)


def test_every_feature_has_a_case_worked_by_hand() -> None:
    assert set(FEATURES) - {feature for feature, _, _ in CASES} == {
        "esp_nenhum",
        "esp_intermediario",
        "esp_avancado",
    }  # they share their rule with English


def test_an_empty_record_has_all_features_in_order_and_no_languages() -> None:
    found = features({})
    assert tuple(found) == FEATURES
    assert {name for name, value in found.items() if value == 1.0} == {"ingl_nenhum", "esp_nenhum"}
    assert math.isnan(found["salario_valor"])


def test_a_record_that_is_not_an_object_has_no_features() -> None:
    with pytest.raises(TypeError, match="reject"):
        features([])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Ação \n\t E\u0301  ", "acao e"),
        ("Straße ẞ ΣΊΣΥΦΟΣ", "strasse ss σισυφοσ"),
        ("İı ŉ ﬁ ™ ª½º", "iı ʼn fi tm a1⁄2o"),
        ("ｋｐｉ\u3000\u00a0\x1c\x85x", "kpi x"),
        ("a\u00adb\u200bc\ufe0fd", "a\u00adb\u200bc\ufe0fd"),
        ("ꭰ", "Ꭰ"),  # Cherokee folds to its capitals
        ("한", "\u1112\u1161\u11ab"),  # Hangul comes apart into letters that combine with nothing
        ("x´y", "x y"),
        ("\u0488", "\u0488"),  # an enclosing mark whose combining class is 0
    ],
)
def test_folding_keeps_what_the_contract_keeps(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("31000", 31000),
        ("-5", -5),
        ("007", 7),
        ("-0", 0),
        ("9007199254740991", 2**53 - 1),
        ("9007199254740992", None),
        ("-9007199254740991", 1 - 2**53),
        ("-9007199254740992", None),
        ("9223372036854775807", None),
        ("-9223372036854775808", None),
        ("0" * 5000 + "1", 1),
        ("9" * 5000, None),
        *(
            (key, None)
            for key in ("", "-", "+5", " 5", "5\n", "5.0", "1e3", "1_000", "--5", "٣", "５", "²", "x")
        ),
    ],
)
def test_a_code_is_an_ascii_integer_within_53_bits(key: str, code: int | None) -> None:
    assert code_of(key) == code


def test_mutants_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    first = list(applicants(7, 50))
    assert first == list(applicants(7, 50))
    assert first == list(islice(applicants(7, 80), 50))
    assert first != list(applicants(8, 50))


def test_mutants_are_json_that_every_store_accepts() -> None:
    for record in applicants(1, 1000):
        written = json.dumps(record, ensure_ascii=False, allow_nan=False)
        assert json.loads(written.encode()) == record  # a lone surrogate would not encode
        assert "\\u0000" not in written


def test_mutants_with_faults_hold_surrogates_and_nulls() -> None:
    written = "".join(json.dumps(record) for record in applicants(1, 300, surrogates=True))
    assert "\\u0000" in written
    assert "\\ud800" in written


def test_mutants_make_every_feature_true_and_false() -> None:
    found = [features(record) for record in applicants(1, 1500)]
    for feature in FEATURES:
        values = {value for row in found if not math.isnan(value := row[feature])}
        assert len(values) > 40 if feature == "salario_valor" else values == {0.0, 1.0}, feature


def test_mutants_of_languages_have_exactly_one_level() -> None:
    for record in applicants(2, 300):
        found = features(record)
        for name in ("ingl_", "esp_"):
            assert sum(value for feature, value in found.items() if feature.startswith(name)) == 1.0
        assert sum(value for feature, value in found.items() if feature.startswith("esc_")) <= 1.0


def test_a_sweep_reads_the_character_where_it_matters() -> None:
    space, letter = features(around(" ")), features(around("x"))
    assert [space[name] for name in ("cv_sap", "cv_excel_avancado", "esc_medio", "titulo_dados_bi")] == [
        1.0
    ] * 4
    assert [letter[name] for name in ("cv_sap", "cv_excel_avancado", "esc_medio", "titulo_dados_bi")] == [
        0.0
    ] * 4
    assert features(around_again("."))["salario_valor"] == 3500.0
