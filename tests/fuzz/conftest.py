"""One served process for all tests here: PostgreSQL behind it, and keys asked for."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.chaos.api import Api, publish_a_model
from tests.chaos.conftest import a_database


@dataclass(frozen=True)
class Served:
    """What is asked, and with which key."""

    api: Api
    token: str

    def failures(self) -> list[str]:
        """Lines of its log that tell of a bug, or are no JSON."""
        found = []
        for line in self.api.log.read_text("utf-8", "replace").splitlines():
            told: dict[str, Any] = json.loads(line) if line.startswith("{") else {"exception": line}
            if told.get("exception") or (told.get("status") or 0) >= 500:
                found.append(line)
        return found


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("fuzz")
    artifact = folder / "artifacts" / "modelo_prec80.joblib"
    publish_a_model(artifact)
    with a_database() as database:
        settings = {
            "POSTGRES_HOST": str(database.url.host),
            "POSTGRES_USER": "postgres",
            "POSTGRES_DB": "postgres",
            "MODEL_ARTIFACT": str(artifact),
        }
        words = ["keys", "create", "fuzz", "--scope", "predict", "--scope", "admin"]
        made = subprocess.run(
            [sys.executable, "-m", "hiring", *words],
            env={**os.environ, **settings},
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
        with Api(settings, folder / "api.log").running() as api:
            yield Served(api, made.stdout.strip())
