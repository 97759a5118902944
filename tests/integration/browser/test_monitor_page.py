"""The page /monitor in a real Chromium: for everybody, in every width, and with nothing from elsewhere."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hiring.adapters.files import FileStore
from hiring.domain.access.keys import Scope
from tests.clock import now
from tests.contracts.builders import an_issued
from tests.serving import Home, serving
from tests.unit.adapters.reports.test_page import numbers
from tests.unit.application.monitored import a_year

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
KEY = an_issued(7, "ana", scopes=[Scope.ADMIN])

pytestmark = pytest.mark.skipif(  # a machine for development may lack them, CI installs them
    not os.environ.get("CI") and not (shutil.which("node") and shutil.which("npm") and CHROMIUM),
    reason="node, npm or Chromium is not installed",
)


@dataclass(frozen=True)
class Looked:
    """What the browser found, and the figures of the same store."""

    address: str
    told: dict[str, Any]
    figures: dict[str, Any]


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the lock file names, checked by its hashes."""
    folder = tmp_path_factory.mktemp("modules")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    npm = shutil.which("npm")
    assert npm is not None, "npm is needed"
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    return folder


@pytest.fixture(scope="module")
def looked(modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looked]:
    home = Home(tmp_path_factory.mktemp("home"))
    store = FileStore(home.settings.hiring_home)
    world = a_year(store=store, days=75)
    store.api_keys.add(KEY.key)
    figures = world.view().to_json()
    store.close()
    with serving(home) as server:
        node = shutil.which("node")
        assert node is not None, "node is needed"
        assert CHROMIUM is not None, "Chromium is needed"
        shots = os.environ.get("SCREENSHOTS", "")  # a folder, for whoever wants to look
        command = [node, str(HERE / "check.mjs"), str(modules), CHROMIUM, server.url, KEY.token, shots]
        done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", timeout=300)
        assert done.returncode == 0, done.stderr
        yield Looked(server.url, json.loads(done.stdout), figures)


def test_axe_finds_nothing_in_two_languages_and_two_themes(looked: Looked) -> None:
    seen = {(page["lang"], page["colorScheme"]): page["violations"] for page in looked.told["pages"]}
    assert list(seen) == [(lang, theme) for lang in ("en", "pt-BR") for theme in ("light", "dark")]
    assert list(seen.values()) == [[]] * 4


def test_axe_would_find_what_is_planted(looked: Looked) -> None:
    assert {"color-contrast", "heading-order", "svg-img-alt"} <= set(looked.told["planted"])


def test_the_themes_differ(looked: Looked) -> None:
    assert len({page["paper"] for page in looked.told["pages"]}) == 2


def test_nothing_is_asked_of_anybody_else_and_nothing_is_refused(looked: Looked) -> None:
    for page in looked.told["pages"]:
        assert [address for address in page["requests"] if not address.startswith("data:")] == [
            f"{looked.address}/monitor?lang={page['lang']}"
        ]
        assert page["faults"] == []


def test_the_numbers_are_those_of_the_json(looked: Looked) -> None:
    known = set(numbers(json.loads(json.dumps(looked.figures))))
    last_day = date.fromisoformat(looked.figures["log"]["last_day"])
    late = (now().date() - last_day).days - 1  # by the clock of the process that answers
    for page in looked.told["pages"]:
        assert len(page["figures"]) > 100
        assert set(page["figures"]) <= known | {max(late, 0)}


@pytest.mark.parametrize("width", ["320", "200 %", "768", "1440", "3840"])
def test_no_width_has_to_be_scrolled_and_none_has_small_texts(looked: Looked, width: str) -> None:
    seen = looked.told["widths"][width]
    assert seen["over"] <= 0
    assert seen["text"] >= 12


def test_the_keyboard_reaches_everything_in_order_and_sees_where_it_is(looked: Looked) -> None:
    steps = looked.told["order"]
    assert [step["tag"] for step in steps[:2]] == ["A", "A"]
    assert {step["tag"] for step in steps} == {"A", "DIV", "SUMMARY"}
    assert [step["place"] for step in steps] == sorted(step["place"] for step in steps)
    assert all(step["seen"] and step["outline"] != "none" for step in steps)
    assert looked.told["unfolded"] is True


def test_it_is_printed_and_read_without_scripts(looked: Looked) -> None:
    assert looked.told["printed"] > 10_000
    assert "alerts are open" in looked.told["silent"]
