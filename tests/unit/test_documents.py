"""What the documents say is true: their code runs, their commands, settings and exit codes exist."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from hiring.domain.features import CANDIDATE
from hiring.domain.features.feature_input import read_feature_input
from hiring.entrypoints.cli.exit_codes import EXIT_CODES, INTERRUPTED, OUTPUT_LOST, TERMINATED, USAGE
from hiring.entrypoints.cli.explain.errors import error_codes
from hiring.entrypoints.cli.main import cli
from hiring.settings import Settings
from tests.codes_documents import DOCUMENTS as OF_CODES
from tests.tables_document import DOCUMENT, document

ROOT = Path(__file__).parents[2]
README, README_PT = ROOT / "README.md", ROOT / "README.pt-BR.md"
READMES = [README, README_PT]
DOCUMENTS = [*READMES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]

COMMAND = re.compile(r"hiring-cli(?= )[^\n`|>;#)]*")
SETTING_LINE = re.compile(r"^(?:# )?([A-Z][A-Z_]+)=", re.MULTILINE)
TABLE_ROW = re.compile(r"^\| `?([^|`]+)`? \| (.+) \|$", re.MULTILINE)
OF_A_MACHINE = re.compile(r"(?<![\w.:/-])/(?:home|root|Users|tmp|var|opt|mnt|work|usr)\b|\b[A-Z]:\\")

NUMPY_ALONE = """
import sys

class NothingElse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in {"hiring", "numpy"} | sys.stdlib_module_names:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, NothingElse())
"""


def read(file: Path) -> str:
    return file.read_text("utf-8")


def block(file: Path, mark: str) -> str:
    """The code block behind an HTML comment."""
    found = re.search(rf"<!-- {mark} -->\n```\w+\n(.*?)```", read(file), re.DOTALL)
    assert found is not None, f"{file.name} has no block marked {mark}"
    return found[1]


def every_block(file: Path, mark: str) -> list[str]:
    """Those of one program, in order."""
    found = re.findall(rf"<!-- {mark} -->\n```\w+\n(.*?)```", read(file), re.DOTALL)
    assert found, f"{file.name} has no block marked {mark}"
    return found


def section(file: Path, title: str) -> str:
    return read(file).partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(file: Path, title: str) -> dict[str, str]:
    """A section's table, without its head: first cell to the other cells."""
    _, *body = TABLE_ROW.findall(section(file, title))
    return dict(body)


def named_commands() -> Iterator[tuple[str, str]]:
    others = [ROOT / "docs" / f"{name}.md" for name in ("deployment", "monitoring", "scaling")]
    for file in (*READMES, *others):
        for found in COMMAND.findall(re.sub(r"\$\((?!hiring)[^)]*\)", "VALUE", read(file))):
            yield file.name, found.strip()


@pytest.mark.parametrize("file", [*READMES, ROOT / "docs" / "embedding.md"], ids=lambda file: file.name)
def test_the_embedding_snippet_runs_with_numpy_alone_and_prints_what_is_said(file: Path) -> None:
    program = NUMPY_ALONE + "".join(every_block(file, "embedding"))
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )

    assert done.stdout == "".join(every_block(file, "embedding output"))


def test_the_embedding_snippet_would_notice_anything_but_numpy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NUMPY_ALONE + "import click"], capture_output=True, check=False, text=True
    )

    assert "ModuleNotFoundError: click" in done.stderr


def test_the_body_that_curl_sends_is_whole_and_valid() -> None:
    (body,) = re.findall(r"-d '(.*?)'", block(README, "curl body"), re.DOTALL)
    document = json.loads(body)

    assert set(document) == {"codigo_profissional", "features"}
    assert list(document["features"]) == list(CANDIDATE.features)
    read_feature_input(document["features"], CANDIDATE, missing_is_unknown=False)


@pytest.mark.parametrize(("file", "command"), sorted(set(named_commands())))
def test_every_command_that_is_named_exists_with_its_options(file: str, command: str) -> None:
    del file
    words = shlex.split(command)[1:]
    found: click.Command = cli
    context = click.Context(cli)
    while isinstance(found, click.Group) and words and not words[0].startswith("-"):
        child = found.get_command(context, words.pop(0))
        assert child is not None, command
        found = child
    assert words == ["--help"] or not isinstance(found, click.Group), command
    options = {name for parameter in found.get_params(context) for name in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= options | {"--help"}, command


def test_every_command_is_named() -> None:
    named = {shlex.split(command)[1] for _, command in named_commands()}

    assert set(cli.list_commands(click.Context(cli))) <= named


@pytest.mark.parametrize("file", READMES, ids=lambda file: file.name)
def test_every_make_target_that_is_named_exists(file: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))

    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", read(file), re.MULTILINE)) <= targets


OF_COMPOSE = {"HIRING_UID", "HIRING_GID", "HIRING_PORT", "POSTGRES_PORT_ON_HOST"}


def test_the_settings_are_the_same_in_code_example_and_readme() -> None:
    fields = {name.upper() for name in Settings.model_fields}

    assert set(SETTING_LINE.findall(read(ROOT / ".env.example"))) == fields | OF_COMPOSE
    assert set(rows(README, "Settings")) == fields


def test_the_readme_tells_the_settings_real_defaults() -> None:
    for name, cells in rows(README, "Settings").items():
        default = Settings.model_fields[name.lower()].default
        told = cells.split(" | ")[0].strip("`")
        if told not in {"unset", "see meaning"}:
            assert type(default)(told) == default, name
        else:
            assert default is None, name


def test_the_exit_codes_are_those_of_the_command_line() -> None:
    told = {
        int(code): re.findall(r"`(\w+)`", meaning) for code, meaning in rows(README, "Exit codes").items()
    }
    families = {code: [family.__name__] for family, code in EXIT_CODES.items()}

    assert told == {0: [], 1: [], USAGE: [], OUTPUT_LOST: [], INTERRUPTED: [], TERMINATED: []} | families


def test_the_tables_are_those_that_are_specified() -> None:
    assert read(DOCUMENT) == document(), "python -m tests.tables_document writes it anew"


@pytest.mark.parametrize("file", OF_CODES, ids=lambda file: file.name)
def test_the_codes_are_documented_as_the_command_line_explains_them(file: Path) -> None:
    assert read(file) == OF_CODES[file](), "python -m tests.codes_documents writes it anew"


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_error_code_that_is_named_is_there(file: Path) -> None:
    types = set(re.findall(r"urn:hiring:problem:([a-z0-9-]+)", read(file)))
    answers = re.findall(r"\b([45]\d\d) `([a-z]+(?:-[a-z]+)+)`", read(file))
    troubles = set(re.findall(r"^- \*\*.*?`([a-z]+(?:-[a-z]+)+)`.*?\*\*", read(file), re.MULTILINE))

    assert types | troubles <= set(error_codes())
    assert [(status, code) for status, code in answers if error_codes()[code].status != int(status)] == []


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_no_document_names_a_path_of_somebodys_machine(file: Path) -> None:
    assert OF_A_MACHINE.findall(read(file)) == []


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_link_to_a_file_leads_somewhere(file: Path) -> None:
    prose = re.sub(r"`[^`\n]*`", "", read(file))  # a pattern of a rule is code
    targets = [target.partition("#")[0] for target in re.findall(r"\]\((?!https?:)([^)]+)\)", prose)]

    assert [target for target in targets if not (file.parent / target).exists()] == []
