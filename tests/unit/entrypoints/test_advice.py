"""Every failure leads somewhere: to a family's exit code and status, and to what its reader can do."""

import re
import string
from http import HTTPStatus

import click
import pytest

from hiring.domain import errors
from hiring.domain.errors import HiringError, StoreFault, StoreUnavailable
from hiring.entrypoints.advice import ADVICE, with_advice
from hiring.entrypoints.advice_by_case import FOR_PROFILE, NONE_NEEDED, OF_STORE_FAULTS, Advice
from hiring.entrypoints.cli.exit_codes import EXIT_CODES, exit_code_of
from hiring.entrypoints.cli.main import COMMANDS, cli
from hiring.entrypoints.http.middleware.gate import Trace
from hiring.entrypoints.http.problem_types import STATUS, status_of
from hiring.entrypoints.http.problems import problem_of
from hiring.settings import Settings
from tests.unit.domain.test_errors import FAMILIES, LEAVES

EACH = pytest.mark.parametrize("error", [leaf for leaf, _, _ in LEAVES], ids=[code for _, _, code in LEAVES])
ID = "20261123T120000Z-1a2b3c4d"


def test_every_error_has_a_line_and_no_line_is_left_over() -> None:
    assert set(ADVICE) == {type(error) for error, _, _ in LEAVES}
    assert set(OF_STORE_FAULTS) == set(StoreFault)
    assert all(OF_STORE_FAULTS.values())


@EACH
def test_every_error_has_an_exit_code_and_a_status(error: HiringError) -> None:
    [family] = [each for each in FAMILIES if isinstance(error, each)]

    assert exit_code_of(error) == EXIT_CODES[family]
    assert status_of(error) in STATUS.values()
    assert status_of(error) < HTTPStatus.INTERNAL_SERVER_ERROR or family is errors.Unavailable


@EACH
def test_advice_is_one_plain_line_behind_the_message(error: HiringError) -> None:
    told = with_advice(error)

    assert told.startswith(str(error))
    assert (told == str(error)) == (ADVICE[type(error)] == NONE_NEEDED or isinstance(error, StoreUnavailable))
    assert not set("{}\n") & set(told)
    assert "None" not in told


@EACH
def test_who_asks_over_http_is_told_no_command_option_or_setting(error: HiringError) -> None:
    told = problem_of(error, Trace("a-request")).detail

    assert "hiring-cli" not in told
    assert not re.search(r"(?<![\w-])--[a-z]", told)
    if not isinstance(error, errors.InvalidSetting):  # it is about nothing else
        assert not any(name.upper() in told for name in Settings.model_fields)


def sentences(advice: Advice) -> list[str]:
    return [advice] if isinstance(advice, str) else [*advice.cases.values()]


SAID = [text for advice in ADVICE.values() for text in sentences(advice)]


@pytest.mark.parametrize("text", [text for text in SAID if "hiring-cli" in text or "--" in text])
def test_commands_and_options_that_are_named_are_there(text: str) -> None:
    options = {option for command in all_commands(cli) for each in command.params for option in each.opts}

    for line in re.findall(r"hiring-cli ([a-z]+)", text):
        assert line in COMMANDS
    assert set(re.findall(r"--[a-z-]+", text)) <= options


def all_commands(group: click.Group) -> list[click.Command]:
    context = click.Context(group)
    found = [group.get_command(context, name) for name in group.list_commands(context)]
    return [
        each
        for command in found
        if command is not None
        for each in (all_commands(command) if isinstance(command, click.Group) else [command])
    ]


def test_settings_that_are_named_are_there() -> None:
    names = re.findall(r"\b(?:HIRING|POSTGRES|MODEL)_[A-Z_]+", " ".join(SAID))

    assert names
    assert {name.lower() for name in names} <= set(Settings.model_fields)


