"""Tables that rules build: rows are given only where this program's own rules have built them."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hiring.application.ports.specs.dataset import APPLICANTS, DATASET, LABELS
from hiring.application.ports.specs.spec import DatasetSpec, TableRules
from hiring.application.ports.store import Store
from hiring.domain.errors import TableOutdated
from tests.contracts.builders import a_name, assert_same_chunks, some_applicants, some_labels

BUILT = [spec for spec in DATASET if spec.rules is not None]
EACH = pytest.mark.parametrize("spec", BUILT, ids=lambda spec: spec.name)


def rules_of(spec: DatasetSpec[Any]) -> TableRules:
    assert spec.rules is not None
    return spec.rules


def of_other_rules(spec: DatasetSpec[Any]) -> DatasetSpec[Any]:
    """As another version of this program has it."""
    return replace(spec, rules=replace(rules_of(spec), fingerprint="0" * 64))


def of_an_older_program(spec: DatasetSpec[Any]) -> DatasetSpec[Any]:
    """One that noted no rules."""
    return replace(spec, rules=None)


def build(store: Store, spec: DatasetSpec[Any]) -> None:
    with store.table(spec, spec.name).replacing():
        pass


def refusal(store: Store, spec: DatasetSpec[Any]) -> TableOutdated:
    table = store.table(spec, spec.name)
    with pytest.raises(TableOutdated):
        list(table.having(spec.key[0] if spec.key else "vaga_codigo", np.array([1])))
    with pytest.raises(TableOutdated) as refused:
        list(table.chunks(10))
    assert table.count() == 0
    return refused.value


class BuiltTableContract:
    """Give the fixture `store`."""

    def test_features_labels_and_gold_are_built_by_rules(self) -> None:
        assert {spec.name for spec in BUILT} == {
            "applicants_feat",
            "vagas_feat",
            "prospects_labels",
            "gold_applicants",
            "gold_candidate_vaga",
        }

    @EACH
    def test_what_other_rules_have_built_is_refused_until_it_is_built_again(
        self, store: Store, spec: DatasetSpec[Any]
    ) -> None:
        build(store, of_other_rules(spec))

        refused = refusal(store, spec)
        rules = rules_of(spec)
        assert (refused.table, refused.noted) == (spec.name, True)
        assert (refused.builds, refused.profile) == (rules.builds.value, rules.profile)

        build(store, spec)
        assert list(store.table(spec, spec.name).chunks(10)) == []

    @EACH
    def test_what_says_nothing_of_its_rules_is_refused_too(
        self, store: Store, spec: DatasetSpec[Any]
    ) -> None:
        build(store, of_an_older_program(spec))

        assert not refusal(store, spec).noted

    def test_a_table_with_another_name_has_its_own_rules(self, store: Store) -> None:
        build(store, of_other_rules(LABELS))
        with store.labels(a_name("mine")).replacing() as writer:
            writer.write(some_labels())

        assert_same_chunks(list(store.labels(a_name("mine")).chunks(10)), some_labels())

    def test_rules_change_with_the_rows_or_not_at_all(self, store: Store) -> None:
        with store.labels(LABELS.name).replacing() as writer:
            writer.write(some_labels())
        with pytest.raises(KeyboardInterrupt), store.table(of_other_rules(LABELS), LABELS.name).replacing():
            raise KeyboardInterrupt

        assert_same_chunks(list(store.labels(LABELS.name).chunks(10)), some_labels())

    def test_records_as_they_came_are_built_by_no_rules(self, store: Store) -> None:
        with store.applicants(APPLICANTS.name).replacing() as writer:
            writer.write(some_applicants())

        assert APPLICANTS.built_by is None
        assert_same_chunks(list(store.applicants(APPLICANTS.name).chunks(10)), some_applicants())
