"""`hiring-cli report`: the page, its address, and the same figures as JSON."""

import json
from pathlib import Path

import pytest

from hiring.domain.features import FEATURES
from hiring.entrypoints.cli.options.locale import language_here
from tests.shell import Shell


def test_a_report_is_written_and_its_address_told(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_SALT", "the same model in every run")
    shell("synth", "--applicants", 600, "--prospects", 3_000, "--out", tmp_path)
    exports = ("--applicants", tmp_path / "applicants.json", "--prospects", tmp_path / "prospects.json")
    version = json.loads(shell("run", *exports, "--json").out)["model"]["version"]

    ended = shell("report")
    page = tmp_path / f"model-report-{version}.html"
    said, address = ended.out.splitlines()
    assert address == page.as_uri()
    assert said.startswith(f"{version}: ")
    assert version in page.read_text("utf-8")

    out = tmp_path / "cards" / "card.html"
    told = json.loads(shell("report", "--version", version, "--out", out, "--json").out)
    evaluated = json.loads(shell("evaluate", "--json").out)
    assert out.read_bytes() == page.read_bytes()
    assert told["page"] == out.as_uri()
    shell("report", "--lang", "pt", "--out", out)
    assert "Relatório do modelo" in out.read_text("utf-8")
    assert {name: told[name] for name in evaluated} == evaluated
    assert len(told["effects"]) == len(FEATURES)
    assert told["gold"]["as_trained"] is True


def test_without_a_model_there_is_no_report(shell: Shell, tmp_path: Path) -> None:
    ended = shell("report", "--out", "page.html")
    assert ended.code == 66
    assert "hiring-cli train" in ended.err
    assert not (tmp_path / "page.html").exists()


def test_the_language_is_that_of_the_locale() -> None:
    assert language_here({"LANG": "pt_BR.UTF-8"}) == "pt"
    assert language_here({"LC_ALL": "C", "LANG": "pt_BR.UTF-8"}) == "en"
    assert language_here({"LC_ALL": "", "LC_MESSAGES": "pt_PT", "LANG": "en_US"}) == "pt"
    assert language_here({}) == "en"
