"""docs/architecture.md speaks of files that are there, and of every room; entrypoints reach no port."""

import ast
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


@pytest.mark.parametrize(
    "path", sorted((HOUSE / "entrypoints").rglob("*.py")), ids=lambda path: str(path.relative_to(HOUSE))
)
def test_an_entrypoint_reaches_no_port_through_the_use_cases(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))

    assert [
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "ports"
    ] == []
