"""The page's curl commands are answered; docs/api.md, which `walkthrough` runs, leaves out no path."""

import html
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from hiring.domain.features import CANDIDATE
from hiring.entrypoints.http.openapi.docs_page import HOST
from hiring.entrypoints.http.routes.predictions.examples import REQUEST_ID, question_example
from tests.serving import Home, Server, a_home, serving
from tests.walkthrough.blocks import ROOT, blocks

DOCUMENT = ROOT / "docs" / "api.md"
ON_THE_PAGE = re.compile(r'<pre class="curl"><code>(.*?)</code></pre>', re.DOTALL)

pytestmark = pytest.mark.skipif(  # a machine for development may lack them, CI installs them
    not os.environ.get("CI") and (shutil.which("curl") is None or shutil.which("bash") is None),
    reason="curl or bash is not installed",
)


@dataclass(frozen=True)
class Got:
    status: int
    kind: str
    text: str


@dataclass(frozen=True)
class Curl:
    """Runs commands as a person does in a shell, in a folder of its own."""

    home: Home
    server: Server
    folder: Path

    def __call__(self, command: str, **more: str) -> Got:
        _, environment = self.home.command()
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-euc", command.replace(HOST, self.server.url)],  # noqa: S607  # the one of the person
            cwd=self.folder,
            env={**environment, "CURL_HOME": str(self.folder), "PATH": path, **more},
            check=True,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        printed, _, end = done.stdout.rpartition("\n")
        status, kind, file = end.split("|")
        return Got(int(status), kind, (self.folder / file).read_text("utf-8") if file else printed)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_home(tmp_path_factory.mktemp("curl"))


@pytest.fixture
def curl(trained: Home, tmp_path: Path) -> Iterator[Curl]:
    home = Home(tmp_path / "home")
    shutil.copytree(trained.folder, home.folder)  # keys that a test makes are for that test alone
    with serving(home) as server:
        # curl reads its configuration there, and the command stays as it is printed.
        write_out = r"\n%{http_code}|%{content_type}|%{filename_effective}"
        (tmp_path / ".curlrc").write_text(f'write-out = "{write_out}"\n', "utf-8")
        yield Curl(home, server, tmp_path)


def test_the_document_asks_every_path(curl: Curl) -> None:
    paths = httpx.get(f"{curl.server.url}/schema/openapi.json").json()["paths"]
    commands = [block.text for block in blocks(DOCUMENT) if block.language == "bash"]

    for path in paths:
        beginning = re.escape(HOST + path.partition("{")[0])
        assert any(re.search(rf"{beginning}(?=[^/\w]|(?<=/))", command) for command in commands), path


def test_every_command_of_the_page_is_answered(curl: Curl) -> None:
    httpx.post(
        f"{curl.server.url}/predict",
        json=question_example(CANDIDATE),
        headers={"Idempotency-Key": REQUEST_ID},
    )
    page = httpx.get(f"{curl.server.url}/docs").text
    commands = [html.unescape(found) for found in ON_THE_PAGE.findall(page)]

    assert len(commands) > 10
    for command in commands:
        leads_on = command.endswith((f"{HOST}/", "/sign-out -d ''"))
        expected = 401 if "key=$KEY" in command else 303 if leads_on else 200
        if f"{HOST}/rank?" in command:  # no model that reads vagas is published
            expected = 503
        assert curl(command, KEY="none").status == expected, command
