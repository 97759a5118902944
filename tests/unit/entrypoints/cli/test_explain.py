"""What `hiring-cli explain` says of every code and feature, without opening or importing much."""

import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from hiring.domain.errors import HiringError
from hiring.domain.features import CANDIDATE, PROFILES, Rule
from hiring.domain.features.kinds import Kind
from hiring.domain.reasons import sentences_of
from hiring.entrypoints.cli.exit_codes import exit_code_of
from hiring.entrypoints.cli.explain.errors import error_codes
from hiring.entrypoints.cli.explain.features import accepts, examples, features_in
from hiring.entrypoints.http.problem_types import PROBLEM_TYPES, ProblemType, status_of
from tests.contracts.pairs import PAIRS
from tests.shell import Shell
from tests.unit.domain.test_errors import LEAVES

HEAVY = {"pandas", "sklearn", "lightgbm", "pyarrow", "pydantic", "litestar", "msgspec", "sqlalchemy", "rich"}
EACH_ERROR = pytest.mark.parametrize(
    "error", [leaf for leaf, _, _ in LEAVES], ids=[code for _, _, code in LEAVES]
)


@EACH_ERROR
def test_every_error_says_what_happened_how_it_ends_and_where_it_is_documented(
    shell: Shell, error: HiringError
) -> None:
    ended = shell("explain", error.code, "--json")
    told = json.loads(ended.out)

    assert ended.code == 0
    assert told["code"] == error.code
    assert told["meaning"].endswith(".")
    assert (told["exit_code"], told["status"]) == (exit_code_of(error), status_of(error))
    assert told["documented"] == f"docs/errors.md#{error.code}"
    assert not [one for one in told["advice"] if "{" in one["advice"]]


@pytest.mark.parametrize("problem", PROBLEM_TYPES, ids=lambda problem: problem.code)
def test_every_type_of_problem_is_explained_as_the_service_documents_it(
    shell: Shell, problem: ProblemType
) -> None:
    told = json.loads(shell("explain", f"urn:hiring:problem:{problem.code}", "--json").out)

    assert told["status"] == problem.status
    assert told["over_http"].startswith(problem.meaning)
    assert told["type"] == f"urn:hiring:problem:{problem.code}"


@pytest.mark.parametrize("rule", CANDIDATE.rules, ids=lambda rule: rule.feature)
def test_every_feature_says_what_it_reads_how_it_is_computed_and_how_a_reason_reads(
    shell: Shell, rule: Rule
) -> None:
    told = json.loads(shell("explain", rule.feature, "--json").out)

    assert (told["profiles"], told["unit"]) == (["candidate"], str(rule.kind))
    assert (told["reads"], told["computed_by"]) == (list(rule.reads), rule.computed_by.text)
    assert (told["pt"], told["en"]) == (rule.pt, rule.en)
    assert len({(reason["pt"], reason["en"]) for reason in told["reasons"]}) == 2
    assert set(told["at_most_one_of"]) == next(
        (set(names) for names in CANDIDATE.groups.values() if rule.feature in names), set()
    )


def test_a_person_reads_the_whole_story_of_an_error(shell: Shell) -> None:
    lines = shell("explain", "schema-mismatch").out.splitlines()

    assert lines == [
        "schema-mismatch",
        "  what happened  The store's schema is missing, or is older or newer than this program.",
        "  exit code      75",
        "  HTTP status    503",
        "  what to do     if the schema is older than this program, or missing: run `hiring-cli db upgrade`",
        "                 if the schema is newer than this program: update this program",
        "  documented     docs/errors.md#schema-mismatch",
    ]


def test_facts_that_only_an_error_has_stand_as_their_names(shell: Shell) -> None:
    assert "`hiring-cli promote <version_id> --accept-leakage-alarm" in shell("explain", "leakage-alarm").out
    assert "what to do     the message says it" in shell("explain", "export-of-another-format").out


def test_a_refusal_of_the_service_alone_has_no_exit_code(shell: Shell) -> None:
    assert "exit code      none: only the service has it" in shell("explain", "unauthorized").out
    assert json.loads(shell("explain", "unauthorized", "--json").out)["exit_code"] is None


