"""What compose.dask.yaml and deploy/kubernetes promise, read as text: no engine and no cluster is needed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from hiring.adapters.dask.on_worker import ALLOCATOR
from hiring.domain.errors import AlreadyRunning
from hiring.entrypoints.cli.exit_codes import exit_code_for
from hiring.settings import Settings
from tests.unit.test_monitoring_files import requires_a_command

ROOT = Path(__file__).parents[2]
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "compose.dask.yaml").read_text("utf-8"))[
    "services"
]
MANIFESTS: dict[str, dict[str, Any]] = {
    f"{each['kind']} {each['metadata']['name']}": each
    for file in sorted((ROOT / "deploy" / "kubernetes").glob("*.yaml"))
    for each in yaml.safe_load_all(file.read_text("utf-8"))
}
WITH_ALLOCATOR = {name: str(least) for name, least in ALLOCATOR.items()}


def pods(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a manifest makes pods from, however deep."""
    spec = manifest.get("spec", {})
    if "containers" in spec:
        yield spec
    for below in ("template", "jobTemplate"):
        if below in spec:
            yield from pods(spec[below])


def containers() -> dict[str, dict[str, Any]]:
    return {
        container["name"]: container
        for manifest in MANIFESTS.values()
        for pod in pods(manifest)
        for container in pod["containers"]
    }


def environments() -> dict[str, dict[str, str | None]]:
    composed = {f"compose {name}": dict(service.get("environment", {})) for name, service in SERVICES.items()}
    return composed | {
        f"kubernetes {name}": {
            variable["name"]: variable.get("value") for variable in container.get("env", [])
        }
        for name, container in containers().items()
    }


def test_all_kinds_are_there() -> None:
    assert list(MANIFESTS) == [
        "Deployment hiring-scheduler",
        "Service hiring-scheduler",
        "Deployment hiring-worker",
        "NetworkPolicy hiring-dask",
        "Job hiring-features",
        "CronJob hiring-monitor",
    ]


@pytest.mark.parametrize("name", environments())
def test_settings_exist_and_workers_start_with_those_of_the_allocator(name: str) -> None:
    environment = environments()[name]
    if name.endswith(" worker"):
        assert environment == WITH_ALLOCATOR
    else:
        assert {setting.lower() for setting in environment} <= set(Settings.model_fields)


@pytest.mark.parametrize("name", environments())
def test_where_the_work_is_done_is_a_value_that_can_be_used(name: str) -> None:
    if place := environments()[name].get("HIRING_PARALLEL"):
        host = place.removeprefix("dask://").removesuffix(":8786")

        assert Settings(hiring_parallel=place).hiring_parallel == place
        assert host in SERVICES or f"Service {host}" in MANIFESTS


def test_secrets_are_not_written_down() -> None:
    assert all(environment.get("POSTGRES_PASSWORD") is None for environment in environments().values())


@pytest.mark.parametrize("command", [container["command"] for container in containers().values()])
def test_commands_exist(command: list[str]) -> None:
    words = command[-1].split() if command[0] == "sh" else command
    if words[0] == "hiring-cli":
        requires_a_command(words)
    else:
        assert words[:2] in (["dask", "scheduler"], ["dask", "worker"])


@pytest.mark.parametrize("name", [name for name, manifest in MANIFESTS.items() if list(pods(manifest))])
def test_pods_have_no_more_than_they_need(name: str) -> None:
    (pod,) = pods(MANIFESTS[name])
    (container,) = pod["containers"]

    assert pod["enableServiceLinks"] is False
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    # a namespace that enforces the Pod Security Standard `restricted` takes no pod without it
    assert container["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["resources"]["limits"]["memory"]
    assert {mount["name"] for mount in container["volumeMounts"]} == {each["name"] for each in pod["volumes"]}


@pytest.mark.parametrize("name", SERVICES)
def test_services_have_no_more_than_they_need(name: str) -> None:
    service = SERVICES[name]

    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert "ports" not in service  # who reaches the scheduler can run code
    assert service["build"]["args"] == {"DASK": "1"}
    assert service["mem_limit"]


def test_the_daily_check_is_tried_again_only_where_that_does_not_hide_an_alert() -> None:
    spec = MANIFESTS["CronJob hiring-monitor"]["spec"]
    job = spec["jobTemplate"]["spec"]
    assert (spec["timeZone"], spec["concurrencyPolicy"]) == ("Etc/UTC", "Forbid")
    assert job["template"]["spec"]["restartPolicy"] == "Never"  # else the pod's failure policy is refused
    [rule] = job["podFailurePolicy"]["rules"]
    assert rule["action"] == "FailJob"  # a second run would find nothing new, and succeed
    assert rule["onExitCodes"] == {"operator": "NotIn", "values": [exit_code_for(AlreadyRunning)]}
