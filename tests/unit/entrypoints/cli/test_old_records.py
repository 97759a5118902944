"""Versions whose training record is of another time or program are used like any other."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from hiring.adapters.learning.model_store import FileModelStore
from tests.contracts.training_records import RECORDS, rewrite_record
from tests.shell import Shell
from tests.unit.entrypoints.cli.test_versions import gold, trained

ALARMS = [name for name, record in RECORDS.items() if record.get("leakage", {}).get("alarm")]
MODES = {
    **dict.fromkeys(("all rows counted", "contradicted", "uncertified"), "prec80-uncertified"),
    "manual": "prec80-manual",
}
UNREPORTED = ["the first", "another program's", "nothing", "of vagas"]  # these are rows of people
UNJUDGED = UNREPORTED[1:]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a certified version serves."""
    folder = tmp_path_factory.mktemp("home")
    gold(folder, chance=0.97)
    trained(folder)
    return folder


@pytest.fixture(params=RECORDS)
def name(request: pytest.FixtureRequest, home: Path, tmp_path: Path) -> str:
    """As if the version in this folder had been stored and registered with this record."""
    shutil.copytree(home, tmp_path, dirs_exist_ok=True)
    record, mode = RECORDS[request.param], MODES.get(request.param, "prec80")
    models = FileModelStore(tmp_path / "artifacts" / "modelo_prec80.joblib")
    (stored,) = models.stored()
    rewrite_record(models.verified(stored), record, mode=mode)
    with sqlite3.connect(tmp_path / "hiring-data" / "hiring.sqlite3") as store:
        row = (json.dumps(record), mode, models.verified(stored).digest)
        store.execute("UPDATE model_version SET metadata = ?, operating_mode = ?, digest = ?", row)
    return str(request.param)


def test_it_is_listed_shown_promoted_and_rolled_back_to(shell: Shell, name: str) -> None:
    anyway = ("--allow-uncertified", "--reason", "x", *(["--accept-leakage-alarm"] if name in ALARMS else []))
    (listed,) = json.loads(shell("model", "list", "--json").out)["versions"]
    assert (listed["leakage_alarm"], listed["registered"]) == (name in ALARMS, True)
    version = listed["version"]
    assert shell("promote", version, *anyway).code == 0
    shown = json.loads(shell("model", "show", "--json").out)
    assert json.dumps(shown["metadata"]) == json.dumps(RECORDS[name], sort_keys=True)
    assert shell("promote", version, *anyway, "--threshold", "0.3").code == 0
    assert "threshold chosen by" in shell("model", "show").out
    assert shell("model", "rollback").out.startswith(f"{version} now serves")
    assert shell("model", "verify").code == 0


def test_it_is_judged_if_it_says_of_whom_and_reported_if_it_says_enough(shell: Shell, name: str) -> None:
    (version,) = json.loads(shell("model", "list", "--json").out)["versions"]
    ends = [shell(word, "--version", version["version"]) for word in ("evaluate", "report")]
    assert [end.code for end in ends] == [75 if name in UNJUDGED else 0, 75 if name in UNREPORTED else 0]
    for end in ends:
        assert ("artifact-corrupt" in end.err) == (end.code == 75)
