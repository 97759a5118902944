"""What docs/monitoring offers to others' programs is right: metrics, commands, exit codes, a signature."""

import configparser
import json
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import click
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.webhook.notifier import WebhookNotifier
from hiring.application.serving.flush import CallOutcome
from hiring.domain.errors import AlreadyRunning, BaselineMissing
from hiring.domain.feedback import FeedbackState
from hiring.domain.monitoring.alerts import watched_alerts
from hiring.entrypoints.cli.exit_codes import EXIT_CODES, NEW_ALERT, USAGE, exit_code_for
from hiring.entrypoints.cli.main import cli
from hiring.entrypoints.http.observability.metrics import Metrics
from hiring.entrypoints.http.routes.endpoints import ENDPOINTS
from tests.contracts.builders import NOON, a_decision, a_version, an_alert
from tests.receiver import KEY, SECRET, Received, a_receiver, status

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "monitoring.md").read_text("utf-8")
RULES: dict[str, Any] = yaml.safe_load(
    (ROOT / "docs" / "monitoring" / "prometheus-rules.yaml").read_text("utf-8")
)
DASHBOARD: dict[str, Any] = json.loads(
    (ROOT / "docs" / "monitoring" / "grafana-dashboard.json").read_text("utf-8")
)
SELECTOR = re.compile(r"\b(hiring_\w+)(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)=(~?)"([^"]*)"')
BY = re.compile(r"\bby \(([^)]*)\)")
NOW = datetime(2026, 11, 29, tzinfo=UTC)


def expressions() -> Iterator[str]:
    for group in RULES["groups"]:
        yield from (rule["expr"] for rule in group["rules"])
    for panel in DASHBOARD["panels"]:
        yield from (target["expr"] for target in panel["targets"])


def exported() -> dict[str, dict[str, set[str]]]:
    """Each sample that the service may export, its labels, and the values that are known here."""
    metrics = Metrics()
    for endpoint in ENDPOINTS:
        metrics.answered("POST", endpoint.path, 503, 0.01)
    for outcome in get_args(CallOutcome):
        metrics.counted(outcome, 1)
    metrics.flushed(1, 0.01, waiting=0)
    metrics.decided([a_decision("r")])
    metrics.serves(a_version())
    page = metrics.page().decode()
    names: dict[str, dict[str, set[str]]] = {}
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            labels = names.setdefault(sample.name, {})
            for label, value in sample.labels.items():
                labels.setdefault(label, set()).add(value)
    return names | {"hiring_feedback_total": {"result": {state.value for state in FeedbackState}}}


EXPORTED = exported()


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_every_metric_and_label_is_one_that_the_service_exports(expression: str) -> None:
    selectors = SELECTOR.findall(expression)
    assert selectors
    for name, matchers in selectors:
        assert name in EXPORTED
        for label, pattern, value in MATCHER.findall(matchers):
            known = EXPORTED[name][label]
            if label != "operating_mode":
                assert [one for one in known if re.fullmatch(value, one)], (name, label, value)
            if pattern and "|" in value:
                assert set(value.split("|")) <= known
    grouped = {label.strip() for labels in BY.findall(expression) for label in labels.split(",")}
    assert grouped <= {label for name, _ in selectors for label in EXPORTED[name]}


def test_every_metric_is_shown_somewhere() -> None:
    told = {name for expression in expressions() for name, _ in SELECTOR.findall(expression)}
    families = {re.sub(r"_(?:bucket|sum|count)$", "", name) for name in EXPORTED}
    assert families == {re.sub(r"_(?:bucket|sum|count)$", "", name) for name in told}


def test_every_rule_says_how_bad_it_is_and_what_to_do() -> None:
    rules = [rule for group in RULES["groups"] for rule in group["rules"]]
    for rule in rules:
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert set(rule["annotations"]) == {"summary", "what_to_do"}
    names = [rule["alert"] for rule in rules]
    assert len(set(names)) == len(names)


def test_panels_of_the_dashboard_do_not_lie_on_each_other() -> None:
    panels = DASHBOARD["panels"]
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]
    assert len(set(places)) == len(places)
    assert [panel["id"] for panel in panels] == list(range(1, len(panels) + 1))


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)


def requires_a_command(words: list[str]) -> None:
    """They are a command of ours, with options that it has."""
    assert words[0].endswith("hiring-cli")
    found: click.Command = cli
    context, rest = click.Context(cli), words[1:]
    while isinstance(found, click.Group):
        child = found.get_command(context, rest.pop(0))
        assert child is not None, words
        found = child
    options = {name for parameter in found.get_params(context) for name in parameter.opts}
    assert {word for word in rest if word.startswith("-")} <= options


def test_the_units_of_systemd_run_a_command_and_repeat_it_only_where_that_helps() -> None:
    units = []
    for block in blocks("ini"):
        unit = configparser.ConfigParser(interpolation=None)
        unit.optionxform = str  # type: ignore[assignment, method-assign]
        unit.read_string(block)
        units.append(unit)
    service, timer = units
    requires_a_command(shlex.split(service["Service"]["ExecStart"]))
    assert service["Service"]["Type"] == "oneshot"
    never = {int(code) for code in service["Service"]["RestartPreventExitStatus"].split()}
    assert service["Service"]["Restart"] == "on-failure"
    assert never == {NEW_ALERT, USAGE, *EXIT_CODES.values()} - {exit_code_for(AlreadyRunning)}
    assert timer["Timer"]["OnCalendar"].endswith("UTC")


def test_the_exit_codes_are_those_of_the_command() -> None:
    told = {int(code) for code in re.findall(r"^\| `(\d+)` \|", DOCUMENT, re.MULTILINE)}
    assert told == {0, NEW_ALERT, exit_code_for(BaselineMissing), exit_code_for(AlreadyRunning)}


def told_by(request: Received, *, at: datetime, body: bytes | None = None, secret: str = SECRET) -> bool:
    """What the document's receiver says of a request."""
    [program] = [block for block in blocks("python") if "def is_from_hiring" in block]
    names: dict[str, Any] = {}
    exec(program.partition("\n\n\nbody =")[0], names)  # noqa: S102  it is ours, and is what the test is about
    answer = names["is_from_hiring"](
        request.headers, request.body if body is None else body, secret, now=at.timestamp()
    )
    assert isinstance(answer, bool)
    return answer


def test_the_receiver_of_the_document_knows_our_requests_from_others() -> None:
    [alert] = watched_alerts([an_alert("tem_email", rule="sequential")], [], NOON)
    with a_receiver(status(200)) as receiver:
        notifier = WebhookNotifier(url=receiver.url, key=KEY, clock=FixedClock(NOW))
        assert [each.fault for each in notifier.deliver([alert])] == [None]
    [request] = receiver.received
    assert told_by(request, at=NOW)
    assert not told_by(request, at=NOW.replace(hour=1)), "it is too old: somebody sends it again"
    assert not told_by(request, at=NOW, body=request.body + b" ")
    assert not told_by(request, at=NOW, secret="whsec_" + "A" * 32)
    other = Received(request.path, request.headers | {"webhook-id": "00000000"}, request.body)
    assert not told_by(other, at=NOW)
