"""Equal evidence, equal place; who is above whom depends on these two and on nothing else."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.ranking.evidence import Evidence
from hiring.domain.ranking.places import Places, places_by_evidence, places_by_score

ROWS = st.tuples(st.sampled_from([-1, 0, 1]), st.sampled_from([-1, 0, 1]), st.sampled_from([-1, 0, 1]))
PEOPLE = st.dictionaries(st.integers(0, 2**53 - 1), ROWS, max_size=30)
TYPED = np.array([True, False, False])


def placed(people: dict[int, tuple[int, int, int]], vaga: str = "5185") -> Places:
    table = np.array(list(people.values()), np.int8).reshape(len(people), 3)
    return places_by_evidence(vaga, np.array(list(people), np.int64), table, TYPED)


def ordered(people: dict[int, tuple[int, int, int]], vaga: str = "5185") -> list[int]:
    codes = list(people)
    return [codes[index] for index in placed(people, vaga).order.tolist()]


@given(PEOPLE, st.integers(0, 2**53 - 1), ROWS)
def test_another_candidate_never_reorders_the_others(
    people: dict[int, tuple[int, int, int]], code: int, row: tuple[int, int, int]
) -> None:
    others = {other: shown for other, shown in people.items() if other != code}

    assert [one for one in ordered({code: row} | others) if one != code] == ordered(others)


@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    people: dict[int, tuple[int, int, int]], random: object
) -> None:
    codes = sorted(people, key=lambda _: random.random())  # type: ignore[attr-defined]  # hypothesis' own

    assert ordered({code: people[code] for code in codes}) == ordered(people)


@given(PEOPLE)
def test_equal_evidence_is_an_equal_place(people: dict[int, tuple[int, int, int]]) -> None:
    found = placed(people)
    codes = list(people)
    tier = {codes[index]: tier for index, tier in zip(found.order.tolist(), found.tier.tolist(), strict=True)}

    for one, row in people.items():
        for other, same in people.items():
            if row == same:
                assert tier[one] == tier[other]
    assert found.tier.tolist() == sorted(found.tier.tolist())
    for place, (first, last) in enumerate(zip(found.first.tolist(), found.last.tolist(), strict=True), 1):
        assert first <= place <= last


@given(ROWS, st.integers(0, 2))
def test_to_give_nothing_is_never_worse_than_to_lack_it(row: tuple[int, int, int], column: int) -> None:
    def better(high: Sequence[int], low: Sequence[int]) -> bool:
        found = placed({31: (high[0], high[1], high[2]), 32: (low[0], low[1], low[2])})
        return bool(found.order.tolist() == [0, 1] or found.tier.tolist() == [1, 1])

    lacking, silent, having = (
        tuple(value if place == column else each for place, each in enumerate(row))
        for value in (Evidence.MISSING, Evidence.UNKNOWN, Evidence.MATCHED)
    )
    assert better(silent, lacking)
    assert better(having, silent)


def test_what_a_recruiter_typed_comes_first() -> None:
    assert ordered({31: (0, 1, 1), 32: (1, -1, -1)}) == [32, 31]


def test_the_order_inside_a_place_belongs_to_the_vaga() -> None:
    people = dict.fromkeys(range(31_000, 31_040), (0, 0, 0))

    first, other = ordered(people, "5185"), ordered(people, "5186")

    assert sorted(first) == sorted(other) == list(people)
    assert first != other != list(people) != first
    assert placed(people).last.tolist() == [40] * 40


def test_nobody_is_no_order() -> None:
    assert placed({}).order.tolist() == placed({}).tier.tolist() == []


@given(st.lists(st.sampled_from([0.1, 0.2, 0.3]), max_size=20))
def test_scores_order_and_equal_scores_tie(scores: list[float]) -> None:
    found = places_by_score("5185", np.arange(len(scores)), scores)

    ranked = [scores[index] for index in found.order.tolist()]
    assert ranked == sorted(scores, reverse=True)
    assert found.tier.tolist() == [sorted(set(scores), reverse=True).index(score) + 1 for score in ranked]
