"""`train`, `evaluate` and `model`, as a person and as a program use them."""

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import chdir, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from hiring.adapters.files.store import FileStore
from hiring.entrypoints.cli.main import main
from tests.clock import now
from tests.shell import Shell
from tests.unit.application.worlds import gold_where_a_segment_is_hired


def gold(
    home: Path,
    people: int = 1_200,
    *,
    chance: float,
    later: float | None = None,
    dated: bool = True,
    leak: bool = False,
) -> None:
    store = FileStore(home / "hiring-data", salt="s")
    gold_where_a_segment_is_hired(
        store, people, chance=chance, first_day="2021-01-01" if dated else None, later=later, leak=leak
    )
    store.close()


def trained(folder: Path, *words: str) -> str:
    """The id of a new version."""
    said = StringIO()
    with chdir(folder), redirect_stdout(said), pytest.raises(SystemExit):
        main(["train", "--json", *words])
    return str(json.loads(said.getvalue())["version"])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A folder with a certified version, which serves, and one that is stored and not certified."""
    folder = tmp_path_factory.mktemp("home")
    gold(folder, chance=0.97)
    certified = trained(folder)
    gold(folder, chance=0.3)
    return folder, certified, trained(folder, "--seed", "5")


@pytest.fixture
def certified(home: tuple[Path, str, str], tmp_path: Path) -> str:
    shutil.copytree(home[0], tmp_path, dirs_exist_ok=True)
    return home[1]


@pytest.fixture
def uncertified(home: tuple[Path, str, str], certified: str) -> str:
    del certified
    return home[2]


def test_training_tells_how_and_what(shell: Shell, tmp_path: Path) -> None:
    gold(tmp_path, chance=0.97)
    said = shell("train").out
    assert "trees by 5 folds of people; calibration" in said
    assert "out of time (fitted before 2021-08-29, 240 other people since" in said
    assert "LEAKAGE" not in said
    assert ", CERTIFIED for at least a precision of 0.80" in said
    assert "in time: not yet shown: on rows before 2021-08-29 alone, no threshold is certified" in said
    assert "nothing rejects a person by it" in said
    assert "it now serves as" in said


def test_a_certificate_that_later_people_contradict_is_taken_away_and_every_command_says_why(
    shell: Shell, tmp_path: Path
) -> None:
    gold(tmp_path, 3_000, chance=0.99, later=0.65)
    said = shell("train").out
    why = "for people drawn like these ("
    assert re.search(r"NOT CERTIFIED: 0\.\d+ passed for at least a precision of 0\.80 .*contradict it", said)
    assert why in said
    assert "in time: CONTRADICTED: " in said
    assert "exclusion in time: not yet shown: " in shell("evaluate").out
    for command in (("model", "show"), ("evaluate",)):
        assert "in time: CONTRADICTED: " in shell(*command).out
    assert why in shell("model", "show").out
    shown = json.loads(shell("model", "show", "--json").out)
    told = shown["metadata"]["in_time"]["precision"]
    assert (shown["operating_mode"], shown["threshold"]) == ("prec80-uncertified", 1.0)
    assert told["judgement"]["verdict"] == "contradicted"
    assert told["withdrawn"] == {**shown["metadata"]["certificate"], "certified": True}
    assert shell("promote", shown["version"], "--reason", "x").code == 73
    words = ("--allow-uncertified", "--threshold", "0.5", "--reason", "x", "--json")
    assert json.loads(shell("promote", shown["version"], *words).out)["operating_mode"] == "prec80-manual"
    assert "in time: CONTRADICTED: " in shell("model", "show").out


def test_where_a_promise_must_be_shown_one_that_is_not_yet_is_taken_away(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gold(tmp_path, 2_000, chance=0.97, dated=False)
    assert "in time: not yet shown: of the past, " in shell("train").out
    monkeypatch.setenv("HIRING_PROMISE", "shown")
    said = shell("train").out
    assert re.search(r"NOT CERTIFIED: 0\.\d+ passed .* later rows do not show it, as is required", said)
    assert "in time: not yet shown: of the past, " in said


def test_training_tells_machines(shell: Shell, tmp_path: Path) -> None:
    gold(tmp_path, chance=0.3)
    told = json.loads(shell("train", "--json").out)
    assert {"version", "path", "operating_mode", "threshold", "rows", "certificate", "test", "serves"} <= set(
        told
    )
    assert told["out_of_time"]["quality"]["rows"] == 240
    assert told["in_time"]["rows"] == 240
    assert told["exclusion"]["max_hired"] == 0.10
    assert told["fitting"]["calibration"] in {"none", "sigmoid", "isotonic"}
    assert told["leakage"]["alarm"] is False


def test_an_uncertified_training_says_how_to_let_it_serve(
    shell: Shell, certified: str, tmp_path: Path
) -> None:
    gold(tmp_path, chance=0.3)
    said = shell("train", "--promote").out
    assert "NOT CERTIFIED" in said
    assert "what served before still serves" in said
    assert re.search(r"hiring-cli promote \S+ --allow-uncertified --reason TEXT", said)
    assert json.loads(shell("model", "show", "--json").out)["version"] == certified


@pytest.mark.parametrize("command", [("promote",), ("model", "promote")])
def test_a_threshold_is_chosen_with_a_reason(
    shell: Shell, certified: str, uncertified: str, command: tuple[str, ...]
) -> None:
    refused = shell(*command, uncertified, "--reason", "x")
    assert refused.code == 73
    assert "--allow-uncertified" in refused.err
    assert shell(*command, uncertified, "--allow-uncertified").code == 2
    assert shell(*command, uncertified, "--threshold", 0.4, "--reason", "x").code == 2
    assert shell(*command, uncertified, "--threshold", 0, "--allow-uncertified", "--reason", "x").code == 2
    words = ("--allow-uncertified", "--threshold", 0.4, "--reason", "piloto em TI", "--json")
    served = json.loads(shell(*command, uncertified, *words).out)
    assert (served["operating_mode"], served["threshold"]) == ("prec80-manual", 0.4)
    assert served["version"] not in {certified, uncertified}
    assert "piloto em TI" in shell("model", "show").out
    answers = shell("evaluate").out
    assert "somebody chose its threshold" in answers


def test_versions_are_listed_and_rolled_back_and_the_history_tells_it(
    shell: Shell, certified: str, uncertified: str
) -> None:
    shell("promote", uncertified, "--allow-uncertified", "--reason", "only to rank")
    lines = shell("model", "list").out.splitlines()
    assert [line[0] for line in lines if uncertified in line] == ["*"]
    assert len(lines) == 2
    assert shell("model", "rollback", "--reason", "worse").out.startswith(f"{certified} now serves")
    listed = json.loads(shell("model", "list", "--json").out)
    assert listed["serves"] == certified
    assert {each["version"]: each["certified"] for each in listed["versions"]} == {
        certified: True,
        uncertified: False,
    }
    events = json.loads(shell("model", "history", "--json").out)["deployments"]
    assert [(event["version"], event["reason"]) for event in events] == [
        (certified, "train: nothing was published yet"),
        (uncertified, "only to rank"),
        (certified, "worse"),
    ]
    assert "only to rank" in shell("model", "history").out
    tomorrow = f"{now().year + 1}-01-01"
    assert len(shell("model", "history", "--at", tomorrow).out.splitlines()) == 1
    assert "nothing has served" in shell("model", "history", "--at", "2020-01-01").out


@pytest.mark.parametrize("reason", ["", " \t", "caf\udce9"], ids=["empty", "blank", "not UTF-8"])
def test_a_reason_that_nobody_can_read_is_wrong_usage(shell: Shell, certified: str, reason: str) -> None:
    before = shell("model", "history").out
    for words in (
        ("promote", certified),
        ("promote", certified, "--allow-uncertified"),
        ("model", "rollback"),
        ("train", "--accept-leakage-alarm"),
    ):
        assert shell(*words, "--reason", reason).code == 2
    assert shell("model", "history").out == before


def test_a_reason_that_would_be_kept_nowhere_is_wrong_usage(shell: Shell) -> None:
    assert shell("train", "--promote", "--reason", "x").code == 2
    assert shell("run", "--applicants", "a", "--prospects", "p", "--reason", "x").code == 2


def test_show_marks_the_version_that_serves_by_its_id_too(
    shell: Shell, certified: str, uncertified: str
) -> None:
    assert shell("model", "show", certified).out.startswith(f"* {certified}")
    assert shell("model", "show", uncertified).out.startswith(f"  {uncertified}")


def test_a_reason_forges_no_line_of_the_history(shell: Shell, certified: str) -> None:
    forged = "2020-01-01 00:00:00 UTC  forged  by root"
    assert shell("promote", certified, "--reason", f"ok\n{forged}").code == 0
    lines = shell("model", "history").out.splitlines()
    assert len(lines) == 2
    assert not any(line.startswith(forged) for line in lines)


def test_a_user_whose_name_is_not_utf_8_is_told_escaped(
    shell: Shell, certified: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "jos\udce9")
    assert shell("promote", certified).code == 0
    assert "by jos\\udce9" in shell("model", "history").out


@pytest.mark.usefixtures("certified")
def test_what_serves_may_be_the_only_version_that_ever_did(shell: Shell) -> None:
    assert shell("model", "rollback").code == 66
    assert shell("model", "show", "20240301T123015Z-00000000").code == 66


def test_verification_finds_damage_and_ends_in_75(shell: Shell, certified: str, tmp_path: Path) -> None:
    assert shell("model", "verify").code == 0
    booster = tmp_path / "artifacts" / "versions" / certified / "booster.txt"
    booster.write_bytes(booster.read_bytes()[:-1])
    ended = shell("model", "verify")
    assert ended.code == 75
    assert f"BAD {certified}" in ended.out
    checks = json.loads(shell("model", "verify", "--json").out)
    assert [check["sound"] for check in checks["checks"]] == [True, False, True]


def test_without_versions_there_is_nothing_to_list(shell: Shell) -> None:
    assert shell("model", "list").out == "no versions yet\n"
    assert shell("model", "show").code == 66


def test_an_evaluation_shows_every_measure_with_its_interval(
    shell: Shell, certified: str, uncertified: str
) -> None:
    said = shell("evaluate", "--version", uncertified).out
    for words in ("ROC AUC: ", "average precision (PR AUC): ", "Brier score: ", "calibration error: "):
        assert re.search(rf"{re.escape(words)}[0-9.]+ \([0-9.]+ to [0-9.]+\)", said), words
    assert "at 0.5, threshold 0.5000" in said
    assert "model's own, threshold 1.0000" in said
    assert "2021: " in said
    assert "NOT CERTIFIED" in said
    assert f"compared with {certified}, which serves, on the same people: ROC AUC" in said


def test_an_evaluation_gives_machines_everything_that_a_report_shows(
    shell: Shell, certified: str, uncertified: str
) -> None:
    told = json.loads(shell("evaluate", "--version", uncertified, "--json").out)
    assert [at["name"] for at in told["confusions"]][:2] == ["half", "model"]
    assert told["comparison"]["serves"] == certified
    assert set(told["comparison"]["differences"]) == {"roc_auc", "average_precision", "brier"}
    assert {"precision_recall", "reliability", "histogram"} == set(told["curves"])
    assert told["intervals"]["roc_auc"][0] < told["roc_auc"] < told["intervals"]["roc_auc"][1]
    assert told["trained"]["certificate"]["certified"] is False
    assert told["years"][0]["year"] == 2021


@pytest.mark.slow
def test_of_two_trainings_at_once_one_wins_and_the_other_says_so(certified: str, tmp_path: Path) -> None:
    gold(tmp_path, chance=0.97)
    command = [sys.executable, "-m", "hiring", "train", "--promote", "--json", "--seed"]
    running = [
        subprocess.Popen(
            [*command, seed], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for seed in ("6", "7")
    ]
    ended = [(process.communicate(), process.returncode) for process in running]
    assert sorted(code for _, code in ended) == [0, 73]
    ((_, told),) = [said for said, code in ended if code == 73]
    ((won, _),) = [said for said, code in ended if code == 0]
    assert "was stored but does not serve" in told
    assert len(list((tmp_path / "artifacts" / "versions").glob("2*"))) == 4
    manifest = json.loads((tmp_path / "artifacts" / "modelo_prec80.manifest.json").read_bytes())
    assert manifest["id"] == json.loads(won)["version"] != certified


@pytest.mark.parametrize(
    "words",
    [
        ("promote", "nope"),
        ("model", "show", "nope"),
        ("evaluate", "--version", "nope"),
        ("report", "--version", "nope"),
        ("predict", "applicants.json", "--version", "nope"),
        ("predict", "applicants.json", "--version", ""),
        ("promote", "20240301T123015Z-00000000"),
        ("promote", "../versions"),
    ],
    ids=" ".join,
)
def test_a_version_that_is_not_there_is_told_from_a_place_where_nothing_serves(
    shell: Shell, certified: str, words: tuple[str, ...]
) -> None:
    ended = shell(*words)
    assert (ended.code, "version-missing" in ended.err) == (66, True)
    assert certified in ended.err
    assert "no model is published" not in ended.err


@pytest.mark.parametrize(
    "words",
    [
        ("promote",),
        ("model", "show"),
        ("evaluate", "--version"),
        ("report", "--version"),
        ("predict", "applicants.json", "--version"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("lost", ["folder", "files", "manifest"])
def test_a_registered_version_whose_files_are_lost_is_told_so(
    shell: Shell, certified: str, uncertified: str, words: tuple[str, ...], lost: str
) -> None:
    folder = Path("artifacts") / "versions" / uncertified
    for file in folder.iterdir():
        if lost != "manifest" or file.name == "manifest.json":
            file.unlink()
    if lost == "folder":
        folder.rmdir()
    ended = shell(*words, uncertified)
    assert (ended.code, "version-missing" in ended.err) == (66, True)
    assert certified in ended.err
    assert uncertified not in ended.err
    assert "no model is published" not in ended.err


def test_show_prints_the_certificate_and_its_evidence(shell: Shell, certified: str) -> None:
    told = json.loads(shell("model", "show", "--json").out)["metadata"]["certificate"]
    said = shell("model", "show", certified).out
    assert "CERTIFIED" in said
    assert f"{told['evidence']['hired']:,} of the {told['evidence']['selected']:,}" in said
    assert f"{told['people']:,}" in said


def test_rolling_back_says_where_the_next_one_leads(shell: Shell, certified: str, uncertified: str) -> None:
    shell("promote", uncertified, "--allow-uncertified", "--reason", "only to rank")
    for target, before in ((certified, uncertified), (uncertified, certified)):
        ended = shell("model", "rollback")
        assert ended.out.startswith(f"{target} now serves")
        assert f"{before} served until now" in ended.err


def test_a_version_that_is_not_registered_is_listed_as_such(
    shell: Shell, uncertified: str, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "hiring-data" / "hiring.sqlite3") as store:
        store.execute("DELETE FROM model_version WHERE id = ?", (uncertified,))
    (line,) = [line for line in shell("model", "list").out.splitlines() if uncertified in line]
    assert "not registered" in line
    listed = json.loads(shell("model", "list", "--json").out)["versions"]
    assert {each["version"]: each["registered"] for each in listed}[uncertified] is False
