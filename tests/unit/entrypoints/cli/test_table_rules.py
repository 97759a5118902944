"""A table that other rules have built is refused, by its name and with what to run."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from hiring.adapters.files.store import FileStore
from hiring.application.ports.specs.dataset import LABELS, features_spec, gold_spec
from hiring.application.ports.specs.spec import DatasetSpec
from hiring.domain.features import CANDIDATE, CANDIDATE_VAGA
from hiring.domain.records import Rows
from tests.contracts.builders import a_baseline
from tests.contracts.built_tables import build, of_an_older_program, of_other_rules
from tests.exports import write_applicants, write_prospects
from tests.shell import Shell
from tests.unit.entrypoints.cli.test_versions import gold, trained

AGAIN = {
    "applicants_feat": "`hiring-cli features build`",
    "prospects_labels": "`hiring-cli labels build`",
    "gold_applicants": "`hiring-cli labels build`, `hiring-cli features build` and `hiring-cli gold build`",
}


def build_by_other_rules(home: Path, spec: DatasetSpec[Rows]) -> None:
    """The rows stay as they are."""
    with closing(FileStore(home / "hiring-data")) as store:
        rows = list(store.table(spec, spec.name).chunks(10_000))
        with store.table(of_other_rules(spec), spec.name).replacing() as writer:
            for chunk in rows:
                writer.write(chunk)


def forget_rules(home: Path) -> None:
    """As a store is that an older program has filled."""
    with closing(sqlite3.connect(home / "hiring-data" / "hiring.sqlite3")) as connection, connection:
        connection.execute("UPDATE catalog SET rules = NULL")


@pytest.mark.parametrize("spec", [features_spec(CANDIDATE), LABELS], ids=lambda spec: spec.name)
def test_gold_is_not_built_from_what_other_rules_have_built(
    shell: Shell, tmp_path: Path, spec: DatasetSpec[Rows]
) -> None:
    shell("ingest", "applicants", write_applicants(tmp_path))
    shell("ingest", "prospects", write_prospects(tmp_path))
    for step in ("features", "labels"):
        shell(step, "build")
    build_by_other_rules(tmp_path, spec)

    refused = shell("gold", "build")

    assert refused.code == 75
    assert f"the table {spec.name} was built by other rules than this program's: run " in refused.err
    assert f"{AGAIN[spec.name]} [table-outdated]" in refused.err
    shell("features" if spec is not LABELS else "labels", "build")
    assert shell("gold", "build").code == 0


@pytest.mark.parametrize("forgotten", [False, True], ids=["other rules", "no rules noted"])
def test_what_reads_gold_refuses_one_that_other_rules_have_built(
    shell: Shell, tmp_path: Path, *, forgotten: bool
) -> None:
    gold(tmp_path, chance=0.97)
    version = trained(tmp_path)
    if forgotten:
        forget_rules(tmp_path)
    else:
        build_by_other_rules(tmp_path, gold_spec(CANDIDATE))

    for words in (
        ("train", "--promote"),
        ("evaluate",),
        ("evaluate", "--version", version, "--full"),
        ("report", "--out", "card.html"),
        ("monitor", "baseline"),
    ):
        refused = shell(*words)
        assert refused.code == 75
        assert refused.out == ""
        assert "the table gold_applicants " in refused.err
        assert f"{AGAIN['gold_applicants']} [table-outdated]" in refused.err
    assert version in shell("model", "show").out
    assert not (tmp_path / "card.html").exists()


def test_answers_are_not_compared_with_a_baseline_of_other_rules(shell: Shell, tmp_path: Path) -> None:
    gold(tmp_path, chance=0.97)
    trained(tmp_path)
    with closing(FileStore(tmp_path / "hiring-data")) as store:
        store.baselines.append([replace(a_baseline(), rules="0" * 64)])

    refused = shell("monitor", "daily")

    assert refused.code == 66
    assert "no baseline by this program's rules of features is stored: run " in refused.err
    assert "`hiring-cli monitor baseline` first [baseline-missing]" in refused.err
    shell("monitor", "baseline")
    assert shell("monitor", "daily").code == 0


def test_what_to_run_is_said_for_the_profile(shell: Shell, tmp_path: Path) -> None:
    spec = gold_spec(CANDIDATE_VAGA)
    with closing(FileStore(tmp_path / "hiring-data")) as store:
        build(store, of_an_older_program(spec))

    refused = shell("train", "--profile", "candidate_vaga")

    assert refused.code == 75
    assert "gold_candidate_vaga does not say by which rules it was built" in refused.err
    assert "`hiring-cli gold build --profile candidate_vaga` [table-outdated]" in refused.err


def test_a_missing_version_is_looked_for_among_those_of_the_profile(shell: Shell) -> None:
    said = shell("model", "show", "20261123T120000Z-1a2b3c4d", "--profile", "candidate_vaga").err

    assert "`hiring-cli model list --profile candidate_vaga` shows them all" in said


def test_a_list_without_a_model_says_which_profile_to_train(shell: Shell) -> None:
    said = shell("vagas", "outlook").err

    assert "run `hiring-cli train --profile candidate_vaga`, or set MODEL_ARTIFACT" in said
