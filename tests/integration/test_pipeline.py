"""The main job, whole: exports in, a certified model out, people scored and logged, drift checked."""

import csv
import io
import json
import re
from contextlib import closing
from pathlib import Path

import pytest

from hiring.adapters.files import FileStore
from hiring.domain.decisions import NO_CLIENT
from hiring.domain.features import FEATURES
from hiring.domain.reasons import reasons_json
from tests.exports import write_applicants
from tests.shell import Shell


@pytest.mark.slow  # the README's walk runs the demo, and compares what it prints with the figures shown there
def test_the_demo_certifies_its_threshold(shell: Shell, tmp_path: Path) -> None:
    shown = json.loads(shell("demo", "--out", tmp_path / "d", "--json").out)
    assert shown["model"]["certificate"]["certified"]
    assert shown["model"]["operating_mode"] == "prec80"
    in_time = shown["model"]["in_time"]["precision"]  # nothing changes in its world
    assert (in_time["judgement"]["verdict"], in_time["withdrawn"]) == ("shown", None)
    applicants, labels, gold = shown["applicants"], shown["labels"], shown["gold"]
    assert applicants["read"] == applicants["kept"] + applicants["rejected"] == 5_000
    assert labels["labelled"] + labels["undecided"] + labels["unknown"] == labels["prospects"] == 20_000
    assert labels["labelled"] == gold["gold"] + gold["superseded"] + gold["applicant_unknown"]
    vagas = shown["vagas"]
    assert vagas["read"] == vagas["kept"] == 5_174
    assert (vagas["table"], vagas["absent_fields"]) == ("vagas_raw", {})
    assert 0.7 < shown["model"]["test"]["roc_auc"] < 0.85
    assert shown["scored"] == 5_000
    assert shown["daily"]["volume"] == 5_001  # one more over HTTP
    best, served = shown["shortlist"][0], shown["served"]
    assert served["codigo_profissional"] == best["codigo_profissional"]
    assert served["probabilidade_contratacao"] == best["probabilidade_contratacao"]
    assert all(answer["aprovado_pelo_modelo"] for answer in shown["shortlist"])


@pytest.mark.slow  # as long as the other demo; that `train` says so is tested in test_versions.py
def test_the_hard_demo_says_that_nothing_is_certified(shell: Shell, tmp_path: Path) -> None:
    ended = shell("demo", "--hard", "--out", tmp_path / "d")
    assert ended.code == 0
    assert "NOT CERTIFIED" in ended.out
    assert "approves nobody" in ended.out


