"""Which decided row of a person in a vaga counts, and what it is joined with."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.gold import GoldCounts, deciding_rows, join_gold
from hiring.domain.records import FeatureRows, GoldRows, LabelRows
from tests.unit.domain.strategies import some


class Label(NamedTuple):
    """One decided prospect; days are counted from 2020-01-01."""

    vaga: int
    person: int
    day: int | None
    target: int = 0


def as_day(day: int | None) -> np.datetime64:
    if day is None:
        return np.datetime64("NaT", "D")
    return np.datetime64("2020-01-01", "D") + np.timedelta64(day, "D")


def labels_of(*labels: Label) -> LabelRows:
    count = len(labels)
    return LabelRows(
        vaga_codigo=np.array([label.vaga for label in labels], np.int64),
        codigo_profissional=np.array([label.person for label in labels], np.int64),
        position=np.arange(1, count + 1),
        data_candidatura=np.array([as_day(n) for n in range(count)], "datetime64[D]"),
        ultima_atualizacao=np.array([as_day(label.day) for label in labels], "datetime64[D]"),
        status_label=["Aprovado" if label.target else "Recusado" for label in labels],
        target=np.array([label.target for label in labels], np.int64),
    )


def features_for(*people: int) -> FeatureRows:
    """Two features a person, which tell whose they are."""
    codes = np.array(people, np.int64)
    return FeatureRows(codigo_profissional=codes, features=np.column_stack([codes * 10.0, codes * -1.0]))


def join(labels: LabelRows, *chunks: FeatureRows) -> tuple[GoldRows, GoldCounts]:
    return join_gold(labels, chunks, 2)


@pytest.mark.parametrize(
    ("labels", "counting"),
    [
        ([], []),
        ([Label(1, 7, 0)], [0]),
        ([Label(1, 7, 0), Label(1, 7, 5)], [1]),
        ([Label(1, 7, 5), Label(1, 7, 0)], [0]),
        ([Label(1, 7, 5), Label(1, 7, 5)], [1]),  # of equal days the later in the export
        ([Label(1, 7, None), Label(1, 7, None)], [1]),
        ([Label(1, 7, -20_000), Label(1, 7, None)], [0]),  # an unknown day is before every other
        ([Label(1, 7, None), Label(1, 7, -20_000)], [1]),
        ([Label(1, 7, 0), Label(2, 7, 0)], [0, 1]),  # one person in two vagas stays twice
        ([Label(1, 8, 0), Label(1, 7, 0)], [1, 0]),  # ordered by person
        ([Label(2, 7, 0), Label(1, 7, 0)], [1, 0]),  # then vaga
        ([Label(2, 7, 9), Label(1, 8, 0), Label(2, 7, 1), Label(1, 7, 3)], [3, 0, 1]),
    ],
)
def test_of_a_person_in_a_vaga_the_latest_update_counts(labels: Sequence[Label], counting: list[int]) -> None:
    assert deciding_rows(labels_of(*labels)).tolist() == counting


def test_days_are_compared_in_whatever_unit_they_come() -> None:
    rows = labels_of(Label(1, 7, 1), Label(1, 7, None), Label(1, 7, 0))
    in_seconds = replace(rows, ultima_atualizacao=rows.ultima_atualizacao.astype("datetime64[s]"))

    assert deciding_rows(in_seconds).tolist() == [0]


def test_gold_carries_the_label_and_the_features_of_its_person() -> None:
    labels = labels_of(Label(2, 7, 9, target=1), Label(1, 8, 0), Label(2, 7, 1), Label(1, 7, 3))

    gold, counts = join(labels, features_for(7, 8))

    assert gold.codigo_profissional.tolist() == [7, 7, 8]
    assert gold.vaga_codigo.tolist() == [1, 2, 1]
    assert gold.features.tolist() == [[70.0, -7.0], [70.0, -7.0], [80.0, -8.0]]
    assert gold.status_label == ["Recusado", "Aprovado", "Recusado"]
    assert gold.target.tolist() == [0, 1, 0]
    np.testing.assert_array_equal(gold.data_candidatura, labels.data_candidatura[[3, 0, 1]])
    assert counts == GoldCounts(labelled=4, gold=3, superseded=1, applicant_unknown=0)


def test_a_person_without_features_is_counted_and_left_out() -> None:
    gold, counts = join(labels_of(Label(1, 7, 0), Label(1, 9, 0), Label(1, 9, 1)), features_for(7))

    assert gold.codigo_profissional.tolist() == [7]
    assert counts == GoldCounts(labelled=3, gold=1, superseded=1, applicant_unknown=1)


def test_features_may_come_in_any_order_and_in_any_chunks() -> None:
    labels = labels_of(*(Label(1, person, 0) for person in (3, 1, 2, 9)))
    whole, counts = join(labels, features_for(1, 2, 3, 4))

    for chunks in ([features_for(4, 3, 2, 1)], [features_for(4), features_for(3, 1), features_for(2)]):
        gold, same = join(labels, *chunks)
        np.testing.assert_array_equal(gold.features, whole.features)
        assert same == counts


def test_without_features_nobody_is_known() -> None:
    gold, counts = join(labels_of(Label(1, 7, 0)))

    assert gold.features.shape == (0, 2)
    assert counts == GoldCounts(labelled=1, gold=0, superseded=0, applicant_unknown=1)


def test_without_labels_there_is_no_gold() -> None:
    gold, counts = join(labels_of(), features_for(7))

    assert len(gold) == 0
    assert counts == GoldCounts(labelled=0, gold=0, superseded=0, applicant_unknown=0)


def test_an_unknown_salary_stays_unknown() -> None:
    features = FeatureRows(codigo_profissional=np.array([7]), features=np.array([[np.nan, 1.0]]))

    gold, counts = join(labels_of(Label(1, 7, 0)), features)

    np.testing.assert_array_equal(gold.features, [[np.nan, 1.0]])
    assert counts.gold == 1


codes = st.integers(1, 4) | st.sampled_from([-(2**63), 2**63 - 1, 0])
any_labels = st.lists(
    st.builds(Label, codes, codes, st.none() | st.integers(-3, 3), st.integers(0, 1)), max_size=25
)


@some
@given(any_labels, st.lists(codes, unique=True, max_size=6), st.integers(1, 3))
def test_gold_is_what_a_dictionary_keyed_by_person_and_vaga_would_hold(
    labels: list[Label], known: list[int], chunk: int
) -> None:
    latest: dict[tuple[int, int], Label] = {}
    for label in labels:
        before = latest.get((label.person, label.vaga))
        if before is None or before.day is None or (label.day is not None and label.day >= before.day):
            latest[label.person, label.vaga] = label
    expected = [latest[key] for key in sorted(latest) if key[0] in known]

    chunks = [features_for(*known[start : start + chunk]) for start in range(0, len(known), chunk)]
    gold, counts = join(labels_of(*labels), *chunks)

    assert gold.vaga_codigo.tolist() == [label.vaga for label in expected]
    assert gold.codigo_profissional.tolist() == [label.person for label in expected]
    assert gold.target.tolist() == [label.target for label in expected]
    np.testing.assert_array_equal(gold.features[:, 0], gold.codigo_profissional * 10.0)
    assert counts == GoldCounts(
        labelled=len(labels),
        gold=len(expected),
        superseded=len(labels) - len(latest),
        applicant_unknown=len(latest) - len(expected),
    )
    assert counts.labelled == counts.gold + counts.superseded + counts.applicant_unknown