def test_facts_that_are_named_are_carried() -> None:
    carried = {type(error): set(vars(error)) for error, _, _ in LEAVES}

    for kind, advice in ADVICE.items():
        for text in sentences(advice):
            named = {field for _, field, _, _ in string.Formatter().parse(text) if field}
            assert named <= carried[kind] | {FOR_PROFILE}


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            errors.SchemaMismatch("hiring", found=None, needed="0002"),
            (
                "the schema hiring has no hiring tables; this program needs revision 0002: "
                "run `hiring-cli db upgrade`"
            ),
        ),
        (
            errors.SchemaMismatch("hiring", found="0003", needed="0002"),
            ("the schema hiring has revision 0003; this program needs revision 0002: update this program"),
        ),
        (
            errors.ModelMissing("m.joblib"),
            (
                "m.joblib: no model is published there: run `hiring-cli train`, or set MODEL_ARTIFACT or "
                "MODEL_ARTIFACT_VAGA"
            ),
        ),
        (
            errors.ModelMissing("m.joblib", without="m.manifest.json"),
            (
                "m.joblib: the joblib file cannot serve alone, and there is no m.manifest.json "
                "beside it: copy all files whose names start like its name, or copy the folder "
                "`versions` and run "
                "`hiring-cli promote <version>`"
            ),
        ),
        (
            errors.VersionMissing("versions", [ID]),
            (
                f"versions: no stored version has this id; the newest are {ID}: "
                "`hiring-cli model list` shows them all"
            ),
        ),
        (
            errors.LeakageNotAccepted(ID, ["cv_kpi"]),
            (
                f"{ID} has a leakage alarm about cv_kpi; the serving version was not changed: to let it "
                f"serve anyway, run `hiring-cli promote {ID} --accept-leakage-alarm --reason TEXT`"
            ),
        ),
        (
            errors.LeakageAlarm(ID, ["cv_kpi"], profile="candidate_vaga"),
            (
                f"LEAKAGE ALARM: {ID} was stored but does not serve, because cv_kpi may have been written "
                "during or after the decision: correct the data and train again, or accept it with "
                f"`hiring-cli promote {ID} --profile candidate_vaga --accept-leakage-alarm --reason TEXT`"
            ),
        ),
        (
            errors.TableOutdated("applicants_feat", builds="features", profile="candidate", noted=True),
            (
                "the table applicants_feat was built by other rules than this program's: run "
                "`hiring-cli features build`"
            ),
        ),
        (
            errors.TableOutdated("gold_vaga", builds="gold", profile="candidate_vaga", noted=False),
            (
                "the table gold_vaga does not say by which rules it was built: an older program built it: "
                "run `hiring-cli labels build`, `hiring-cli features build --profile candidate_vaga` and "
                "`hiring-cli gold build --profile candidate_vaga`"
            ),
        ),
        (
            errors.ExportNotUtf8("f.json", at=0),
            "f.json: not UTF-8 at byte 0; nothing was changed: export it as UTF-8",
        ),
        (
            errors.ExportOfAnotherFormat("f.json", "a PDF", "export it as JSON"),
            "f.json: this is a PDF, not JSON; nothing was changed: export it as JSON",
        ),
        (
            errors.RecordsRejected("f.json", 2),
            (
                "f.json: 2 records have faults, and none may be set aside: correct them, or run without "
                "--strict to set them aside"
            ),
        ),
        (
            StoreUnavailable("the store is held for longer than 3 s", fault=StoreFault.HELD_TOO_LONG),
            (
                "the store is held for longer than 3 s: try again when it has finished, or wait "
                "longer (HIRING_LOCK_TIMEOUT_S)"
            ),
        ),
        (StoreUnavailable("the disk is full"), "the disk is full"),
    ],
)
def test_what_is_told_says_what_to_do(error: HiringError, told: str) -> None:
    assert with_advice(error) == told


def test_what_stands_for_another_failure_has_its_advice() -> None:
    told = StoreUnavailable("the audit log is down")
    told.__cause__ = errors.SchemaMismatch("hiring", found=None, needed="0002")

    assert with_advice(told) == "the audit log is down: run `hiring-cli db upgrade`"


def test_a_fault_of_another_library_is_told_as_it_is() -> None:
    assert with_advice(ImportError("no module named lightgbm")) == "no module named lightgbm"


@EACH
def test_every_command_that_takes_a_profile_is_told_with_the_errors_own(error: HiringError) -> None:
    """`candidate` is the default, and needs no option."""
    taking = {
        f"hiring-cli {name}"
        for name, command in commands_by_name(cli).items()
        if any("--profile" in each.opts for each in command.params)
    }

    told = re.findall(r"`(hiring-cli [^`]*)`", with_advice(error, "candidate_vaga"))

    wanted = "--profile candidate" if error.profile == "candidate" else "--profile candidate_vaga"
    for command in told:
        if any(command == each or command.startswith(f"{each} ") for each in taking):
            assert ("--profile" in command) == (error.profile != "candidate")
            assert "--profile" not in command or wanted in command


def commands_by_name(group: click.Group, before: str = "") -> dict[str, click.Command]:
    context = click.Context(group)
    found: dict[str, click.Command] = {}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            found |= commands_by_name(command, f"{before}{name} ")
        elif command is not None:
            found[f"{before}{name}"] = command
    return found
