"""A model, a server of our own that can be killed, and the service in between."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

import pytest

from hiring.adapters.postgres.migrator import Migrations
from tests.chaos.api import publish_a_model
from tests.chaos.nemesis import Outage
from tests.chaos.proxy import Proxy
from tests.postgres_server import LocalServer, NoServerError, a_local_server, skip_but_in_ci

SCHEMA = "public"
told: list[str] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in told:
        terminalreporter.write_line(f"chaos: {line}")


@pytest.fixture(scope="session")
def artifact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("artifacts") / "modelo_prec80.joblib"
    publish_a_model(file)
    return file


@contextmanager
def a_database() -> Iterator[LocalServer]:
    """Empty, with our tables; fsync is off, because processes die here and machines do not."""
    try:
        with a_local_server() as server:
            assert server.process is not None
            Migrations(server.url, SCHEMA).upgrade()
            yield server.process
    except NoServerError as error:
        skip_but_in_ci(error)


@pytest.fixture
def database() -> Iterator[LocalServer]:
    with a_database() as server:
        yield server


@pytest.fixture
def proxy(database: LocalServer) -> Iterator[Proxy]:
    with Proxy(Path(str(database.url.host)) / ".s.PGSQL.5432").running() as proxy:
        yield proxy


@pytest.fixture
def settings(artifact: Path, proxy: Proxy) -> dict[str, str]:
    """The service reaches the database through the proxy alone."""
    return {
        "POSTGRES_HOST": "127.0.0.1",
        "POSTGRES_PORT": str(proxy.port),
        "POSTGRES_USER": "postgres",
        "POSTGRES_DB": "postgres",
        "MODEL_ARTIFACT": str(artifact),
    }


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "api.log"


def tell(what: str, verdict: object, outages: list[Outage]) -> None:
    """For the end of the test run: what was seen, and how long it took until all was well again."""
    worst: dict[str, float] = {}
    for fault, recovery_s in outages:
        worst[fault] = max(worst.get(fault, 0.0), recovery_s)
    seconds = sorted(outage.recovery_s for outage in outages)
    p95 = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else sum(seconds)
    slowest = ", ".join(f"{fault} {recovery_s:.1f}" for fault, recovery_s in worst.items())
    told.append(f"{what}: {verdict}")
    told.append(f"{what}: {len(seconds)} faults, recovery p95 {p95:.2f} s; longest of each: {slowest}")
