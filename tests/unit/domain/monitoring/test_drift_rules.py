"""The table of drift rules: an example of each row, and what a row more brings about."""

from itertools import groupby

import numpy as np
import pytest

from hiring.domain.features.kinds import Amount, Flag
from hiring.domain.monitoring.drift.findings import DriftFinding, DriftVerdict
from hiring.domain.monitoring.drift.rules import (
    RULES,
    Absent,
    DriftRule,
    Sample,
    answers,
    column_of,
    difference,
    mean,
)
from hiring.domain.monitoring.drift.simple import Kept, drift_findings, stats_of

ANSWERS = 100
Seen = tuple[float | None, int] | None
"""Mean of a window's values and how many there are, of a hundred answers; None for no such column."""

# fmt: off
EXAMPLES: list[tuple[str, Kept, Seen, Seen]] = [
    # rule              the baseline keeps              steady        fires
    ("drift",           {"rate1": 0.25},                (0.39, 30),   (0.41, 30)),
    ("drift",           {"mean": 3000.0, "std": 500.0}, (4500.0, 30), (4501.0, 30)),
    ("missing column",  {"rate1": 0.25},                (None, 0),    None),
    ("missing column",  {"mean": 3000.0, "std": 500.0}, (None, 0),    None),
]
# fmt: on


def findings(kept: Kept, seen: Seen, *rules: DriftRule) -> list[DriftFinding]:
    """About one feature."""
    window, counts = ({}, {}) if seen is None else ({"x": seen[0]}, {"x": seen[1]})
    return drift_findings({"x": kept}, window, counts, answers=ANSWERS, rules=rules or RULES)


def fired(kept: Kept, seen: Seen, *rules: DriftRule) -> list[str]:
    return [finding.rule for finding in findings(kept, seen, *rules) if finding.fired]


@pytest.mark.parametrize(("rule", "kept", "steady", "moved"), EXAMPLES)
def test_a_rule_fires_where_its_example_says(rule: str, kept: Kept, steady: Seen, moved: Seen) -> None:
    assert rule not in fired(kept, steady)
    assert rule in fired(kept, moved)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name} {rule.applies_to[0].__name__}")
def test_every_rule_has_an_example_for_each_column_that_it_applies_to(rule: DriftRule) -> None:
    columns = {
        Absent if moved is None else column_of(kept) for name, kept, _, moved in EXAMPLES if name == rule.name
    }
    assert set(rule.applies_to) <= columns


def test_a_feature_has_one_rule_of_a_name() -> None:
    pairs = sorted((column.__name__, rule.name) for rule in RULES for column in rule.applies_to)
    assert [pair for pair, same in groupby(pairs) if len(list(same)) > 1] == []


def test_figures_of_one_stored_name_are_one_figure() -> None:
    named = {(name, figure) for rule in RULES for name, figure in rule.baseline.items()}
    assert len({name for name, _ in named}) == len(named)


def test_stored_alerts_and_baselines_know_these_names() -> None:
    assert {"drift", "missing column"} <= {rule.name for rule in RULES}
    stats = stats_of([[1, 3000.0], [0, 5000.0]], ["tem_email", "salario_valor"], {"salario_valor"})
    assert {"rate1"} <= set(stats["tem_email"])
    assert {"mean", "std"} <= set(stats["salario_valor"])


def unknown_share(sample: Sample) -> float | None:
    """A figure that is not in the table."""
    return None if sample.known is None or not sample.answers else 1 - sample.known / sample.answers


UNKNOWN = DriftRule("unknown share", (Amount,), {"unknown": unknown_share}, difference, 0.15, answers)
MORE = (*(rule for rule in RULES if rule.name in ("drift", "missing column")), UNKNOWN)
KEPT = {"mean": 3000.0, "std": 500.0, "unknown": 0.25}


def test_a_row_more_is_kept_in_the_baseline_and_speaks_beside_the_others() -> None:
    gold = [[1, 3000.0], [0, np.nan], [1, 5000.0], [1, 4000.0]]
    stats = stats_of(gold, ["tem_email", "salario_valor"], {"salario_valor"}, rules=MORE)

    assert stats["salario_valor"]["unknown"] == 0.25
    assert "unknown" not in stats["tem_email"]
    found = findings(KEPT, (9000.0, 40), *MORE)
    assert {finding.rule: finding.verdict for finding in found} == {
        "drift": DriftVerdict.DRIFT,
        "unknown share": DriftVerdict.DRIFT,
    }
    assert found[-1] == DriftFinding(
        feature="x",
        rule="unknown share",
        verdict=DriftVerdict.DRIFT,
        base=0.25,
        now=0.6,
        change=pytest.approx(0.35),
        limit=0.15,
    )


def test_a_rule_about_answers_needs_no_values() -> None:
    assert fired(KEPT, (3000.0, 20), *MORE) == fired(KEPT, (None, 0), *MORE) == ["unknown share"]


def test_a_column_that_is_gone_is_told_once_whatever_the_number_of_rules() -> None:
    assert [finding.rule for finding in findings(KEPT, None, *MORE)] == ["missing column"]


def test_a_baseline_that_was_stored_before_the_rule_cannot_say() -> None:
    old = {"mean": 3000.0, "std": 500.0}
    (*_, found) = findings(old, (3000.0, 40), *MORE)

    assert (found.rule, found.verdict) == ("unknown share", DriftVerdict.CANNOT_SAY)
    assert fired(old, (9000.0, 40), *MORE) == ["drift"]


def test_where_nobody_counted_a_rule_about_counts_cannot_say() -> None:
    (*_, found) = drift_findings({"x": KEPT}, {"x": 3000.0}, rules=MORE)

    assert (found.rule, found.verdict) == ("unknown share", DriftVerdict.CANNOT_SAY)


def test_a_row_that_makes_no_sense_is_refused() -> None:
    for statistic, limit, baseline in (
        (difference, None, {"rate1": mean}),
        (None, 0.15, {"rate1": mean}),
        (difference, 0.15, {}),
    ):
        with pytest.raises(ValueError, match="wrong: a statistic has a limit"):
            DriftRule("wrong", (Flag,), baseline, statistic, limit, answers)


def test_columns_are_told_by_what_is_stored() -> None:
    assert column_of({"rate1": None}) is Flag
    assert column_of({"std": None, "mean": None}) is Amount
