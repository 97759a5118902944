"""The split of people, and the drawing of one row a person."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.training.partition import SHARES, Part, Partition, one_row_each
from tests.unit.domain.strategies import some

PEOPLE = np.arange(1, 100_001)


def part_as_defined(salt: str, person: int) -> Part:
    """In whole hundredths of the first 64 bits of SHA-256, without floating point."""
    point = int.from_bytes(hashlib.sha256(f"{salt},{person}".encode()).digest()[:8], "big") * 100
    for part, upper in ((Part.FIT, 50), (Part.CALIBRATE, 65), (Part.THRESHOLD, 85)):
        if point < upper << 64:
            return part
    return Part.TEST


def test_the_shares_are_those_of_the_contract_and_whole() -> None:
    assert SHARES == {Part.FIT: 0.50, Part.CALIBRATE: 0.15, Part.THRESHOLD: 0.20, Part.TEST: 0.15}
    assert sum(SHARES.values()) == pytest.approx(1.0)


@pytest.mark.parametrize("salt", ["", "a store", "another store"])
def test_each_part_has_its_share_of_people(salt: str) -> None:
    sizes = np.bincount(Partition(salt).parts(PEOPLE), minlength=4) / len(PEOPLE)

    np.testing.assert_allclose(sizes, list(SHARES.values()), atol=0.005)


def test_a_few_people_are_where_they_have_always_been() -> None:
    # Stored models are compared on people that neither has seen: these literals may never change.
    parts = Partition("a store").parts(np.array([1, 2, 3, 10, 31_000, 31_001, 42_482, -1, 2**63 - 1]))

    assert parts.tolist() == [3, 3, 3, 0, 0, 0, 3, 2, 0]


def test_the_part_is_a_function_of_salt_and_person_alone() -> None:
    partition, rng = Partition("a store"), np.random.default_rng(4)
    people = rng.permutation(np.repeat(PEOPLE[:500], 3))

    parts = partition.parts(people)

    assert parts.tolist() == [part_as_defined("a store", person) for person in people.tolist()]
    assert parts.tolist() == [int(partition.parts(np.array([person]))[0]) for person in people.tolist()]


@some
@given(st.text(), st.integers(-(2**63), 2**63 - 1))
def test_any_salt_and_any_code_have_a_part(salt: str, person: int) -> None:
    assert Part(int(Partition(salt).parts(np.array([person]))[0])) is part_as_defined(salt, person)


def test_another_salt_is_another_split() -> None:
    same = Partition("a store").parts(PEOPLE) == Partition("another store").parts(PEOPLE)

    assert same.mean() == pytest.approx(sum(share**2 for share in SHARES.values()), abs=0.01)


def test_every_person_is_a_member_of_one_part() -> None:
    partition = Partition("a store")
    memberships = [partition.members(PEOPLE[:1_000], part) for part in Part]

    assert np.sum(memberships, axis=0).tolist() == [1] * 1_000
    for part, members in zip(Part, memberships, strict=True):
        np.testing.assert_array_equal(members, partition.parts(PEOPLE[:1_000]) == part)


def test_nobody_has_no_part() -> None:
    assert Partition("a store").parts(np.empty(0, np.int64)).tolist() == []
    assert one_row_each(np.empty(0, np.int64), seed=1).tolist() == []


@some
@given(st.lists(st.integers(1, 9), max_size=40), st.integers(0, 2**32 - 1))
def test_one_row_is_drawn_of_each_person_in_the_order_of_the_rows(people: list[int], seed: int) -> None:
    codes = np.array(people, np.int64)

    rows = one_row_each(codes, seed)

    assert sorted(codes[rows].tolist()) == sorted(set(people))
    assert rows.tolist() == sorted(rows.tolist())
    assert rows.tolist() == one_row_each(codes, seed).tolist()


def test_each_of_a_persons_rows_is_drawn_equally_often() -> None:
    people = np.array([5, 7, 7, 5, 7])

    drawn = (
        np.sum([np.isin(np.arange(5), one_row_each(people, seed)) for seed in range(3_000)], axis=0) / 3_000
    )

    np.testing.assert_allclose(drawn, [1 / 2, 1 / 3, 1 / 3, 1 / 2, 1 / 3], atol=0.04)
