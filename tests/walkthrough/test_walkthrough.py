"""Every command of the documents is run as a newcomer runs it, and gives what is shown.

An HTML comment above a block says what is special about it:

- `second terminal`: from here on the reader is in another terminal, where nothing was exported.
- `not run: REASON`: it is not run here.
- `needs docker`: it is run where a Docker engine answers, alone with its likes.
- `needs PostgreSQL`: it is run in a terminal of its own, where the settings name a real server.
- `figures are examples`: what is printed has these words; its numbers are those of one run.
- `example: REASON`: nothing is compared.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.postgres_server import NoServerError, a_server, skip_but_in_ci
from tests.walkthrough.blocks import ROOT, Block, blocks
from tests.walkthrough.comparing import differences, shown_lines
from tests.walkthrough.terminal import CommandFailed, Terminal, a_terminal

RUN: Final = {"bash", "sh", "python"}
COMPARED: Final = {"json", "text", "answer"}
MARKS: Final = re.compile(
    r"second terminal|needs docker|needs PostgreSQL|figures are examples|curl body|embedding|embedding output"
    r"|(?:not run|example): .{8,}"
)
DEMO: Final = "demo-output"
CURL_SAID: Final = re.compile(r"\n?(\d{3})\|([^|\n]*)\|\n?\Z")

pytestmark = [
    pytest.mark.skipif(  # a machine for development may lack them, CI installs them
        not os.environ.get("CI") and not all(map(shutil.which, ("bash", "curl", "make"))),
        reason="bash, curl or make is not installed",
    ),
    pytest.mark.xdist_group("walkthrough"),
]


class Walk:
    """A reader's way through one document.

    Args:
        terminal: Where it begins.
        demos: Folder for the demo that the first walk makes; the next ones copy it, where nothing that it
            prints is shown.
    """

    def __init__(self, terminal: Terminal, demos: Path) -> None:
        self._terminal = terminal
        self._demo = demos / DEMO
        self._printed = ""
        self._said = ""
        (terminal.state.parent / ".curlrc").write_text(
            r'write-out = "\n%{http_code}|%{content_type}|\n"' + "\n", "utf-8"
        )

    def step(self, block: Block) -> list[str]:
        """What of this block is not as it is shown."""
        if block.mark == "second terminal":
            self._terminal = self._terminal.second()
        if block.language in RUN:
            return self._run(block)
        if block.language == "answer":
            return (
                [] if self._said.startswith(block.text) else [f"{block.text} is shown, {self._said} is there"]
            )
        figures = block.mark != "figures are examples"
        if block.language == "json":
            return differences(json.loads(block.text), json.loads(self._printed or "null"), figures=figures)
        missing = shown_lines(block.text, figures=figures) - shown_lines(self._printed, figures=figures)
        return [f"shown and not printed: {line}" for line in sorted(missing)]

    def _run(self, block: Block) -> list[str]:
        self._printed, self._said = "", ""
        try:
            self._ask(block)
        except CommandFailed as failure:
            return [str(failure)]
        return []

    def _ask(self, block: Block) -> None:
        text = block.text
        if block.mark == "needs PostgreSQL":
            with _server_settings() as settings:
                self._terminal.second().run(f". .venv/bin/activate\n{settings}{text}")
            return
        if block.language == "python":
            text = f"python -X utf8 - <<'PYTHON'\n{text}PYTHON\n"
        printed = self._with_a_demo(_filled_in(text))
        said = CURL_SAID.search(printed)
        self._printed = CURL_SAID.sub("", printed)
        self._said = f"{said[1]}, {said[2].partition(';')[0]}" if said else ""

    def _with_a_demo(self, text: str) -> str:
        first, _, rest = text.partition("\n")
        made = self._terminal.folder / DEMO
        if first.partition("#")[0].strip() != "make demo":
            return self._terminal.run(text)
        if first == "make demo" and self._demo.exists():
            shutil.copytree(self._demo, made)
            return self._terminal.run(rest)
        printed = self._terminal.run(first + "\n")
        if not self._demo.exists():
            shutil.copytree(made, self._demo)
        return printed + self._terminal.run(rest)


def _filled_in(text: str) -> str:
    """With what a reader looks up in the place of `<version>` and `<id>`: the newest of what is listed."""
    newest = "hiring-cli {} | grep -oE '{}' | tail -n 1"
    for place, listed, looks in (
        ("<version>", "model list", "[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}"),
        ("<id>", "keys list", "^[0-9a-f]{12}"),
    ):
        text = text.replace(place, f"$({newest.format(listed, looks)})")
    return text


@contextmanager
def _server_settings() -> Iterator[str]:
    """What to export so that a real server is the store, with a schema that is not there yet."""
    with ExitStack() as opened:
        try:
            server = opened.enter_context(a_server())
        except NoServerError as error:
            skip_but_in_ci(error)
        words = server.url.translate_connect_args(username="user", database="db")
        words["schema"] = f"walk_{uuid.uuid4().hex}"
        yield "".join(
            f"export POSTGRES_{name.upper()}={shlex.quote(str(value))}\n" for name, value in words.items()
        )


def wanted(block: Block, *, docker: bool) -> bool:
    """Whether a walk takes this block."""
    passed_over = block.mark.startswith(("not run: ", "example: "))
    return block.language in RUN | COMPARED and not passed_over and (block.mark == "needs docker") is docker


AT_LENGTH = [  # the same commands as the README's, or most of them: CI walks them behind the suite
    pytest.param(name, marks=pytest.mark.slow) for name in ("README.pt-BR.md", "docs/monitoring.md")
]


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demos")


@pytest.mark.parametrize("name", ["README.md", "docs/api.md", *AT_LENGTH])
def test_a_newcomer_gets_what_the_document_shows(name: str, tmp_path: Path, demos: Path) -> None:
    with a_terminal(tmp_path) as terminal:
        walk = Walk(terminal, demos)
        steps = [block for block in blocks(ROOT / name) if wanted(block, docker=False)]
        faults = [f"{name}, line {block.line}: {fault}" for block in steps for fault in walk.step(block)]

    assert faults == []


@pytest.mark.parametrize(
    "file", sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]), ids=lambda file: file.name
)
def test_every_mark_is_known_and_every_command_is_one_for_a_shell(file: Path) -> None:
    for block in blocks(file):
        if block.language in RUN | COMPARED and block.mark:
            assert MARKS.fullmatch(block.mark), (block.line, block.mark)
        if block.language in {"bash", "sh"}:
            text = re.sub(r"<\w+>", "VALUE", block.text)
            subprocess.run(["bash", "-n"], input=text, encoding="utf-8", check=True)  # noqa: S607  # any bash
