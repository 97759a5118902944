"""What is public says so, and takes what people have at hand."""

import ast
import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import hiring.domain
from hiring.domain.evaluation.curves import curves_of
from hiring.domain.evaluation.evaluation import evaluate, evaluate_by_year, metric_differences
from hiring.domain.evaluation.group_outcomes import group_outcomes
from hiring.domain.evaluation.leakage import ScoredOutcomes, assess_leakage
from hiring.domain.evaluation.metrics import (
    average_precision,
    calibration_bins,
    confusion_at,
    expected_calibration_error,
    log_loss,
    quality_of,
    roc_auc,
)
from hiring.domain.evaluation.ordering import first_seen_since, ordering_of, within_group_auc
from hiring.domain.evaluation.top_of_groups import ndcg_at_5, precision_at
from hiring.domain.features.profile import LeakageLimits
from hiring.domain.monitoring.drift.simple import stats_of
from hiring.domain.training.calibration import Isotonic, Sigmoid, Uncalibrated
from hiring.domain.training.exclusion import (
    CertifiedExclusion,
    ExclusionEvidence,
    exclusion_candidates_from,
    exclusion_for_max_hired,
)
from hiring.domain.training.partition import Partition, folds_of, one_row_each
from hiring.domain.training.promise_in_time import judge_exclusion_in_time, judge_precision_in_time
from hiring.domain.training.threshold import (
    Certified,
    Evidence,
    candidates_from,
    evidence_at,
    naive_threshold,
    threshold_for_min_precision,
)

_ROOMS_OF_MODULES = (
    "hiring.domain.evaluation",
    "hiring.domain.monitoring",
    "hiring.domain.monitoring.drift",
    "hiring.domain.monitoring.overview",
    "hiring.domain.monitoring.quality",
    "hiring.domain.training",
)
ROOMS = [f"hiring.domain.{name}" for name in hiring.domain.__all__]
MODULES = [
    *ROOMS,
    *(f"{room}.{name}" for room in _ROOMS_OF_MODULES for name in importlib.import_module(room).__all__),
]
DOCUMENTS = [*Path(__file__).parents[3].glob("*.md"), *(Path(__file__).parents[3] / "docs").glob("*.md")]

NUMBERS = np.random.default_rng(7)
SCORES = NUMBERS.random(200).round(3)
HIRED = NUMBERS.random(200) < SCORES
PEOPLE = np.arange(200) // 2 + 31_000
DAYS = np.datetime64("2024-01-01") + np.arange(200)
TWO = np.column_stack([HIRED, SCORES])
CANDIDATES = [0.9, 0.7, 0.5]
PAST = Certified(
    min_precision=0.6,
    confidence=0.9,
    people=200,
    evidence=Evidence(threshold=0.5, selected=100, hired=75, lower_bound=0.7),
)
EXCLUDING = CertifiedExclusion(
    max_hired=0.4,
    confidence=0.9,
    people=200,
    evidence=ExclusionEvidence(threshold=0.5, excluded=100, hired=25, upper_bound=0.3),
)


@pytest.mark.parametrize("name", ["hiring.domain", *MODULES])
def test_every_public_module_of_the_domain_says_what_is_public(name: str) -> None:
    module = importlib.import_module(name)
    public = module.__all__

    assert len(set(public)) == len(public)
    for each in public:
        assert getattr(module, each, None) is not None or importlib.import_module(f"{name}.{each}")


