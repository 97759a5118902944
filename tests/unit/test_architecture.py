"""docs/architecture.md speaks of files that are there, and of every room; the code keeps to what it says."""

import ast
import re
from pathlib import Path

import pytest

from hiring.application.ports.specs.logs import DEPLOYMENTS, INFERENCE_LOG, MODEL_VERSIONS
from hiring.application.ports.specs.monitoring import ALERTS, BASELINES
from hiring.application.ports.specs.spec import TableSpec
from hiring.domain.monitoring.drift.findings import DriftVerdict
from hiring.domain.monitoring.drift.rules import RULES

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "hiring"
TEXT = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PORTS = {"ports", "scorer", "export"}
"""What wiring and use cases call the ports that they hold, where a command might be tempted."""

NAMED = sorted(
    set(re.findall(r"`((?:domain|application|adapters|entrypoints|bootstrap|tests)/[\w/.]+)`", TEXT))
)
HISTORY = {HOUSE / "adapters" / "files" / "versions", HOUSE / "adapters" / "postgres" / "migrations"}

AROUND = sorted(set(re.findall(r"`((?:tests/[\w/.]+|\w+\.md))`", TEXT)))
DRIFT = [
    "domain/monitoring/drift/simple.py",
    "application/monitoring/checks/record_baseline.py",
    "application/monitoring/checks/check_drift.py",
    "entrypoints/cli/monitoring/monitor.py",
]
"""What a drift rule goes through, from the baseline to the shell."""


@pytest.mark.parametrize("path", NAMED)
def test_what_it_names_is_there(path: str) -> None:
    assert (HOUSE / path).exists() or (ROOT / path).exists()


@pytest.mark.parametrize("path", AROUND)
def test_what_it_names_beside_the_house_is_there(path: str) -> None:
    assert (ROOT / path).exists()


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
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in PORTS
    ] == []


@pytest.mark.parametrize("path", DRIFT)
def test_the_table_of_drift_rules_alone_knows_a_rule(path: str) -> None:
    tree = ast.parse((HOUSE / path).read_text("utf-8"))
    said = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    names = {rule.name for rule in RULES} - {verdict.value for verdict in DriftVerdict}
    figures = {figure for rule in RULES for figure in rule.baseline}
    limits = {rule.limit for rule in RULES} - {None}

    assert said.isdisjoint(names | figures | limits)


@pytest.mark.parametrize("spec", [BASELINES, ALERTS, MODEL_VERSIONS, DEPLOYMENTS], ids=lambda spec: spec.name)
def test_no_adapter_knows_a_table_that_does_what_all_do(spec: TableSpec) -> None:
    files = [file for file in (HOUSE / "adapters").rglob("*.py") if not HISTORY & {file, *file.parents}]

    assert [file for file in files if re.search(speaks_of(spec), file.read_text("utf-8"))] == []


def speaks_of(spec: TableSpec) -> str:
    """The table's name; if a column of the audit log has it too, where only a table can be meant."""
    if spec.name not in INFERENCE_LOG.names:
        return rf"\b{spec.name}\b"
    return rf"(?i)\b(?:from|into|join|update|table|only)\s+{spec.name}\b|[\"']{spec.name}[\"']"


@pytest.mark.parametrize(
    "said", ["SELECT * FROM model_version", "JOIN model_version USING (id)", 'TableName("model_version")']
)
def test_a_table_is_found_though_a_column_has_its_name(said: str) -> None:
    assert re.search(speaks_of(MODEL_VERSIONS), said)