def test_a_person_reads_the_limits_and_the_unit_of_an_amount(shell: Shell) -> None:
    ended = shell("explain", "salario_valor")

    assert "300 to 100,000 BRL/month, both included; null for unknown" in ended.out
    assert "reason, unknown" in ended.out


def test_a_feature_of_a_group_names_the_others(shell: Shell) -> None:
    assert json.loads(shell("explain", "esp_basico", "--json").out)["at_most_one_of"] == [
        *CANDIDATE.groups["esp_"]
    ]


@pytest.mark.parametrize("code", ["[file-missing]", "FILE-MISSING", " file-missing\n"])
def test_a_code_is_taken_as_it_was_pasted(shell: Shell, code: str) -> None:
    assert shell("explain", code).out.startswith("file-missing\n")


@pytest.mark.parametrize(
    ("code", "near"),
    [("tem_emial", "tem_email"), ("store-unavailible", "store-unavailable"), ("tem-email", "tem_email")],
)
def test_an_unknown_name_is_not_found_and_similar_ones_are_offered(
    shell: Shell, code: str, near: str
) -> None:
    ended = shell("explain", code)

    assert (ended.code, ended.out) == (66, "")
    assert near in ended.err
    assert code not in ended.err
    assert ended.err.endswith("`hiring-cli explain` lists them all [code-missing]\n")


@pytest.mark.parametrize("code", ["", "-", "Ana Souza", "\x1b[31m", "é" * 5000, "urn:hiring:problem:"])
def test_nothing_that_is_like_no_name_is_offered_or_repeated(shell: Shell, code: str) -> None:
    ended = shell("explain", "--", code)

    assert (ended.code, ended.out) == (66, "")
    assert ended.err == (
        "hiring-cli: no error and no feature has this name: `hiring-cli explain` lists them all "
        "[code-missing]\n"
    )


def test_without_a_code_all_are_listed_one_a_line(shell: Shell) -> None:
    listed = [line.partition(" ")[0] for line in shell("explain").out.splitlines()]
    told = json.loads(shell("explain", "--json").out)

    assert listed == [*error_codes(), *(rule.feature for rule in CANDIDATE.rules)]
    assert [one["code"] for one in (*told["errors"], *told["features"])] == listed
    assert len(set(listed)) == len(listed)


def test_an_error_is_never_taken_for_a_feature() -> None:
    features = {name for profile in PROFILES.values() for name in profile.features}

    assert features.isdisjoint(error_codes())


def test_what_an_error_means_is_one_sentence_or_two_on_a_line() -> None:
    for error in error_codes().values():
        assert error.meaning == " ".join(error.meaning.split())
        assert len(error.meaning) <= 110


def test_every_kind_of_column_of_every_profile_is_explained() -> None:
    features = features_in((CANDIDATE, PAIRS))

    assert [*features] == [*dict.fromkeys((*CANDIDATE.features, *PAIRS.features))]
    assert {feature.profiles for feature in features.values()} >= {(CANDIDATE.name,), (PAIRS.name,)}
    assert {type(feature.rule.kind) for feature in features.values()} == {*get_args(Kind)}
    for feature in features.values():
        assert accepts(feature.rule.kind)
        for example in examples(feature.rule):
            assert example.value
            assert example.pt.endswith(".")
        assert [example.pt for example in examples(feature.rule)][-1] in {
            sentences_of(feature.rule, value)[0] for value in (None, 0.0)
        }


@pytest.mark.parametrize(
    ("words", "needless"),
    [
        (["store-unavailable"], {*HEAVY, "numpy"}),
        (["unauthorized", "--json"], {*HEAVY, "numpy"}),
        (["tem_email"], HEAVY),
        ([], HEAVY),
    ],
)
def test_nothing_is_opened_and_little_is_imported(
    words: list[str], needless: set[str], tmp_path: Path
) -> None:
    script = (
        "import sys; from hiring.entrypoints.cli.main import cli;"
        f"cli.main(['explain', *{words!r}], standalone_mode=False);"
        f"needless = {needless!r} & set(sys.modules); sys.exit(str(needless) if needless else 0)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True, cwd=tmp_path
    )

    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    assert not [*tmp_path.iterdir()]
