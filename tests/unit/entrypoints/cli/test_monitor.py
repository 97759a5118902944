"""How a day reads: lines for people, JSON for machines."""

from datetime import timedelta

from hiring.application.monitoring.check_drift import DailyReport, RealisedPrecision, alerts_of
from hiring.domain.monitoring.findings import DriftFinding, DriftVerdict
from hiring.entrypoints.cli.monitoring.monitor import daily_json, daily_lines
from tests.contracts.builders import NOON, a_baseline, after

MOVED = DriftFinding(
    feature="salario_valor", verdict=DriftVerdict.DRIFT, base=3000.0, now=9000.0, change=12.0, limit=3.0
)
GONE = DriftFinding(feature="tem_local", verdict=DriftVerdict.MISSING, base=0.5, rule="missing column")
SILENT = DriftFinding(feature="tem_email", verdict=DriftVerdict.CANNOT_SAY, base=None, now=0.5)
UNKNOWN = DriftFinding(
    feature="salario_valor",
    verdict=DriftVerdict.DRIFT,
    base=0.25,
    now=0.6,
    change=0.35,
    limit=0.15,
    rule="unknown share",
)


def a_day(*findings: DriftFinding) -> DailyReport:
    return DailyReport(
        start=NOON,
        end=after(hours=24),
        volume=30,
        hours=(),
        findings=findings,
        new_alerts=1,
        precision=RealisedPrecision(approved=0, known=0, hired=0),
    )


def test_the_simple_rules_read_as_ever() -> None:
    assert daily_lines(a_day(MOVED, GONE, SILENT))[1:] == [
        "  ALERT salario_valor: 9000.000 now, 3000.000 in the baseline (+12.00, limit 3.0)",
        "  ALERT tem_local: missing column",
        "2 alerts (1 new) on 3 features, 1 cannot say",
    ]


def test_another_rule_says_its_name_and_a_feature_counts_once() -> None:
    assert daily_lines(a_day(MOVED, UNKNOWN, SILENT, SILENT))[1:] == [
        "  ALERT salario_valor: 9000.000 now, 3000.000 in the baseline (+12.00, limit 3.0)",
        "  ALERT salario_valor: unknown share 0.600 now, 0.250 in the baseline (+0.35, limit 0.15)",
        "2 alerts (1 new) on 2 features, 1 cannot say",
    ]


def test_machines_are_told_verdict_and_rule() -> None:
    day = daily_json(a_day(MOVED, UNKNOWN, GONE))
    assert [(found["verdict"], found["rule"]) for found in day["findings"]] == [
        ("drift", "drift"),
        ("drift", "unknown share"),
        ("missing column", "missing column"),
    ]
    assert day["alerts"] == ["salario_valor", "salario_valor", "tem_local"]


def test_alerts_are_stored_under_the_names_of_their_rules() -> None:
    kept = alerts_of(a_day(MOVED, UNKNOWN, GONE, SILENT), a_baseline(), NOON)
    assert [(alert.feature, alert.rule) for alert in kept] == [
        ("salario_valor", "drift"),
        ("salario_valor", "unknown share"),
        ("tem_local", "missing column"),
    ]
    assert {alert.window_end - alert.window_start for alert in kept} == {timedelta(hours=24)}
