"""Every command of the documents is run as a newcomer runs it, and gives what is shown.

An HTML comment above a block says what is special about it:

- `second terminal`: from here on the reader is in another terminal, where nothing was exported.
- `not run: REASON`: it is not run here.
- `needs docker`: it is run where a Docker engine answers, alone with its likes.
- `figures are examples`: what is printed has these words; its numbers are those of one run.
- `example: REASON`: nothing is compared.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.walkthrough.blocks import ROOT, Block, blocks
from tests.walkthrough.comparing import differences, shown_lines
from tests.walkthrough.terminal import Terminal, a_terminal

RUN: Final = {"bash", "sh", "python"}
COMPARED: Final = {"json", "text", "answer"}
MARKS: Final = re.compile(r"second terminal|needs docker|figures are examples|(?:not run|example): .{8,}")
CURL_SAID: Final = re.compile(r"\n?(\d{3})\|([^|\n]*)\|\n?\Z")

pytestmark = [
    pytest.mark.skipif(  # a machine for development may lack them, CI installs them
        not os.environ.get("CI")
        and not all(map(shutil.which, ("bash", "curl", "make"))),
        reason="bash, curl or make is not installed",
    ),
    pytest.mark.xdist_group("walkthrough"),
]


class Walk:
    """A reader's way through one document.

    Args:
        terminal: Where it begins.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
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
            self._run(block)
            return []
        if block.language == "answer":
            return [] if self._said.startswith(block.text) else [f"{block.text} is shown, {self._said} is there"]
        if block.language == "json":
            return differences(json.loads(block.text), json.loads(self._printed))
        figures = block.mark != "figures are examples"
        missing = shown_lines(block.text, figures=figures) - shown_lines(self._printed, figures=figures)
        return [f"shown and not printed: {line}" for line in sorted(missing)]

    def _run(self, block: Block) -> None:
        text = block.text
        if block.language == "python":
            text = f"python -X utf8 - <<'PYTHON'\n{text}PYTHON\n"
        printed = self._terminal.run(self._filled_in(text))
        said = CURL_SAID.search(printed)
        self._printed = CURL_SAID.sub("", printed)
        self._said = f"{said[1]}, {said[2].partition(';')[0]}" if said else ""

    def _filled_in(self, text: str) -> str:
        """With an id in the place of `<version>` and `<id>`: the newest version, the key made last."""
        if "<version>" in text:
            listed = json.loads(self._terminal.run("hiring-cli model list --json\n"))
            text = text.replace("<version>", listed["versions"][-1]["id"])
        if "<id>" in text:
            keys = self._terminal.run("hiring-cli keys list\n")
            text = text.replace("<id>", re.findall(r"\b[0-9a-f]{12}\b", keys)[-1])
        return text


def wanted(block: Block, *, docker: bool) -> bool:
    """Whether a walk takes this block."""
    passed_over = block.mark.startswith(("not run: ", "example: "))
    return block.language in RUN | COMPARED and not passed_over and (block.mark == "needs docker") is docker


@pytest.mark.parametrize("name", ["README.md", "README.pt-BR.md", "docs/api.md"])
def test_a_newcomer_gets_what_the_document_shows(name: str, tmp_path: Path) -> None:
    with a_terminal(tmp_path) as terminal:
        walk = Walk(terminal)
        for block in blocks(ROOT / name):
            if wanted(block, docker=False):
                assert walk.step(block) == [], f"{name}, line {block.line}"


@pytest.mark.parametrize("file", sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]), ids=lambda file: file.name)
def test_every_mark_is_known_and_every_command_is_one_for_a_shell(file: Path) -> None:
    for block in blocks(file):
        if block.language in RUN | COMPARED and block.mark:
            assert MARKS.fullmatch(block.mark), (block.line, block.mark)
        if block.language in {"bash", "sh"}:
            subprocess.run(["bash", "-n"], input=block.text, encoding="utf-8", check=True)  # noqa: S607  # any bash
