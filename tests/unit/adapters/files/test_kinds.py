"""What stands in a file is told by its columns; two profiles' tables differ in their features alone."""

from typing import Any

import pytest

from hiring.adapters.files.tables.layouts import kind_in
from hiring.application.ports.specs.dataset import DATASET, features_spec, gold_spec
from hiring.application.ports.specs.spec import DatasetSpec
from hiring.domain.features import CANDIDATE
from tests.contracts.pairs import PAIRS

KNOWN = (*DATASET, features_spec(PAIRS), gold_spec(PAIRS))


@pytest.mark.parametrize("spec", KNOWN, ids=lambda spec: str(spec.name))
def test_every_table_is_of_its_own_kind(spec: DatasetSpec[Any]) -> None:
    assert kind_in(spec.names, KNOWN) == spec.name
    assert kind_in(spec.names, reversed(KNOWN)) == spec.name


def test_a_table_of_an_older_rule_table_is_of_its_profile() -> None:
    older = [name for name in gold_spec(CANDIDATE).names if name not in {"cv_kpi", "tem_local"}]
    assert kind_in([*older, "tem_fax"], KNOWN) == "gold_applicants"


def test_what_is_no_table_is_of_no_kind() -> None:
    assert kind_in([], KNOWN) is None
    assert kind_in(["vaga_codigo", "nome"], KNOWN) is None
