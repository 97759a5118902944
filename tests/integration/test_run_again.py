"""A run of `hiring-cli predict` that was killed is done again with its id: all answers, and no row twice."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.serving import Home, a_home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_home(tmp_path_factory.mktemp("runs"))


def predict(home: Home, *words: object) -> subprocess.Popen[str]:
    command, environment = home.command()
    file = home.folder / "exports" / "applicants.json"
    return subprocess.Popen(
        [*command[:3], "predict", str(file), "--chunk-size", "50", *map(str, words)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_a_killed_run_is_done_again_and_nobody_has_two_rows(home: Home) -> None:
    with predict(home) as killed:
        assert killed.stdout is not None
        assert killed.stderr is not None
        first = json.loads(killed.stdout.readline())
        killed.kill()  # it cannot have ended: nobody reads what it prints
        (run,) = (line.split()[1] for line in killed.stderr if line.startswith("run: "))
    before = home.rows()

    again, errors = predict(home, "--run-id", run).communicate()
    third, _ = predict(home, "--run-id", run, "--chunk-size", 1_000, "--jobs", 2).communicate()

    answers = [json.loads(line) for line in again.splitlines()]
    rows = home.rows()
    people = len(json.loads((home.folder / "exports" / "applicants.json").read_text("utf-8")))
    assert 0 < len(before) < people, errors
    assert len(answers) == len(rows) == people
    assert {answer["request_id"] for answer in answers} == {row.request_id for row in rows}
    assert rows[: len(before)] == before
    assert answers[0] == first
    assert third == again


def test_the_id_of_a_run_is_for_one_file(home: Home, tmp_path: Path) -> None:
    file = home.folder / "exports" / "applicants.json"
    other = tmp_path / "other.json"
    other.write_text(file.read_text("utf-8").replace('"cv_pt": "', '"cv_pt": "changed ', 1), "utf-8")
    command, environment = home.command()
    words = [*command[:3], "predict", "--run-id", "one-file", "--top", "1"]
    subprocess.run([*words, str(file)], env=environment, check=True, capture_output=True)

    refused = subprocess.run([*words, str(other)], env=environment, check=False, capture_output=True)

    assert refused.returncode == 73
    assert b"decision-conflict" in refused.stderr
    assert b"a --run-id is for one file, model and --explain" in refused.stderr
    assert refused.stdout == b""


def test_the_id_of_a_run_is_for_one_number_of_reasons(home: Home) -> None:
    """From the log come the answers as they were given: those without reasons."""
    with predict(home, "--run-id", "explained", "--explain", 1, "--top", 1) as first:
        assert first.wait() == 0
    rows = home.rows()

    with predict(home, "--run-id", "explained", "--top", 1) as refused:
        assert refused.wait() == 73
    with predict(home, "--run-id", "explained", "--explain", 1, "--top", 1) as again:
        assert again.wait() == 0
    assert home.rows() == rows


def test_an_id_that_is_none_is_refused(home: Home) -> None:
    with predict(home, "--run-id", "a b") as refused:
        assert refused.wait() == 2
