"""Rows that say something about each other are never on both sides of a split."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.features import CANDIDATE
from hiring.domain.records import GoldRows
from hiring.domain.training.partition import Part, Partition, one_row_each
from hiring.domain.training.units import Unit, unit_of
from tests.contracts.pairs import PAIRS
from tests.unit.application.pair_gold import some_pairs
from tests.unit.domain.strategies import some

UNITS = list(Unit)


def rows_of(pairs: list[tuple[int, int]]) -> GoldRows:
    people, vagas = np.array(pairs, np.int64).reshape(-1, 2).T
    return GoldRows(
        codigo_profissional=people,
        vaga_codigo=vagas,
        data_candidatura=np.full(len(pairs), "2024-01-01", "datetime64[D]"),
        features=np.zeros((len(pairs), 1)),
        status_label=[""] * len(pairs),
        target=np.zeros(len(pairs), np.int64),
    )


some_rows = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=40, unique=True).map(rows_of)


def test_a_profile_of_people_is_split_by_person_and_one_that_reads_vagas_by_vaga() -> None:
    assert unit_of(CANDIDATE) is Unit.PERSON
    assert unit_of(PAIRS) is Unit.VAGA


@pytest.mark.parametrize("unit", UNITS)
@some
@given(rows=some_rows, seed=st.integers(0, 99))
def test_no_unit_is_in_two_parts_or_in_two_folds(unit: Unit, rows: GoldRows, seed: int) -> None:
    for split in (unit.parts(rows, str(seed)), unit.folds(rows, folds=3, seed=seed)):
        pairs = set(zip(unit.keys(rows).tolist(), split.tolist(), strict=True))
        assert len(pairs) == len(set(unit.keys(rows).tolist()))


@some
@given(rows=some_rows, seed=st.integers(0, 99))
def test_a_part_of_vagas_is_judged_by_one_row_each_of_people_whom_the_model_has_not_seen(
    rows: GoldRows, seed: int
) -> None:
    parts = Unit.VAGA.parts(rows, str(seed))
    seen = set(rows.codigo_profissional[np.isin(parts, (Part.FIT, Part.CALIBRATE))].tolist())
    for part in (Part.THRESHOLD, Part.TEST):
        judged = Unit.VAGA.judged(rows, parts, part, seed)
        assert len(set(judged.vaga_codigo.tolist())) == len(judged)
        assert not seen & set(judged.codigo_profissional.tolist())
        own = rows.take(np.flatnonzero(parts == part))
        left = {
            vaga
            for person, vaga in zip(own.codigo_profissional.tolist(), own.vaga_codigo.tolist(), strict=True)
            if person not in seen
        }
        assert set(judged.vaga_codigo.tolist()) == left, "a vaga with anybody left judges"


def test_people_are_split_as_ever() -> None:
    rows, salt = some_pairs(), "s"
    parts = Unit.PERSON.parts(rows, salt)
    np.testing.assert_array_equal(parts, Partition(salt).parts(rows.codigo_profissional))
    members = rows.take(np.flatnonzero(parts == Part.TEST))
    expected = members.take(one_row_each(members.codigo_profissional, 3))
    judged = Unit.PERSON.judged(rows, parts, Part.TEST, 3)
    np.testing.assert_array_equal(judged.features, expected.features)
    assert not Unit.PERSON.known(rows, parts).any()


def test_what_the_past_has_not_seen_is_new_by_its_unit() -> None:
    past, later = rows_of([(1, 10), (2, 10)]), rows_of([(1, 10), (1, 20), (3, 10), (3, 20)])
    assert Unit.PERSON.unseen(later, past).tolist() == [False, False, True, True]
    assert Unit.VAGA.unseen(later, past).tolist() == [False, True, False, True]
