"""What `hiring-cli explain` says of every code and feature, without opening or importing much."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from hiring.domain.errors import HiringError
from hiring.domain.features import CANDIDATE, CANDIDATE_VAGA, PROFILES, Rule
from hiring.domain.features.kinds import Kind
from hiring.domain.monitoring.alerts import PROMISE, SEQUENTIAL
from hiring.domain.monitoring.drift.indicators import IndicatorKind
from hiring.domain.monitoring.drift.rules import RULES as DRIFT_RULES
from hiring.domain.reasons import sentences_of
from hiring.entrypoints.cli.exit_codes import exit_code_of
from hiring.entrypoints.cli.explain.errors import error_codes
from hiring.entrypoints.cli.explain.features import accepts, examples, features_in
from hiring.entrypoints.cli.explain.watched import KINDS, RULES, all_indicators, anchor_of, indicators_in
from hiring.entrypoints.http.problem_types import PROBLEM_TYPES, ProblemType, status_of
from tests.contracts.pairs import PAIRS
from tests.shell import Shell
from tests.unit.domain.test_errors import LEAVES

ROOT = Path(__file__).parents[4]
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

    assert (told["profiles"], told["unit"]) == (
        [CANDIDATE.name, CANDIDATE_VAGA.name],
        str(rule.kind),
    )
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
    words = "`hiring-cli promote <version_id> [--profile NAME] --accept-leakage-alarm"
    assert words in shell("explain", "leakage-alarm").out
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
        "hiring-cli: no error, feature, indicator or alert rule has this name: "
        "`hiring-cli explain` lists them all [code-missing]\n"
    )


def test_without_a_code_all_are_listed_one_a_line(shell: Shell) -> None:
    listed = [line.partition(" ")[0] for line in shell("explain").out.splitlines()]
    told = json.loads(shell("explain", "--json").out)

    features = [*CANDIDATE.features, *CANDIDATE_VAGA.features[len(CANDIDATE.features) :]]
    indicators = [name for name in all_indicators() if name not in features]
    names = [line for line in listed if line in RULES]
    assert listed[: -len(RULES)] == [*error_codes(), *features, *indicators]
    assert names == [name for name in RULES if " " not in name]
    assert [one["code"] for one in told["alert_rules"]] == [*RULES]
    assert [one["code"] for one in (*told["errors"], *told["features"], *told["indicators"])] == [
        *error_codes(),
        *features,
        *indicators,
    ]
    assert len(set(listed)) == len(listed)


def test_no_name_means_two_things() -> None:
    features = {name for profile in PROFILES.values() for name in profile.features}
    rates = {name for name, each in all_indicators().items() if each.indicator.kind is IndicatorKind.RATE}

    assert features.isdisjoint(error_codes())
    assert rates <= features
    for names in (all_indicators().keys() - rates, RULES.keys()):
        assert names.isdisjoint(features | error_codes().keys())
    assert RULES.keys().isdisjoint(all_indicators())


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("tem_email:unknown", "Share of all answers in which tem_email has no value."),
        ("salario_valor:above_q3", "salario_valor is above quartile 3 of the baseline."),
        ("score:above_d9", "score is above decile 9 of the baseline's scores."),
        ("aprovado", "Share of all answers that approve the person."),
        ("sequential", "under the policy `sequential`"),
        ("promise", "by 100:1"),
        ("drift", "under the policy `simple`"),
        ("missing column", "under the policy `simple`"),
    ],
)
def test_an_indicator_and_a_rule_of_an_alert_are_explained(shell: Shell, code: str, said: str) -> None:
    ended = shell("explain", code)
    told = json.loads(shell("explain", code, "--json").out)

    assert ended.code == 0
    assert said in ended.out
    assert said in told["meaning"]
    file, _, anchor = told["documented"].partition("#")
    titles = re.findall(r"^## (.*)$", (ROOT / file).read_text("utf-8"), re.MULTILINE)
    assert anchor in {anchor_of(title) for title in titles}


def test_how_much_lies_above_an_edge_in_the_baseline_is_said(shell: Shell) -> None:
    assert "in the baseline  about 0.25" in shell("explain", "salario_valor:above_q3").out
    assert json.loads(shell("explain", "score:above_d9", "--json").out)["baseline_about"] == 0.1
    assert json.loads(shell("explain", "aprovado", "--json").out)["baseline_about"] is None


def test_every_rule_that_can_alert_is_explained() -> None:
    assert RULES.keys() == {SEQUENTIAL, PROMISE} | {rule.name for rule in DRIFT_RULES}


def test_every_kind_of_indicator_is_explained() -> None:
    assert KINDS.keys() == {*IndicatorKind}
    of_pairs = indicators_in((CANDIDATE, PAIRS))
    assert {each.indicator.kind for each in of_pairs.values()} == {*IndicatorKind}
    assert of_pairs["score:above_d1"].profiles == (CANDIDATE.name, PAIRS.name)


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
        (["score:above_d9"], HEAVY),
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
