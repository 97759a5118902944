"""A shell in a fresh copy of the project, as somebody has it who follows a document."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import create_connection, socket
from typing import Final

from tests.walkthrough.blocks import ROOT

HOST: Final = "127.0.0.1:8000"
"""Where the documents say that the service answers."""

_SAY_INSTALLED: Final = """
import json, sys
sys.path.insert(0, "tools")
import install
install.INSTALLED.write_text(json.dumps(install.state(sys.implementation.cache_tag)), "utf-8")
"""
_SERVE: Final = "hiring-cli serve\n"
_COPIED: Final = (
    "Makefile", "tools", "pyproject.toml", "constraints.txt", "constraints-runtime.txt",
    "constraints-build.txt", "constraints-dask.txt", ".env.example", "compose.yaml", "Dockerfile",
    "README.md", "README.pt-BR.md", "LICENSE", "src", "docs",
)  # fmt: skip


def a_copy(folder: Path) -> Path:
    """The project's files in a folder of their own, with the environment of this process as its `.venv`."""
    folder.mkdir()
    for name in _COPIED:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, folder / name)
    _an_environment(folder / ".venv")
    return folder


def _an_environment(folder: Path) -> None:
    """This process's own, by links, and a file to activate it where it is; `make` finds it installed."""
    (folder / "bin").mkdir(parents=True)
    for place, inside in ((Path(sys.prefix), folder), (Path(sys.executable).parent, folder / "bin")):
        for entry in place.iterdir():
            if entry.name not in {"bin", ".installed"} and not entry.name.lower().startswith("activate"):
                (inside / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
    (folder / "bin" / "activate").write_text(f"PATH='{folder / 'bin'}':\"$PATH\"\nexport PATH\n", "utf-8")
    subprocess.run([sys.executable, "-c", _SAY_INSTALLED], cwd=folder.parent, check=True)


class CommandFailed(Exception):
    """A command that a document shows did not work."""


@dataclass
class Terminal:
    """Runs one block after the other; what a block exports or assigns, the next one has.

    Args:
        folder: Where it stands at first.
        state: File that keeps the variables.
        port: Takes the place of the documents' 8000, which may be in use.
    """

    folder: Path
    state: Path
    port: int
    servers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, commands: str) -> str:
        """What they print on standard output; a command that fails ends the block."""
        serves = commands.endswith(_SERVE)
        printed = self._bash(self._moved(commands.removesuffix(_SERVE) if serves else commands))
        if serves:
            self._serve()
        return printed

    def second(self) -> "Terminal":
        """Another one: nothing of what was said in the first is known there."""
        return Terminal(self.folder, self.state.with_suffix(".second"), self.port, self.servers)

    def end(self) -> None:
        """Nobody is left running."""
        for server in self.servers:
            server.terminate()
            server.wait(30)

    def _bash(self, commands: str) -> str:
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", self._in_state(commands)],  # noqa: S607  # the reader's own
            cwd=self.folder,
            env=_environment(self.state.parent),
            check=False,
            capture_output=True,
            encoding="utf-8",
            timeout=600,
        )
        if done.returncode != 0:
            raise CommandFailed(f"{commands}exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def _in_state(self, commands: str) -> str:
        known = f". '{self.state}'\n" if self.state.exists() else ""
        return f"{known}set -a\n{commands}\nset +a\nexport -p > '{self.state}'\n"

    def _serve(self) -> None:
        log = (self.state.parent / "serve.log").open("wb")
        command = f". '{self.state}'\nexec hiring-cli serve --port {self.port}"
        server = subprocess.Popen(
            ["bash", "-e", "-c", command],  # noqa: S607  # the reader's own
            cwd=self.folder,
            env=_environment(self.state.parent),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()
        self.servers.append(server)
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and server.poll() is None:
            try:
                create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise CommandFailed((self.state.parent / "serve.log").read_text("utf-8"))

    def _moved(self, commands: str) -> str:
        return commands.replace(HOST, f"127.0.0.1:{self.port}")


@contextmanager
def a_terminal(folder: Path) -> Iterator[Terminal]:
    """A first terminal in a fresh copy of the project; what it started is ended."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    terminal = Terminal(a_copy(folder / "hiring"), folder / "variables", port)
    try:
        yield terminal
    finally:
        terminal.end()


def _environment(home: Path) -> dict[str, str]:
    """As a login has it: no virtual environment is active, and nothing of this test run shows."""
    bin_folder = str(Path(sys.executable).parent)
    path = os.pathsep.join(each for each in os.environ["PATH"].split(os.pathsep) if each != bin_folder)
    ours = re.compile(r"HIRING_|POSTGRES_|MODEL_|MIN_|PYTEST_|COV_|VIRTUAL_ENV|PYTHONPATH|MAKE|MFLAGS")
    kept = {name: value for name, value in os.environ.items() if not ours.match(name)}
    return {**kept, "PATH": path, "CURL_HOME": str(home), "PYTHONUTF8": "1"}
