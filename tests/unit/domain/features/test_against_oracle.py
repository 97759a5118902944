"""The library against the contract written a second time, on applicants made to break it."""

from collections.abc import Iterator
from itertools import islice
from math import isnan

import pytest

from hiring.domain.features import FEATURES, features_of
from tests.oracle import contract_v1, mutants

Record = dict[str, object]
Difference = tuple[str, float, float, dict[str, object]]


def differences(records: list[Record]) -> Iterator[Difference]:
    """Feature, ours, the oracle's, and the fields of the record that matter."""
    for record, row in zip(records, features_of(records), strict=True):
        expected = contract_v1.features(record)
        for feature, ours in zip(FEATURES, row.tolist(), strict=True):
            if differ(ours, expected[feature]):
                yield feature, ours, expected[feature], minimal(record, feature)


def differ(a: float, b: float) -> bool:
    return a != b and not (isnan(a) and isnan(b))


def disagree(record: Record, feature: str) -> bool:
    ours = float(features_of([record])[0, FEATURES.index(feature)])
    return differ(ours, contract_v1.features(record)[feature])


def minimal(record: Record, feature: str) -> Record:
    """The record without every part that the difference does not need, texts shortened from both ends."""
    if not disagree(record, feature):  # it needs its neighbours, which is news in itself
        return record
    for smaller in shrunk(record):
        if disagree(smaller, feature):
            return minimal(smaller, feature)
    return record


def shrunk(record: Record) -> Iterator[Record]:
    for key, value in record.items():
        yield {name: other for name, other in record.items() if name != key}
        if isinstance(value, dict):
            yield from ({**record, key: smaller} for smaller in shrunk(value))
        elif isinstance(value, str):
            cuts = (len(value) // 2, len(value) // 8, 1)
            yield from ({**record, key: value[cut:]} for cut in cuts if 0 < cut < len(value))
            yield from ({**record, key: value[:-cut]} for cut in cuts if 0 < cut < len(value))


def assert_no_difference(seed: int, n: int, *, surrogates: bool) -> None:
    made = mutants.applicants(seed, n, surrogates=surrogates)
    seen = 0
    while records := list(islice(made, 1_000)):
        seen += len(records)
        found = next(differences(records), None)
        assert found is None, f"feature, ours, the oracle's, smallest record: {found!r}"
    assert seen == n


def test_the_oracle_has_the_same_columns() -> None:
    assert set(contract_v1.features({})) == set(FEATURES)


@pytest.mark.parametrize(("seed", "surrogates"), [(1, False), (2, False), (3, True)])
def test_a_thousand_mutants_have_the_oracles_features(seed: int, *, surrogates: bool) -> None:
    assert_no_difference(seed, 1_000, surrogates=surrogates)


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "surrogates"), [(11, False), (12, True)])
def test_fifty_thousand_mutants_have_the_oracles_features(seed: int, *, surrogates: bool) -> None:
    assert_no_difference(seed, 50_000, surrogates=surrogates)