def imported(document: Path) -> list[tuple[str, str]]:
    """Module and name of what a document's Python imports from the domain."""
    texts = re.findall(r"^```python\n(.*?)^```", document.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [
        (node.module or "", alias.name)
        for text in texts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hiring.domain")
        for alias in node.names
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_what_documents_import_is_public(document: Path) -> None:
    for module, name in imported(document):
        assert name in importlib.import_module(module).__all__, (module, name)


OF_SCORES: dict[str, Callable[[Any, Any], Any]] = {
    "quality": quality_of,
    "roc_auc": roc_auc,
    "average_precision": average_precision,
    "calibration_error": expected_calibration_error,
    "log_loss": log_loss,
    "confusion": lambda scores, hired: confusion_at(0.5, scores, hired),
    "curves": curves_of,
    "judged": lambda scores, hired: evaluate(scores, hired, {"half": 0.5}),
    "differences": lambda scores, hired: metric_differences(scores, scores, hired),
    "by_year": lambda scores, hired: evaluate_by_year(scores, hired, DAYS, {"half": 0.5}),
    "evidence": lambda scores, hired: evidence_at(0.5, scores, hired, 0.9),
    "naive": lambda scores, hired: naive_threshold(scores, hired, min_precision=0.8),
    "certified": lambda scores, hired: threshold_for_min_precision(
        scores, hired, candidates=CANDIDATES, min_precision=0.6, confidence=0.9
    ),
    "excluding": lambda scores, hired: exclusion_for_max_hired(
        scores, hired, candidates=CANDIDATES[::-1], max_hired=0.4, confidence=0.9
    ),
    "precision_in_time": lambda scores, hired: judge_precision_in_time(PAST, scores, hired),
    "exclusion_in_time": lambda scores, hired: judge_exclusion_in_time(EXCLUDING, scores, hired),
    "effects": lambda scores, hired: group_outcomes(TWO.tolist(), ("a", "b"), scores, hired),
    "ordering": lambda scores, hired: ordering_of(scores, hired, PEOPLE, DAYS),
    "within_group": lambda scores, hired: within_group_auc(scores, hired, PEOPLE),
    "ndcg": lambda scores, hired: ndcg_at_5(scores, hired, PEOPLE),
    "precision_at": lambda scores, hired: precision_at(1, scores, hired, PEOPLE),
    "leakage": lambda scores, hired: assess_leakage(
        ScoredOutcomes(values=scores, hired=hired),
        ScoredOutcomes(values=TWO.tolist(), hired=hired),
        ("a", "b"),
        LeakageLimits(),
    ),
}
FORMS: dict[str, Callable[[Any], Any]] = {
    "list": lambda values: values.tolist(),
    "tuple": lambda values: tuple(values.tolist()),
    "series": lambda values: pd.Series(values, index=np.arange(len(values))[::-1]),
    "objects": lambda values: pd.Series(values.tolist(), dtype=object),
    "nullable": lambda values: pd.Series(values).convert_dtypes(),
    "integers": lambda values: values.astype(int).tolist() if values.dtype == bool else values,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", OF_SCORES)
def test_lists_tuples_and_series_give_what_arrays_give(name: str, form: str) -> None:
    ask, given = OF_SCORES[name], FORMS[form]

    assert repr(ask(given(SCORES), given(HIRED))) == repr(ask(SCORES, HIRED))


@pytest.mark.parametrize("name", OF_SCORES)
@pytest.mark.parametrize(
    ("scores", "hired", "said"),
    [
        (SCORES, HIRED[:-1], "the same length"),
        (SCORES[:, None], HIRED, "scores must have one dimension"),
        (SCORES, HIRED[:, None], "hired must have one dimension"),
        (SCORES, np.arange(200), "hired must be booleans, or 0 and 1"),
        (["a"] * 200, HIRED, "scores must be numbers"),
        ([*SCORES[:-1], None], HIRED, "NaN or a missing value"),
        ([[0.1], [0.2, 0.3]], [True, False], "scores must be numbers, all rows of the same length"),
        (0.5, True, "one dimension"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(name: str, scores: object, hired: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        OF_SCORES[name](scores, hired)


@pytest.mark.parametrize("form", FORMS)
def test_people_may_be_a_list(form: str) -> None:
    people, hired = FORMS[form](PEOPLE), FORMS[form](HIRED)

    assert Partition("salt").parts(people).tolist() == Partition("salt").parts(PEOPLE).tolist()
    assert one_row_each(people, 1).tolist() == one_row_each(PEOPLE, 1).tolist()
    folds = folds_of(people, hired, folds=3, seed=1)
    assert folds.tolist() == folds_of(PEOPLE, HIRED, folds=3, seed=1).tolist()


def test_groups_and_days_may_be_lists() -> None:
    groups, days = PEOPLE.tolist(), DAYS.astype(str).tolist()

    assert ordering_of(SCORES, HIRED, groups, days) == ordering_of(SCORES, HIRED, PEOPLE, DAYS)
    later = first_seen_since(DAYS[50], PEOPLE, DAYS)
    assert (
        first_seen_since(DAYS[50], groups, days).tolist() == later.tolist() == (np.arange(200) >= 50).tolist()
    )


@pytest.mark.parametrize(
    "people", [[1.5], ["31001"], [None], [2**63], np.array([2**64 - 1], np.uint64), [[1]], 7]
)
def test_codes_that_are_none_are_refused(people: object) -> None:
    for ask in (Partition("salt").parts, lambda given: one_row_each(given, 1)):
        with pytest.raises(ValueError, match="people must"):
            ask(people)


def test_candidates_and_bins_take_lists() -> None:
    assert candidates_from(SCORES.tolist(), 500).tolist() == candidates_from(SCORES, 500).tolist()
    lowest = exclusion_candidates_from(SCORES.tolist(), 500)
    assert lowest.tolist() == exclusion_candidates_from(SCORES, 500).tolist()
    assert len(calibration_bins([0.1, 0.95])) == 2
    for wrong in ([0.5, 0.7], [0.5, 0.5], [float("nan"), 0.5], [[0.5]]):
        with pytest.raises(ValueError, match="candidates must"):
            threshold_for_min_precision(SCORES, HIRED, candidates=wrong, min_precision=0.6, confidence=0.9)


@pytest.mark.parametrize(
    "calibrator",
    [Sigmoid(slope=-1.0, intercept=0.0), Uncalibrated(), Isotonic(raw=(0.0, 1.0), probabilities=(0.1, 0.9))],
)
def test_calibrators_take_lists(calibrator: Callable[[object], Any]) -> None:
    assert calibrator([0.2, 0.8]).tolist() == calibrator(np.array([0.2, 0.8])).tolist()


def test_baseline_statistics_take_rows_as_lists_and_say_what_does_not_fit() -> None:
    rows = [[1, 3000.0], [0, None], [1, 5000.0]]
    names, amounts = ["tem_email", "salario_valor"], ["salario_valor"]

    expected = stats_of(np.array(rows, float), names, frozenset(amounts))
    assert stats_of(rows, names, amounts) == stats_of(pd.DataFrame(rows), names, amounts) == expected
    assert stats_of([], names, amounts)["tem_email"]["rate1"] is None
    for wrong in ([[1]], [1, 2], [[1, 2], [3]], [["a", "b"]]):
        with pytest.raises(ValueError, match="features must"):
            stats_of(wrong, names, amounts)
