"""A real leak: the version is stored, nothing is published, and somebody may accept it with a reason."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.shell import Shell
from tests.unit.entrypoints.cli.test_versions import gold, trained

ACCEPTED = ("--accept-leakage-alarm", "--reason", "piloto com dados conhecidos")


@pytest.fixture
def leak(tmp_path: Path) -> None:
    gold(tmp_path, chance=0.95, leak=True)


def events(folder: Path) -> list[tuple[str, str, str]]:
    with sqlite3.connect(folder / "hiring-data" / "hiring.sqlite3") as store:
        return store.execute("SELECT version_id, actor, reason FROM deployment_event").fetchall()


@pytest.mark.usefixtures("leak")
def test_an_alarm_stores_the_version_publishes_nothing_and_names_the_columns(
    shell: Shell, tmp_path: Path
) -> None:
    ended = shell("train", "--promote", "--json")
    assert ended.code == 65
    assert "cv_protheus" in ended.err
    assert "leakage-alarm" in ended.err
    told = json.loads(ended.out)
    assert (told["leakage"]["alarm"], told["serves"]) == (True, None)
    assert [column["feature"] for column in told["leakage"]["features"]] == ["cv_protheus"]
    assert not (tmp_path / "artifacts" / "modelo_prec80.joblib").exists()
    assert events(tmp_path) == []
    (listed,) = json.loads(shell("model", "list", "--json").out)["versions"]
    assert (listed["version"], listed["leakage_alarm"]) == (told["version"], True)
    shown = shell("model", "show", told["version"]).out
    assert "leakage alarm" in shown
    assert "cv_protheus" in shown
    judged = shell("evaluate", "--version", told["version"])
    assert judged.code == 0
    assert "LEAKAGE ALARM" in judged.out
    reported = shell("report", "--version", told["version"], "--out", "card.html")
    assert "LEAKAGE ALARM" in reported.out
    assert (tmp_path / "card.html").read_text(encoding="utf-8").count("LEAKAGE ALARM") == 1


@pytest.mark.usefixtures("leak")
def test_people_are_not_told_that_a_leaking_model_is_certified(shell: Shell) -> None:
    ended = shell("train")
    assert ended.code == 65
    assert "LEAKAGE ALARM" in ended.out
    assert "CERTIFIED" not in ended.out
    assert "now serves" not in ended.out


@pytest.mark.usefixtures("leak")
def test_an_accepted_alarm_is_an_event_that_says_who_and_why(shell: Shell, tmp_path: Path) -> None:
    assert shell("train", "--accept-leakage-alarm").code == 2
    assert shell("train", "--accept-leakage-alarm", "--reason", " ").code == 2
    ended = shell("train", *ACCEPTED, "--json")
    assert ended.code == 0
    told = json.loads(ended.out)
    assert told["serves"]
    ((version, actor, reason),) = events(tmp_path)
    assert (version, "piloto com dados conhecidos" in reason) == (told["version"], True)
    assert actor
    assert "piloto com dados conhecidos" in shell("model", "history").out
    assert "piloto com dados conhecidos" in shell("model", "show").out


@pytest.mark.usefixtures("leak")
def test_a_version_with_an_alarm_is_promoted_and_rolled_back_to_only_knowingly(
    shell: Shell, tmp_path: Path
) -> None:
    leaking = trained(tmp_path)
    for words in ((), ("--allow-uncertified", "--threshold", 0.5, "--reason", "x")):
        refused = shell("promote", leaking, *words)
        assert (refused.code, "cv_protheus" in refused.err) == (73, True)
    assert shell("promote", leaking, "--accept-leakage-alarm").code == 2
    assert shell("promote", leaking, *ACCEPTED).code == 0
    gold(tmp_path, chance=0.97)
    sound = trained(tmp_path, "--promote")
    assert shell("promote", leaking).code == 73
    assert shell("model", "rollback").out.startswith(f"{leaking} now serves")  # accepted when it served
    assert shell("promote", sound).code == 0
    with sqlite3.connect(tmp_path / "hiring-data" / "hiring.sqlite3") as store:
        # as if it had served before there were alarms
        store.execute("UPDATE deployment_event SET reason = 'promote'")
    refused = shell("model", "rollback")
    assert (refused.code, "leakage-not-accepted" in refused.err) == (73, True)
    assert json.loads(shell("model", "list", "--json").out)["serves"] == sound
