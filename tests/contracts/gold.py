"""The gold table: a table like all others, and built inside the store."""

from typing import Any

import numpy as np
import pytest

from hiring.application.ports.specs.dataset import LABELS as LABEL_SPEC
from hiring.application.ports.specs.dataset import features_spec
from hiring.application.ports.specs.spec import DatasetSpec
from hiring.application.ports.store import Store
from hiring.application.ports.tables import GoldTable
from hiring.domain.errors import NothingKept, TableMissing, TableOutdated
from hiring.domain.features import CANDIDATE
from hiring.domain.gold import GoldCounts
from hiring.domain.records import FeatureRows, GoldRows, LabelRows
from tests.contracts.builders import (
    a_name,
    a_reject,
    assert_same_chunks,
    assert_same_rows,
    features_of_people,
    labels_of,
    some_gold,
    some_values,
)
from tests.contracts.built_tables import of_other_rules
from tests.contracts.tables import TableContract

LABELS, FEATURES = a_name("prospects_labels"), a_name("applicants_feat")


class GoldTableContract(TableContract[GoldRows]):
    @pytest.fixture
    def table(self, store: Store) -> GoldTable:
        return store.gold(a_name(), CANDIDATE)

    @pytest.fixture
    def other(self, store: Store) -> GoldTable:
        return store.gold(a_name("other"), CANDIDATE)

    def rows(self, first: int, last: int) -> GoldRows:
        return some_gold(first, last)

    def given(self, store: Store, labels: LabelRows, features: FeatureRows) -> None:
        with store.labels(LABELS).replacing() as label_writer:
            label_writer.write(labels)
        with store.features(FEATURES, CANDIDATE).replacing() as feature_writer:
            feature_writer.write(features)

    def test_a_label_is_joined_with_its_applicants_features(self, store: Store, table: GoldTable) -> None:
        labels = labels_of((4_001, 7, "2021-03-25", 1))
        self.given(store, labels, features_of_people(6, 7, 8))
        assert table.build(LABELS, FEATURES) == GoldCounts(
            labelled=1, gold=1, superseded=0, applicant_unknown=0
        )
        (gold,) = table.chunks(10)
        expected = GoldRows(
            codigo_profissional=labels.codigo_profissional,
            vaga_codigo=labels.vaga_codigo,
            data_candidatura=labels.data_candidatura,
            features=some_values(7, 8),
            status_label=labels.status_label,
            target=labels.target,
        )
        assert_same_rows(gold, expected)

    def test_rows_are_ordered_by_person_then_vaga(self, store: Store, table: GoldTable) -> None:
        labels = labels_of(
            (9, 2, "2021-01-01", 1), (8, 2, "2021-01-01", 0), (7, 3, "NaT", 0), (9, 1, "NaT", 1)
        )
        self.given(store, labels, features_of_people(3, 1, 2))
        table.build(LABELS, FEATURES)
        (gold,) = table.chunks(10)
        assert gold.codigo_profissional.tolist() == [1, 2, 2, 3]
        assert gold.vaga_codigo.tolist() == [9, 8, 9, 7]
        assert gold.target.tolist() == [1, 0, 1, 0]
        np.testing.assert_array_equal(gold.features, features_of_people(1, 2, 2, 3).features)

    def test_the_latest_decision_of_a_person_in_a_vaga_counts(self, store: Store, table: GoldTable) -> None:
        labels = labels_of((4, 1, "2021-05-02", 1), (4, 1, "2021-05-01", 0), (5, 1, "2020-01-01", 0))
        self.given(store, labels, features_of_people(1))
        assert table.build(LABELS, FEATURES) == GoldCounts(
            labelled=3, gold=2, superseded=1, applicant_unknown=0
        )
        (gold,) = table.chunks(10)
        assert gold.target.tolist() == [1, 0]

    def test_of_one_day_the_decision_that_stands_later_counts(self, store: Store, table: GoldTable) -> None:
        labels = labels_of((4, 1, "2021-05-02", 1), (4, 1, "2021-05-02", 0))
        self.given(store, labels, features_of_people(1))
        table.build(LABELS, FEATURES)
        (gold,) = table.chunks(10)
        assert gold.target.tolist() == [0]

    def test_an_unknown_day_comes_before_every_known_one(self, store: Store, table: GoldTable) -> None:
        labels = labels_of((4, 1, "1969-01-01", 1), (4, 1, "NaT", 0))
        self.given(store, labels, features_of_people(1))
        table.build(LABELS, FEATURES)
        (gold,) = table.chunks(10)
        assert gold.target.tolist() == [1]

    def test_people_without_features_are_counted_and_left_out(self, store: Store, table: GoldTable) -> None:
        labels = labels_of((4, 1, "NaT", 1), (4, 2, "NaT", 0), (4, 2, "2021-01-01", 0), (5, 9, "NaT", 1))
        self.given(store, labels, features_of_people(1, 3))
        assert table.build(LABELS, FEATURES) == GoldCounts(
            labelled=4, gold=1, superseded=1, applicant_unknown=2
        )
        assert table.count() == 1

    @pytest.mark.parametrize(
        ("labels", "people", "unknown"), [((), (1,), 0), (((4, 1, "NaT", 1),), (), 1), ((), (), 0)]
    )
    def test_an_empty_join_leaves_the_old_table(
        self,
        store: Store,
        table: GoldTable,
        labels: tuple[tuple[int, int, str, int], ...],
        people: tuple[int, ...],
        unknown: int,
    ) -> None:
        self.fill(table, self.rows(0, 3), "1")
        self.given(store, labels_of(*labels), features_of_people(*people))
        with pytest.raises(NothingKept) as refused:
            table.build(LABELS, FEATURES)
        assert (refused.value.source, refused.value.read) == (LABELS, len(labels))
        assert refused.value.reasons == {"superseded": 0, "of an unknown applicant": unknown}
        assert_same_chunks(list(table.chunks(10)), self.rows(0, 3))
        assert list(table.rejects()) == [a_reject("1")]

    def test_building_again_replaces_the_table(self, store: Store, table: GoldTable) -> None:
        self.fill(table, self.rows(0, 9), "1")
        self.given(store, labels_of((4, 1, "NaT", 1)), features_of_people(1))
        table.build(LABELS, FEATURES)
        assert table.count() == 1
        assert list(table.rejects()) == []

    @pytest.mark.parametrize(
        ("labels", "features"),
        [(a_name("absent"), FEATURES), (LABELS, a_name("absent"))],
        ids=["labels", "features"],
    )
    def test_without_labels_or_features_the_old_table_stays(
        self, store: Store, table: GoldTable, labels: str, features: str
    ) -> None:
        self.given(store, labels_of((4, 1, "NaT", 1)), features_of_people(1))
        self.fill(table, self.rows(0, 3))
        with pytest.raises(TableMissing):
            table.build(a_name(labels), a_name(features))
        assert_same_chunks(list(table.chunks(10)), self.rows(0, 3))

    @pytest.mark.parametrize("spec", [LABEL_SPEC, features_spec(CANDIDATE)], ids=lambda spec: spec.name)
    def test_labels_or_features_of_other_rules_are_not_joined(
        self, store: Store, table: GoldTable, spec: DatasetSpec[Any]
    ) -> None:
        self.given(store, labels_of((4, 1, "NaT", 1)), features_of_people(1))
        self.fill(table, self.rows(0, 3))
        with store.table(of_other_rules(spec), spec.name).replacing() as writer:
            writer.write(labels_of((4, 1, "NaT", 1)) if spec is LABEL_SPEC else features_of_people(1))
        with pytest.raises(TableOutdated, match=spec.name):
            table.build(LABELS, FEATURES)
        assert_same_chunks(list(table.chunks(10)), self.rows(0, 3))
