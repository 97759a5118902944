"""A gold table that is joined a range of people at a time is that of one join."""

from pathlib import Path

import numpy as np
import pytest

from hiring.adapters.files import FileStore
from hiring.adapters.files.tables.gold import FileGoldTable
from hiring.adapters.files.tables.ranges import MOST_RANGES, bounds_of
from hiring.adapters.memory.store import MemoryStore
from hiring.application.ports.store import Store
from hiring.domain.features import CANDIDATE
from hiring.domain.records import FeatureRows, GoldRows, LabelRows
from tests.contracts.builders import a_name, assert_same_rows, features_of_people, labels_of

LABELS, FEATURES, GOLD = map(a_name, ("labels", "features", "gold"))
PEOPLE, PROSPECTS = 60, 300


def given() -> tuple[LabelRows, FeatureRows]:
    """People in no order, some without features and some without labels, and pairs that are met again."""
    chance = np.random.default_rng(3)
    known = chance.permutation(PEOPLE)[: PEOPLE * 2 // 3]
    rows = [
        (
            int(chance.integers(1, 9)),
            int(chance.integers(PEOPLE * 3 // 4)),
            str(chance.choice(["NaT", "2021-03-01", "2021-03-02"])),
            int(chance.integers(2)),
        )
        for _ in range(PROSPECTS)
    ]
    return labels_of(*rows), features_of_people(*known.tolist())


def fill(store: Store) -> None:
    labels, features = given()
    with store.labels(LABELS).replacing() as writer:
        for block in labels.blocks(40):
            writer.write(block)
    with store.features(FEATURES, CANDIDATE).replacing() as feature_writer:
        for people in features.blocks(16):
            feature_writer.write(people)


@pytest.mark.parametrize("range_rows", [1, 7, 100, 1_000])
def test_rows_and_counts_are_those_of_one_join(home: Path, store: FileStore, range_rows: int) -> None:
    whole = MemoryStore()
    fill(store)
    fill(whole)
    table = FileGoldTable(
        GOLD, CANDIDATE, folder=store._folder, catalog=store._catalog, range_rows=range_rows
    )
    expected = whole.gold(GOLD, CANDIDATE)

    assert table.build(LABELS, FEATURES) == expected.build(LABELS, FEATURES)
    assert_same_rows(
        GoldRows.concatenate(list(table.chunks(1_000))), GoldRows.concatenate(list(expected.chunks(1_000)))
    )
    assert len(list((home / "tables").iterdir())) == 3  # nothing is left beside the tables


def test_ranges_of_one_row_are_no_more_than_files_may_be_open() -> None:
    codes = np.arange(1_000)

    assert len(bounds_of([codes], 1_000, 1)) + 1 == MOST_RANGES
    assert bounds_of([codes], 1_000, 250).tolist() == [250, 500, 750]
    assert bounds_of([np.full(1_000, 7)], 1_000, 250).tolist() == [7]  # a person is not divided
    assert bounds_of([], 0, 250).tolist() == []
