"""`hiring-cli monitor report`: lines, JSON, and the page as a file."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from hiring.adapters.files import FileStore
from hiring.domain.monitoring.alerts import PROMISE
from tests.clock import now
from tests.shell import Shell
from tests.unit.adapters.reports.test_monitor_page import alert
from tests.unit.application.monitored import OLD, Monitored, days_up_to, some_days


@pytest.fixture
def checked(shell: Shell) -> Shell:
    """The shell, where a store with forty quiet days up to yesterday is."""
    store = FileStore(Path("hiring-data"))
    world = Monitored(store=store)
    rates = world.record_baseline()
    last = now().date() - timedelta(days=1)
    world.check(some_days(OLD, days_up_to(last, 40), volume=60, moved={}, since=last, seed=2), rates)
    world.judge(OLD, known=12, hired=10)
    store.close()
    return shell


def test_what_is_there_is_said_in_a_few_lines(checked: Shell) -> None:
    ended = checked("monitor", "report")
    assert ended.code == 0
    assert ended.out.startswith("quiet for 40 days, since ")
    assert "a change of 12 points is found in about" in ended.out
    assert "retrain? no: nothing has moved in 40 days; 10 of 12 outcomes that count were hirings" in ended.out


def test_before_the_first_day_the_next_step_is_named(shell: Shell) -> None:
    assert "next: hiring-cli monitor baseline" in shell("monitor", "report").out


def test_alerts_are_listed_and_named(checked: Shell) -> None:
    store = FileStore(Path("hiring-data"))
    store.alerts.append([alert(), alert(1, rule=PROMISE, feature="precision")])
    store.close()
    said = checked("monitor", "report").out
    assert "2 alerts open" in said
    assert "tem_linkedin  fell from 0.800 to 0.500" in said
    assert "retrain? look first: 2 alerts" in said


def test_many_alerts_are_counted(checked: Shell) -> None:
    store = FileStore(Path("hiring-data"))
    store.alerts.append([alert(number, feature=f"f{number}") for number in range(12)])
    store.close()
    assert "  and 2 others" in checked("monitor", "report").out


def test_the_page_is_written_and_its_address_told(checked: Shell) -> None:
    ended = checked("monitor", "report", "--html", "pages/monitor.html", "--lang", "pt")
    assert ended.out.rstrip().endswith("/pages/monitor.html")
    assert '<html lang="pt-BR">' in Path("pages/monitor.html").read_text("utf-8")


def test_json_has_all_figures(checked: Shell) -> None:
    told = json.loads(checked("monitor", "report", "--json").out)
    assert told["log"]["days"] == 40
    assert told["retraining"]["answer"] == "no"
    assert told["page"] is None
