"""Every command where standard streams are closed, full or unread, or the working folder is gone."""

import json
import shlex
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import click
import pytest

from hiring.entrypoints.cli.main import cli
from tests.shell import Shell
from tests.unit.entrypoints.cli import walking

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell and /dev/full")

STATED = {0, 2, 65, 66, 73, 74, 75, 130, 143}  # what `hiring-cli --help` states
PRINTING = {  # commands that succeed in a new folder
    "features extract": "EXPORT",
    "features rules": "",
    "ingest applicants": "EXPORT",
    "keys list": "",
    "model list": "",
    "model history": "",
    "synth": "--out synth --applicants 20 --prospects 20",
    "doctor": "",
    "explain": "",
    "monitor alerts list": "",
    "monitor report": "",
}
FAILING = {  # commands that need what was not made yet
    "db partitions": "",
    "db sql": "",
    "db status": "",
    "db upgrade": "",
    "evaluate": "",
    "features build": "",
    "feedback import": "nothing.csv",
    "gold build": "",
    "ingest prospects": "nothing.json",
    "ingest rejects": "",
    "ingest vagas": "nothing.json",
    "keys revoke": "0a1b2c3d4e5f",
    "keys create": "ats",  # of which a key comes back that nobody has seen
    "labels build": "",
    "model promote": "x",
    "model rollback": "",
    "model show": "",
    "model verify": "",
    "monitor baseline": "",
    "monitor alerts accept": "1c1a9011 --reason known",
    "monitor alerts ack": "1c1a9011 --reason known",
    "monitor alerts close": "1c1a9011 --reason known",
    "monitor alerts mute": "1c1a9011 --until 2999-01-01 --reason known",
    "monitor alerts show": "1c1a9011",
    "monitor daily": "",
    "predict": "EXPORT",
    "promote": "x",
    "rank": "--vaga 1",
    "report": "",
    "run": "--applicants nothing.json --prospects nothing.json",
    "serve": "--host 192.0.2.1 --port 1",
    "store backup": "backup",
    "store restore": "nothing",
    "train": "",
    "vagas outlook": "",
    "demo": "--out .",  # is not its own
}
FULL, CLOSED, NOBODY = ">/dev/full", ">&-", "| head -0; exit ${PIPESTATUS[0]}"
APPLICANT = '{"31001": {"infos_basicas": {"codigo_profissional": "31001"}}}'


def leaves(group: click.Group, *before: str) -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, *before, name)
        else:
            yield " ".join((*before, name))


def in_shell(script: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run this as bash does; `hiring` is the program."""
    program = f'hiring() {{ "{sys.executable}" -m hiring "$@"; }}\n'
    return subprocess.run(
        ["/bin/bash", "-c", program + script], cwd=folder, check=False, capture_output=True, timeout=300
    )


def words(command: str, arguments: str, folder: Path) -> list[str]:
    export = folder / "applicants.json"
    export.write_text(APPLICANT, "utf-8")
    return f"{command} {arguments.replace('EXPORT', str(export))}".split()


def test_the_walk_knows_every_command() -> None:
    assert {*leaves(cli)} <= {*PRINTING, *FAILING}


Ends = dict[tuple[str, str], tuple[int, str]]


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> Ends:
    """Exit code and standard error of each command in each state, in a new folder of its own."""
    cases = list(product({**PRINTING, **FAILING}.items(), walking.STATES))
    asked = []
    for (command, arguments), state in cases:
        home = tmp_path_factory.mktemp("home")
        asked.append((str(home), words(command, arguments, home), state))
    walk = subprocess.run(
        [sys.executable, walking.__file__],
        input=json.dumps(asked),
        check=True,
        capture_output=True,
        text=True,
        timeout=900,
    )
    found = map(tuple, json.loads(walk.stdout))
    return {(command, state): end for ((command, _), state), end in zip(cases, found, strict=True)}


def test_every_command_ends_with_a_stated_status_and_no_traceback(ends: Ends) -> None:
    assert not {case: code for case, (code, _) in ends.items() if code not in STATED}
    assert not {case: said for case, (_, said) in ends.items() if "Traceback" in said}


@pytest.mark.parametrize(("state", "code"), [("full", 74), ("closed", 74), ("unread", 0)])
def test_a_result_that_is_lost_is_no_success(ends: Ends, state: str, code: int) -> None:
    assert {command: ends[command, state][0] for command in PRINTING} == dict.fromkeys(PRINTING, code)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_service_does_not_begin_in_a_folder_that_is_gone(tmp_path: Path, workers: int) -> None:
    gone = "mkdir gone && cd gone && rmdir ../gone"
    assert in_shell(f"{gone} && hiring serve --port 0 --workers {workers}", tmp_path).returncode == 75


def test_notes_that_are_lost_stop_no_work(tmp_path: Path) -> None:
    said = shlex.join(["hiring", *words("ingest applicants", "EXPORT", tmp_path)])

    for notes in ("2>&-", "2>/dev/full", "2> >(head -0)"):
        ended = in_shell(f"{said} {notes}", tmp_path)

        assert (ended.returncode, ended.stdout) == (0, b"applicants_raw: read 1 = kept 1 + rejected 0\n")


def test_help_that_is_lost_is_no_success_either(tmp_path: Path) -> None:
    for asked in ("--help", "--version", "train --help"):
        assert in_shell(f"hiring {asked} {FULL}", tmp_path).returncode == 74
        assert in_shell(f"hiring {asked} {NOBODY}", tmp_path).returncode == 0


def test_a_console_that_cannot_print_a_letter_shows_its_code(tmp_path: Path) -> None:
    ended = in_shell("PYTHONIOENCODING=latin-1 hiring ingest applicants Łódź.json", tmp_path)
    assert ended.returncode == 66
    assert b"\\u0141\xf3d\\u017a.json" in ended.stderr


def test_no_file_of_ours_gets_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    seen = in_shell(
        f"'{sys.executable}' -c '{_INSIDE}' <&- >&- 2>&-; cat found",
        tmp_path,
    )
    assert seen.stdout == b"True"


_INSIDE = """
from hiring.entrypoints.cli.output.streams import standard_streams
with standard_streams(), open("found", "w") as file:
    file.write(str(file.fileno() > 2))
"""


@pytest.mark.parametrize(
    "moment", ["0001-01-01", "9999-12-31", "0001-01-01T00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_an_end_of_the_calendar_is_wrong_usage(shell: Shell, moment: str) -> None:
    assert shell("monitor", "daily", "--at", moment).code == 2


def test_numbers_that_no_library_can_count_with_are_wrong_usage(shell: Shell) -> None:
    assert shell("features", "build", "--chunk-size", 10**30).code == 2
    assert shell("synth", "--out", "there", "--applicants", 10**30).code == 2
    assert shell("train", "--seed", -1).code == 2
