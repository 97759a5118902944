"""`hiring-cli monitor alerts`: what is alarming, and who did what about it."""

import json
from pathlib import Path

import pytest

from hiring.adapters.files import FileStore
from hiring.domain.monitoring.alerts import alert_id
from tests.contracts.builders import an_alert
from tests.shell import Shell

FOUND = an_alert("tem_email", rule="sequential")
ID = alert_id(FOUND)


@pytest.fixture
def alarmed(shell: Shell) -> Shell:
    """The shell, where a store with one alert is."""
    store = FileStore(Path("hiring-data"))
    store.alerts.append([FOUND])
    store.close()
    return shell


def test_there_are_none(shell: Shell) -> None:
    ended = shell("monitor", "alerts", "list")
    assert (ended.code, ended.out) == (0, "no alerts\n")


def test_an_alert_is_acknowledged_and_closed_and_then_listed_no_more(alarmed: Shell) -> None:
    assert ID in alarmed("monitor", "alerts", "list").out
    ended = alarmed("monitor", "alerts", "ack", ID, "--reason", "campaign in Recife")
    assert (ended.code, ended.out) == (0, "")
    assert f"{ID} is acknowledged" in ended.err
    assert alarmed("monitor", "alerts", "close", ID, "--reason", "it is over").code == 0
    assert alarmed("monitor", "alerts", "list").out == "no alerts\n"
    assert f"{ID}  closed" in alarmed("monitor", "alerts", "list", "--all").out


def test_who_did_what_and_why_is_shown(alarmed: Shell) -> None:
    alarmed("monitor", "alerts", "ack", ID, "--reason", "campaign in Recife")
    shown = alarmed("monitor", "alerts", "show", ID)
    assert "acknowledged by" in shown.out
    assert "campaign in Recife" in shown.out
    [event] = json.loads(alarmed("monitor", "alerts", "show", ID, "--json").out)["events"]
    assert (event["status"], event["reason"], event["until"]) == ("acknowledged", "campaign in Recife", None)
    assert event["actor"]


def test_a_muted_alert_says_until_when(alarmed: Shell) -> None:
    ended = alarmed("monitor", "alerts", "mute", ID, "--until", "2999-01-01", "--reason", "known")
    assert ended.code == 0
    [listed] = json.loads(alarmed("monitor", "alerts", "list", "--json").out)["alerts"]
    assert (listed["status"], listed["events"][0]["until"]) == ("muted", "2999-01-01T00:00:00+00:00")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["ack", ID], 2, "--reason TEXT is needed"),
        (["ack", ID, "--reason", " "], 2, "it is empty"),
        (["mute", ID, "--reason", "known"], 2, "--until"),
        (["mute", ID, "--until", "2020-01-01", "--reason", "known"], 2, "in the past"),
        (["mute", ID, "--until", "soon", "--reason", "known"], 2, "ISO 8601"),
        (["ack", "ffffffff", "--reason", "known"], 66, "monitor alerts list --all"),
        (["show", "ffffffff"], 66, "alert-missing"),
    ],
)
def test_what_cannot_be_done_changes_nothing(alarmed: Shell, words: list[str], code: int, said: str) -> None:
    ended = alarmed("monitor", "alerts", *words)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err
    assert json.loads(alarmed("monitor", "alerts", "list", "--json").out)["alerts"][0]["events"] == []


def test_what_has_ended_stays_ended(alarmed: Shell) -> None:
    alarmed("monitor", "alerts", "close", ID, "--reason", "it is over")
    ended = alarmed("monitor", "alerts", "ack", ID, "--reason", "really?")
    assert ended.code == 73
    assert "alert-ended" in ended.err
