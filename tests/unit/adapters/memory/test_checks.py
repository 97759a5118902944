"""The memory store refuses what another store would refuse, and keeps nothing of it."""

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest

from hiring.adapters.memory import MemoryStore
from hiring.domain.errors import TableMissing
from hiring.domain.features import CANDIDATE
from hiring.domain.records import FeatureRows, GoldRows, Rows
from tests.contracts.builders import (
    NOON,
    WIDTH,
    a_baseline,
    a_decision,
    a_name,
    a_report,
    an_alert,
    days,
    some_applicants,
    some_features,
    some_gold,
    some_labels,
    some_prospects,
    some_values,
)


def with_values(*values: float) -> FeatureRows:
    """One row, its first features these."""
    features = some_values(0, 1)
    features[0, : len(values)] = values
    return FeatureRows(codigo_profissional=np.array([1]), features=features)


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("applicants", replace(some_applicants(), codigo_profissional=np.array([0.0, 1.0, 2.0]))),
        ("applicants", replace(some_applicants(), document=["{}", "{}", "{}"])),
        ("prospects", replace(some_prospects(), nome=["a", "b\0", None])),
        ("prospects", replace(some_prospects(), recrutador=["\ud800", "", ""])),
        ("labels", replace(some_labels(), status_label=["a", None, "b"])),
        ("labels", replace(some_labels(), target=np.array([0, 1, 40_000]))),
        ("labels", replace(some_labels(), data_candidatura=np.arange(3))),
        ("features", with_values(0.5)),
        ("features", with_values(inf)),
        ("features", replace(some_features(), features=np.zeros((3, WIDTH - 1)))),
        ("features", replace(some_features(), codigo_profissional=np.array([1, 2, 1]))),
        ("gold", replace(some_gold(), codigo_profissional=np.ones(3, int), vaga_codigo=np.array([5, 6, 5]))),
    ],
)
def test_rows_that_a_table_does_not_take(kind: str, rows: Rows) -> None:
    store = MemoryStore()
    profile = [CANDIDATE] if kind in {"features", "gold"} else []
    table = getattr(store, kind)(a_name(), *profile)
    with (
        pytest.raises(ValueError, match=r"takes no such values|expected|two rows with one"),
        table.replacing() as writer,
    ):
        writer.write(rows)
    with pytest.raises(TableMissing):
        table.count()


def test_a_key_that_comes_again_in_another_write_is_refused() -> None:
    table = MemoryStore().features(a_name(), CANDIDATE)
    parts = [some_features(0, 3), some_features(2, 4)]
    with pytest.raises(ValueError, match="two rows"), table.replacing() as writer:
        list(map(writer.write, parts))


def test_people_may_be_decided_in_several_vagas_and_days_be_unknown() -> None:
    rows: GoldRows = replace(
        some_gold(), codigo_profissional=np.ones(3, int), data_candidatura=days("NaT", "NaT", "2021-01-01")
    )
    table = MemoryStore().gold(a_name(), CANDIDATE)
    with table.replacing() as writer:
        writer.write(rows)
    assert table.count() == 3


@pytest.mark.parametrize(
    ("log", "row"),
    [
        ("inference_log", a_decision("a\0b")),
        ("inference_log", a_decision(score=nan)),
        ("inference_log", a_decision(payload={"x": nan})),
        ("inference_log", a_decision(payload={"\0": 1.0})),
        ("inference_log", a_decision(codigo_profissional=1 << 63)),
        ("baselines", replace(a_baseline(), stats={"x": {"mean": inf}})),
        ("baselines", replace(a_baseline(), model_path=None)),
        ("alerts", an_alert(base=nan)),
        ("alerts", an_alert("\udfff")),
        ("feedback", a_report(at=NOON.replace(tzinfo=None))),
        ("feedback", a_report(request_id="a\0b")),
        ("feedback", replace(a_report(), hired=2)),
        ("feedback", replace(a_report(), outcome_at=NOON)),
    ],
)
def test_rows_that_a_log_does_not_take(log: str, row: object) -> None:
    store = MemoryStore()
    with pytest.raises(ValueError, match="takes no such values"):
        getattr(store, log).append([row])
    assert store.inference_log.find("a-request") is None


def test_a_backslash_before_what_looks_like_an_escape_is_a_text_like_any_other() -> None:
    store = MemoryStore()
    store.inference_log.append([a_decision(payload={r"\u0000": 1.0})])
    assert store.inference_log.find("a-request") is not None