def test_a_run_can_be_used_and_run_again(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_SALT", "the same model in every run")
    shell("synth", "--applicants", 800, "--prospects", 4_000, "--out", tmp_path)
    words = ("run", "--applicants", tmp_path / "applicants.json", "--prospects", tmp_path / "prospects.json")
    first = json.loads(shell(*words, "--json").out)
    assert first["model"]["serves"].endswith("modelo_prec80.joblib")
    assert "vagas" not in first
    again = shell(*words, "--vagas", tmp_path / "vagas.json").out
    assert "what served before still serves" in again
    assert re.search(r"^vagas_raw: read ([\d,]+) = kept \1 \+ rejected 0$", again, re.MULTILINE)
    check_pairs(shell, tmp_path, again)

    people = write_applicants(tmp_path)
    rows = list(csv.DictReader(io.StringIO(shell("predict", people, "--format", "csv", "--no-log").out)))
    assert [row["codigo_profissional"] for row in rows] == ["31000", "31001"]
    best = [json.loads(line) for line in shell("predict", people, "--top", 1).out.splitlines()]
    assert best[0]["probabilidade_contratacao"] == max(
        float(row["probabilidade_contratacao"]) for row in rows
    )

    evaluated = json.loads(shell("evaluate", "--json").out)
    assert evaluated["version"] == first["model"]["version"]
    assert evaluated["roc_auc"] == first["model"]["test"]["roc_auc"]
    assert shell("evaluate", "--version", evaluated["version"]).out.startswith("version ")
    allowed = ("--allow-uncertified",) if evaluated["operating_mode"].endswith("uncertified") else ()
    assert "now serves" in shell("promote", evaluated["version"], "--reason", "test", *allowed).out
    assert shell("promote", "no-such-version").code == 66

    assert shell("monitor", "daily").code == 66
    assert f"{len(FEATURES)} features" in shell("monitor", "baseline").out
    assert "rate1" in json.loads(shell("monitor", "baseline", "--json").out)["stats"]["tem_email"]
    day = json.loads(shell("monitor", "daily", "--json").out)
    assert day["volume"] == 2  # --no-log kept no row, --top 1 answered about everybody
    assert "2 answers" in shell("monitor", "daily").out
    assert "0 answers" in shell("monitor", "daily", "--at", "2020-01-01T00:00:00Z").out
    assert shell("monitor", "daily", "--at", "yesterday").code == 2
    assert shell("doctor").code == 0
    check_reasons(shell, people)


def check_pairs(shell: Shell, folder: Path, ran: str) -> None:
    """Everybody who was put forward is scored for their vaga, by the model that reads vagas."""
    assert "profile candidate_vaga:" in ran
    assert re.search(r"it now serves as \S*modelo_prec80_vaga\.joblib", ran)
    vagas, prospects = (json.loads((folder / f"{name}.json").read_text()) for name in ("vagas", "prospects"))
    some = [code for code, vaga in prospects.items() if code in vagas and vaga["prospects"]]
    vagas[some[0]] = {"informacoes_basicas": {"titulo_vaga": ""}}
    prospects[some[1]]["prospects"][0]["codigo"] = "x"
    (folder / "some_vagas.json").write_text(json.dumps(vagas))
    (folder / "some_prospects.json").write_text(json.dumps(prospects))
    exports = ("--vagas", folder / "some_vagas.json", "--prospects", folder / "some_prospects.json")
    words = ("predict", "--profile", "candidate_vaga", *exports, folder / "applicants.json", "--no-log")
    words = (*words, "--run-id", "monday")
    scored = shell(*words)
    assert shell(*words, "--jobs", 2).out == scored.out
    lines = [json.loads(line) for line in scored.out.splitlines()]
    counted = re.search(r"prospects: read 4,000 = scored ([\d,]+)(.*)", scored.err)
    assert counted is not None
    figures = [counted[1], *re.findall(r"\+ (?:rejected )?([\d,]+)", counted[2])]
    assert sum(int(figure.replace(",", "")) for figure in figures) == 4_000
    assert f"{len(lines):,}" == figures[0]
    empty = len(prospects[some[0]]["prospects"])
    assert f"+ {empty} (vaga whose record is empty)" in counted[2]
    assert counted[2].endswith(" + rejected 1")
    assert {int(some[0])}.isdisjoint(line["vaga_codigo"] for line in lines)
    assert list(lines[0])[:3] == ["vaga_codigo", "codigo_profissional", "probabilidade_contratacao"]
    table = csv.DictReader(io.StringIO(shell(*words, "--format", "csv").out))
    assert [int(row["vaga_codigo"]) for row in table] == [line["vaga_codigo"] for line in lines]
    shown = json.loads(shell("model", "show", "--profile", "candidate_vaga", "--json").out)
    assert shown["profile"] == "candidate_vaga"
    refused = shell("promote", shown["version"], "--reason", "x")
    assert (refused.code, "profile-differs" in refused.err) == (73, True)
    assert shell("store", "backup", folder / "copy").code == 0
    assert (folder / "copy" / "artifacts_candidate_vaga" / "serves.txt").read_text() == shown["version"]
    assert [path.name for path in (folder / "copy" / "artifacts_candidate_vaga" / "versions").iterdir()] == [
        shown["version"]
    ]
    assert shell("monitor", "baseline", "--profile", "candidate_vaga").code == 0
    assert "open vagas" in shell("vagas", "outlook", "--top", 3, "--why", 2, "--lang", "en").out
    check_knowledge(shell, ran)


def check_knowledge(shell: Shell, ran: str) -> None:
    """What a model that reads vagas knows about people is said by training, by judging and of the card."""
    (verdict,) = re.findall(r"^orders_candidates: .+$", ran, re.MULTILINE)
    of_vagas = ("--profile", "candidate_vaga")
    assert verdict in shell("evaluate", *of_vagas).out
    assert verdict in shell("model", "show", *of_vagas).out
    full = json.loads(shell("evaluate", *of_vagas, "--full", "--json").out)
    assert full["unit"] == "vaga"
    assert full["trained"]["knowledge"]["order"]["verdict"].startswith("not proven")
    by_vaga, by_person = full["splits"]["grouped"]
    assert by_vaga["quality"]["rows"] == by_person["quality"]["rows"] > full["people"]


def check_reasons(shell: Shell, people: Path) -> None:
    """The same in JSON lines, in CSV and in the log."""
    answers = [json.loads(line) for line in shell("predict", people, "--explain", 2).out.splitlines()]
    assert [len(answer["reasons"]) for answer in answers] == [2, 2]
    with closing(FileStore(Path("hiring-data"))) as store:
        for answer in answers:
            row = store.inference_log.find(answer["request_id"])
            assert row is not None
            assert reasons_json(row.reasons or ()) == answer["reasons"]
            assert (row.client, row.profile) == (NO_CLIENT, "candidate")
            assert len(row.features or ()) == len(FEATURES)
    text = shell("predict", people, "--explain", 2, "--format", "csv", "--no-log").out
    for row, answer in zip(csv.DictReader(io.StringIO(text)), answers, strict=True):
        for number, reason in enumerate(answer["reasons"], 1):
            assert [row[f"reason_{number}_{part}"] for part in ("feature", "pt", "en")] == [
                reason[part] for part in ("feature", "pt", "en")
            ]
            assert float(row[f"reason_{number}_contribution"]) == reason["contribution"]
    assert shell("predict", people, "--explain", 11).code == 2


@pytest.mark.slow  # 20,602 people; the same run on invented ones is above
@pytest.mark.real_data
def test_real_exports_give_an_honest_model(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRING_SALT", "the same model in every run")
    data = Path(__file__).parents[2] / ".." / "shared" / "data"
    if not data.is_dir():
        pytest.skip("the real exports are not here")
    words = (
        "--applicants",
        data / "applicants_reconstructed.json.gz",
        "--prospects",
        data / "prospects.json.gz",
        "--vagas",
        data / "vagas.json.gz",
    )
    ran = json.loads(shell("run", *words, "--json").out)
    assert ran["applicants"]["kept"] == 20_602
    assert (ran["vagas"]["kept"], ran["vagas"]["absent_fields"]) == (8_476, {})
    assert (ran["labels"]["prospects"], ran["labels"]["unknown"]) == (38_157, 0)
    assert ran["labels"]["labelled"] == sum(
        ran["gold"][name] for name in ("gold", "superseded", "applicant_unknown")
    )
    assert 0.5 < ran["model"]["test"]["roc_auc"] < 0.68
    assert ran["model"]["operating_mode"] == "prec80-uncertified"
    scored = shell("predict", data / "applicants.json").out.splitlines()
    assert len(scored) == 422
