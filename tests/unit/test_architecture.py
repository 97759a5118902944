"""docs/architecture.md speaks of files that are there, and of every room of the house."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "hiring"
TEXT = (ROOT / "docs" / "architecture.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`((?:domain|application|adapters|entrypoints|bootstrap)/[\w/.]+)`", TEXT)))


@pytest.mark.parametrize("path", NAMED)
def test_what_it_names_is_there(path: str) -> None:
    assert (HOUSE / path).exists()


@pytest.mark.parametrize("layer", ["domain", "application", "adapters", "entrypoints"])
def test_every_room_is_named(layer: str) -> None:
    (drawn,) = [line for line in TEXT.splitlines() if line.startswith(f"{layer}  ")]
    rooms = {folder.name for folder in (HOUSE / layer).iterdir() if (folder / "__init__.py").exists()}

    assert rooms - {"__pycache__"} <= set(re.findall(r"\w+", drawn))
