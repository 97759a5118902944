"""What holds for every record, whatever stands in it."""

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.features import FEATURES, RULES, Rule, features_of
from hiring.domain.features.kinds import Flag
from tests.unit.domain.features.cases_keywords import KEYWORDS
from tests.unit.domain.records import CV, PATHS, SKILLS, an_applicant
from tests.unit.domain.strategies import FRAGMENTS, applicants, many, odd_applicants, some

BLOCK = 512
GROUP = 1 << 18

Record = dict[str, object]


def one_by_one(records: list[Record]) -> np.ndarray:
    return np.vstack([features_of([record]) for record in records])


def columns(prefix: str) -> list[int]:
    return [place for place, name in enumerate(FEATURES) if name.startswith(prefix)]


def a_random_text(chance: random.Random, most: int) -> str:
    return "".join(chance.choices(FRAGMENTS, k=chance.randint(0, most)))


def a_random_applicant(chance: random.Random, cv: str = "") -> Record:
    fields = {path: a_random_text(chance, 6) for path in PATHS if chance.random() < 0.7}
    return an_applicant(fields | {CV: cv or a_random_text(chance, 40)})


@some
@given(st.lists(applicants, min_size=1, max_size=8))
def test_a_batch_equals_one_by_one(records: list[Record]) -> None:
    np.testing.assert_array_equal(features_of(records), one_by_one(records))


@some
@given(st.lists(odd_applicants, min_size=1, max_size=6))
def test_nothing_in_a_record_can_make_it_fail(records: list[Record]) -> None:
    values = features_of(records)

    np.testing.assert_array_equal(values, one_by_one(records))
    salaries = values[:, FEATURES.index("salario_valor")]
    assert np.all(np.isnan(salaries) | ((salaries >= 300) & (salaries <= 100_000)))
    flags = [place for place, rule in enumerate(RULES) if isinstance(rule.kind, Flag)]
    assert set(values[:, flags].ravel().tolist()) <= {0.0, 1.0}


def test_a_batch_of_more_than_two_blocks_equals_one_by_one() -> None:
    chance = random.Random(1)
    records = [a_random_applicant(chance) for _ in range(2 * BLOCK + 1)]

    np.testing.assert_array_equal(features_of(records), one_by_one(records))


def test_texts_longer_than_what_is_coded_at_once_equal_one_by_one() -> None:
    chance = random.Random(2)
    filler = "relatórios mensais • " * (GROUP // 20)
    cvs = [
        f"{filler[: GROUP + cut]}{planted}"
        for cut in (-2, -1, 0, 1)
        for planted in ("SAP", "ﬁ kpi", "Excel avançado")
    ]
    records = [a_random_applicant(chance, cv) for cv in ("SAP", *cvs, "x" * (3 * GROUP), "KPI", *cvs)]

    np.testing.assert_array_equal(features_of(records), one_by_one(records))


def test_a_keyword_at_the_edge_of_a_block_is_found_in_its_own_record_alone() -> None:
    records: list[Record] = [{} for _ in range(3 * BLOCK)]
    edges = [0, BLOCK - 1, BLOCK, 2 * BLOCK - 1, 2 * BLOCK, 3 * BLOCK - 1]
    for place in edges:
        records[place] = an_applicant({CV: "SAP"})

    assert np.flatnonzero(features_of(records)[:, FEATURES.index("cv_sap")]).tolist() == edges


def test_no_records_give_no_rows() -> None:
    assert features_of([]).shape == (0, len(FEATURES))


@many
@given(odd_applicants)
def test_language_levels_sum_to_one_and_schooling_to_at_most_one(record: Record) -> None:
    row = features_of([record])[0]

    assert row[columns("ingl_")].sum() == 1
    assert row[columns("esp_")].sum() == 1
    assert row[columns("esc_")].sum() <= 1


@some
@given(applicants, applicants, applicants)
def test_a_rule_reads_only_its_own_record(before: Record, record: Record, after: Record) -> None:
    np.testing.assert_array_equal(features_of([before, record, after])[1], features_of([record])[0])


def test_no_word_or_phrase_is_made_of_two_neighbours() -> None:
    halves = [(fields, feature) for feature, fields, expected in KEYWORDS if expected]
    for fields, feature in halves:
        place = FEATURES.index(feature)
        for path, text in fields.items():
            assert isinstance(text, str)
            for cut in range(1, len(text)):
                pair = [an_applicant({path: text[:cut]}), an_applicant({path: text[cut:]})]
                together, alone = features_of(pair), one_by_one(pair)
                assert together[:, place].tolist() == alone[:, place].tolist(), (feature, text, cut)


@some
@given(applicants, applicants, st.sampled_from(RULES))
def test_a_rule_reads_only_the_fields_that_it_names(mine: Record, other: Record, rule: Rule) -> None:
    place = FEATURES.index(rule.feature)
    mixed = an_applicant({path: value_at(mine if path in rule.reads else other, path) for path in PATHS})

    np.testing.assert_array_equal(features_of([mixed])[0, place], features_of([mine])[0, place])


def value_at(record: Record, path: str) -> object:
    section, _, name = path.partition(".")
    if not name:
        return record.get(section)
    fields = record.get(section, {})
    assert isinstance(fields, dict)
    return fields.get(name)


def test_the_records_are_left_as_they_were() -> None:
    record = an_applicant({CV: "SAP", SKILLS: "KPI"})
    features_of([record])

    assert record == an_applicant({CV: "SAP", SKILLS: "KPI"})
