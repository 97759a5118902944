"""How a day reads: lines for people, JSON for machines."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hiring.adapters.files import FileStore
from hiring.application.monitoring.checks.check_drift import DailyReport, RealisedPrecision, alerts_of
from hiring.application.monitoring.checks.check_monitor import MonitorReport
from hiring.domain.monitoring.alerts import Policy, watched_alerts
from hiring.domain.monitoring.drift.findings import DriftFinding, DriftVerdict
from hiring.domain.monitoring.quality.promise import promise_evidence
from hiring.domain.monitoring.quality.quality import Answers, quality_of_answers
from hiring.entrypoints.cli.output.monitoring import monitor_json, monitor_lines
from tests.clock import now
from tests.contracts.builders import NOON, a_baseline, a_day_check, a_decision, after, an_alert
from tests.shell import Shell

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


def a_window(*findings: DriftFinding, volume: int = 30) -> DailyReport:
    return DailyReport(
        start=NOON,
        end=after(hours=24),
        volume=volume,
        hours=(),
        findings=findings,
        new_alerts=1,
        precision=RealisedPrecision(approved=0, known=0, hired=0),
    )


def a_report(window: DailyReport, policy: Policy = Policy.SIMPLE, **changes: object) -> MonitorReport:
    nothing: dict[str, object] = {"days": (), "quality": (), "alerts": (), "new": ()}
    return MonitorReport(policy=policy, window=window, **{**nothing, **changes})  # type: ignore[arg-type]


def test_the_simple_rules_say_what_moved() -> None:
    assert monitor_lines(a_report(a_window(MOVED, GONE, SILENT)))[1:4] == [
        "  salario_valor: 9000.000 now, 3000.000 in the baseline (+12.00, limit 3.0)",
        "  tem_local: missing column",
        "2 of 3 features moved, 1 cannot say",
    ]


def test_another_rule_says_its_name() -> None:
    lines = monitor_lines(a_report(a_window(MOVED, UNKNOWN, SILENT, SILENT)))
    assert "  salario_valor: unknown share 0.600 now, 0.250 in the baseline (+0.35, limit 0.15)" in lines
    assert "2 of 2 features moved, 1 cannot say" in lines


def test_too_few_answers_are_said_to_be_too_few() -> None:
    assert "fewer than 30 answers" in monitor_lines(a_report(a_window(MOVED, volume=29)))[1]


def test_under_the_other_policy_the_window_is_volume_alone() -> None:
    assert monitor_lines(a_report(a_window(MOVED, GONE), Policy.SEQUENTIAL))[1:] == [
        "no complete UTC day to check: a day is checked once it is over",
        "0 alerts (0 new) by the policy sequential",
    ]


def test_days_alerts_and_the_promise_have_a_line_each() -> None:
    [alert] = watched_alerts([an_alert("tem_email", rule="sequential")], [], NOON)
    promise = promise_evidence([False] * 8 + [True] * 2, promised=0.8)
    answers = Answers(model_version="v1", given=40, approved=20, matured=12, approved_score=16.0)
    quality = replace(
        quality_of_answers(answers, [], promised=0.8, now=NOON), promise=promise, known=10, hired=2
    )
    report = a_report(
        a_window(),
        Policy.SEQUENTIAL,
        days=[a_day_check(), a_day_check(day=after(hours=24))],
        quality=[quality],
        alerts=[alert],
        new=[alert],
    )
    lines = monitor_lines(report)[1:]
    assert lines[0] == "2 complete UTC days checked, from 2025-03-01 to 2025-03-02: 80 answers"
    assert lines[1].startswith("v1: 2 hired of 10 approved answers with a known outcome")
    assert lines[2].startswith("  promised precision 0.8: broken (evidence ")
    assert lines[3].startswith(f"  ALERT {alert.id}  open")
    assert lines[4] == "1 alert (1 new) by the policy sequential"
    told = monitor_json(report)
    assert (told["new_alerts"], [each["id"] for each in told["alerts"]]) == ([alert.id], [alert.id])
    assert [each["day"] for each in told["days"]] == ["2025-03-01", "2025-03-02"]
    assert told["quality"][0]["broken"] is True


def test_a_baseline_of_an_older_program_is_said_to_be_one() -> None:
    assert (
        "`hiring-cli monitor baseline` records another" in monitor_lines(a_report(a_window(), days=None))[2]
    )


def test_machines_are_told_verdict_and_rule() -> None:
    day = monitor_json(a_report(a_window(MOVED, UNKNOWN, GONE)))
    assert [(found["verdict"], found["rule"]) for found in day["findings"]] == [
        ("drift", "drift"),
        ("drift", "unknown share"),
        ("missing column", "missing column"),
    ]


def test_alerts_are_stored_under_the_names_of_their_rules() -> None:
    kept = alerts_of(a_window(MOVED, UNKNOWN, GONE, SILENT), a_baseline(), NOON)
    assert [(alert.feature, alert.rule) for alert in kept] == [
        ("salario_valor", "drift"),
        ("salario_valor", "unknown share"),
        ("tem_local", "missing column"),
    ]
    assert {alert.window_end - alert.window_start for alert in kept} == {timedelta(hours=24)}


def test_a_new_alert_fails_the_check_where_that_is_asked_for(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FileStore(Path("hiring-data"))
    at = now()
    store.baselines.append([replace(a_baseline(), created_at=at, stats={"tem_email": {"rate1": 0.1}})])
    store.inference_log.append(
        [
            replace(
                a_decision(f"r{number}", at=at - timedelta(minutes=5)),
                payload={"tem_email": 1.0},
                features=None,
            )
            for number in range(40)
        ]
    )
    store.close()
    monkeypatch.setenv("HIRING_DRIFT_POLICY", "simple")
    failed = shell("monitor", "daily", "--window", "1", "--fail-on-alert")
    assert (failed.code, "1 alert (1 new)" in failed.out) == (1, True)
    assert shell("monitor", "daily", "--fail-on-alert").code == 0, "it is not new"
    monkeypatch.setenv("HIRING_DRIFT_POLICY", "sequential")
    assert "0 alerts" in shell("monitor", "daily").out, "there is no complete day"


def test_of_two_checks_at_once_one_is_refused(shell: Shell) -> None:
    store = FileStore(Path("hiring-data"))
    store.baselines.append([a_baseline()])
    with store.alone("monitor"):
        ended = shell("monitor", "daily")
    store.close()
    assert (ended.code, ended.out) == (75, "")
    assert "monitor is already running" in ended.err
