"""`monitor daily` tells a webhook of alerts, and never fails for it."""

import json
import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hiring.adapters.files import FileStore
from hiring.domain.monitoring.alerts import alert_id
from tests.clock import now
from tests.contracts.builders import a_baseline, an_alert
from tests.receiver import SECRET, a_receiver, status
from tests.shell import Ended, Shell

FOUND = an_alert("tem_email", rule="sequential")
ID = alert_id(FOUND)


@pytest.fixture
def alarmed(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The shell, where a store with a baseline and an open alert is."""
    store = FileStore(Path("hiring-data"))
    store.baselines.append([replace(a_baseline(), created_at=now() - timedelta(days=2))])
    store.alerts.append([FOUND])
    store.close()
    monkeypatch.setenv("HIRING_ALERT_WEBHOOK_SECRET", SECRET)
    return shell


def daily(shell: Shell, monkeypatch: pytest.MonkeyPatch, url: str, *options: str) -> Ended:
    monkeypatch.setenv("HIRING_ALERT_WEBHOOK", url)
    ended = shell("monitor", "daily", *options)
    for secret in (SECRET, "s3cr3t-path", "team=hr"):
        assert secret not in ended.out + ended.err
    return ended


def test_an_open_alert_is_delivered_once(alarmed: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_receiver(status(204)) as receiver:
        first = daily(alarmed, monkeypatch, receiver.url, "--json")
        again = daily(alarmed, monkeypatch, receiver.url, "--json")
    assert (first.code, "warning:" in first.err, again.code) == (0, False, 0)
    assert json.loads(first.out)["webhook"] == {"delivered": [ID], "undelivered": [], "ended_by": None}
    assert json.loads(again.out)["webhook"]["delivered"] == []
    assert [json.loads(each.body)["id"] for each in receiver.received] == [ID]
    [alert] = json.loads(alarmed("monitor", "alerts", "list", "--json").out)["alerts"]
    assert (alert["status"], alert["events"]) == ("open", [])
    assert alert["notified_at"] is not None
    assert "  the webhook was told" in alarmed("monitor", "alerts", "show", ID).out


def test_a_refusal_is_a_warning_and_delivered_by_the_next_check(
    alarmed: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_receiver(status(404), status(200)) as receiver:
        refused = daily(alarmed, monkeypatch, receiver.url)
        assert refused.code == 0
        assert f"the webhook at 127.0.0.1 was not told of 1 alert ({ID}: HTTP 404)" in refused.err
        assert "the next `monitor daily` tries again" in refused.err
        assert "warning:" not in daily(alarmed, monkeypatch, receiver.url).err
    assert len(receiver.received) == 2


def test_nobody_listening_changes_neither_result_nor_exit_code(
    alarmed: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ("--at", "2026-11-23T00:00:00Z")
    without = alarmed("monitor", "daily", *at)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    ended = daily(alarmed, monkeypatch, f"http://127.0.0.1:{port}/s3cr3t-path", *at)
    assert (ended.code, ended.out) == (0, without.out)
    assert "ConnectionRefusedError" in ended.err


@pytest.mark.parametrize(
    "url",
    [
        "ftp://hooks.example.com/",
        "file:///etc/passwd",
        "hooks.example.com",
        "https://",
        "https://ana:s3cr3t@hooks.example.com/",
        "https://s3cr3t@hooks.example.com/",
        "https://hooks.example.com:99999/s3cr3t",
        "https://hooks.example.com/s3cr3t path",
        "https://[::1/s3cr3t",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_and_not_shown(
    alarmed: Shell, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    refused = daily(alarmed, monkeypatch, url)
    assert refused.code == 65
    assert "HIRING_ALERT_WEBHOOK: " in refused.err
    assert "s3cr3t" not in refused.err


@pytest.mark.parametrize(
    "secret", ["s3cr3t", "whsec_s3cr3t", "whsec_czNjcjN0", SECRET.removeprefix("whsec_")]
)
def test_a_secret_that_is_too_short_or_none_is_refused_and_not_shown(
    alarmed: Shell, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("HIRING_ALERT_WEBHOOK_SECRET", secret)
    refused = alarmed("monitor", "daily")
    assert refused.code == 65
    assert "HIRING_ALERT_WEBHOOK_SECRET: " in refused.err
    assert secret not in refused.err


def test_an_address_without_a_secret_is_refused(alarmed: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HIRING_ALERT_WEBHOOK_SECRET")
    refused = daily(alarmed, monkeypatch, "https://hooks.example.com/")
    assert (refused.code, "HIRING_ALERT_WEBHOOK_SECRET is not set" in refused.err) == (65, True)
