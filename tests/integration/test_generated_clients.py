"""Clients that programs write from the OpenAPI document are imported as they are and answered."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from hiring.adapters.memory import SilentProgress
from hiring.bootstrap.production import production
from hiring.domain.access.keys import Scope
from tests.chaos.api import publish_a_model
from tests.contracts.builders import an_issued
from tests.serving import Home, serving

KEY = an_issued(1, "ats", scopes=[Scope.PREDICT, Scope.ADMIN])
CLIENT = "client_of_the_service"
MODELS = "models_of_the_service"


@dataclass(frozen=True)
class Served:
    """A process that answers who has the key, and what it says of itself."""

    url: str
    folder: Path

    @property
    def document(self) -> Path:
        return self.folder / "openapi.json"

    def example(self, path: str) -> Any:  # noqa: ANN401  # any JSON value
        content = json.loads(self.document.read_text())["paths"][path]["post"]["requestBody"]["content"]
        (example,) = content["application/json"]["examples"].values()
        return example["value"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("clients")
    home = Home(folder / "home")
    publish_a_model(home.settings.model_artifact)
    with production(home.settings, SilentProgress()) as hiring:
        hiring.ports.store.api_keys.add(KEY.key)
    with serving(home) as server, pytest.MonkeyPatch.context() as patch:
        found = Served(server.url, folder)
        found.document.write_bytes(httpx.get(f"{server.url}/schema/openapi.json").content)
        patch.syspath_prepend(folder)
        yield found


def write(served: Served, program: str, *words: str, made: str) -> None:
    """Run a generator, which has nothing to complain of."""
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # it calls a formatter
    ended = subprocess.run(
        [sys.executable, "-m", program, *words],
        cwd=served.folder,
        env={**os.environ, "PATH": tools, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    assert "arning" not in ended.stdout
    assert (served.folder / made).exists()


@pytest.fixture(scope="module")
def client(served: Served) -> Iterator[object]:
    words = ["generate", "--path", str(served.document), "--meta", "none", "--output-path", CLIENT]
    write(served, "openapi_python_client", *words, made=CLIENT)
    with importlib.import_module(CLIENT).AuthenticatedClient(base_url=served.url, token=KEY.token) as opened:
        yield opened


@pytest.fixture(scope="module")
def models(served: Served) -> ModuleType:
    words = [f"--input={served.document}", "--input-file-type=openapi", "--formatters=builtin"]
    kind = "--output-model-type=pydantic_v2.BaseModel"
    write(served, "datamodel_code_generator", *words, kind, f"--output={MODELS}.py", made=f"{MODELS}.py")
    return importlib.import_module(MODELS)


def ask(name: str, *words: object, **more: object) -> Any:  # noqa: ANN401  # of a module that is not written yet
    answer = importlib.import_module(f"{CLIENT}.api.{name}").sync(*words, **more)
    assert answer is not None
    return answer


def part(name: str, value: object) -> Any:  # noqa: ANN401  # the same
    """A model of the client, of JSON."""
    return getattr(importlib.import_module(f"{CLIENT}.models"), name).from_dict(value)


def test_the_client_scores_features_with_reasons(served: Served, client: object) -> None:
    question = part("Question", served.example("/predict"))
    question.features.cv_sap = True
    answer = ask("predictions.predict", client=client, body=question, explain=2, idempotency_key="one")

    assert 0 <= answer.probabilidade_contratacao <= 1
    assert (answer.codigo_profissional, answer.request_id) == (31001, "one")
    assert [type(reason.pt) for reason in answer.reasons] == [str, str]


def test_the_client_scores_a_raw_record(served: Served, client: object) -> None:
    record = part("Applicant", served.example("/predict/applicant"))
    answer = ask("predictions.predict_applicant", client=client, body=record)

    assert answer.codigo_profissional == 31002
    assert "reasons" not in answer.to_dict()


def test_the_client_scores_a_batch_and_finds_the_problem_in_its_place(served: Served, client: object) -> None:
    batch = part("Batch", served.example("/predict/batch"))
    assert [type(item).__name__ for item in batch.items[:2]] == ["Question", "ApplicantItem"]
    features, record, refused = ask("predictions.predict_batch", client=client, body=batch).results

    assert [one.answer.codigo_profissional for one in (features, record)] == [31001, 31002]
    assert refused.problem.type_ == "urn:hiring:problem:invalid-features"
    assert refused.problem.errors[0].field == "features.tem_email"


def test_the_client_reads_what_was_answered_and_what_serves(served: Served, client: object) -> None:
    body = part("Question", served.example("/predict"))
    scored = ask("predictions.predict", client=client, body=body, idempotency_key="a/b")
    decision = ask("audit.decision", "a/b", client=client, explain=1)
    version = ask("operations.version", client=client)

    assert (decision.score, decision.client) == (scored.probabilidade_contratacao, KEY.key.name)
    assert len(decision.reasons) == 1
    assert decision.model_version == version.version
    assert list(decision.features.to_dict()) == version.feature_columns
    assert ask("operations.health", client=client).status == "ok"
    assert ask("operations.livez", client=client).status == "ok"
    assert "hiring_requests_total" in ask("operations.metrics", client=client)


def test_the_client_tells_a_problem(served: Served, client: object) -> None:
    missing = ask("audit.decision", "nobody", client=client)
    with importlib.import_module(CLIENT).AuthenticatedClient(base_url=served.url, token="none") as stranger:
        refused = ask("operations.version", client=stranger)

    assert (missing.status, missing.type_) == (404, "urn:hiring:problem:decision-missing")
    assert (refused.status, refused.type_) == (401, "urn:hiring:problem:unauthorized")


def test_the_models_take_what_the_service_takes(served: Served, models: ModuleType) -> None:
    bodies = {"/predict": "Question", "/predict/applicant": "Applicant", "/predict/batch": "Batch"}
    answers = {"/predict": "Answer", "/predict/applicant": "Answer", "/predict/batch": "BatchResults"}
    with httpx.Client(base_url=served.url, headers={"Authorization": f"Bearer {KEY.token}"}) as asking:
        for path, name in bodies.items():
            body = getattr(models, name).model_validate(served.example(path))
            response = asking.post(path, json=body.model_dump(mode="json", exclude_unset=True))
            getattr(models, answers[path]).model_validate(response.json())
        request_id = asking.post("/predict", json=served.example("/predict")).json()["request_id"]
        decision = models.LoggedDecision.model_validate(asking.get(f"/decisions/{request_id}").json())
        version = models.Version.model_validate(asking.get("/version").json())
        health = models.Health.model_validate(asking.get("/health").json())

    assert (decision.request_id, decision.model_version) == (request_id, version.version)
    assert health.status.value == "ok"


@pytest.mark.parametrize("flag", [0, 1, True, False])
def test_the_models_leave_a_flag_as_it_is(served: Served, models: ModuleType, flag: object) -> None:
    features = {**served.example("/predict")["features"], "cv_sap": flag}

    kept = models.Features.model_validate(features).cv_sap
    assert (kept, type(kept)) == (flag, type(flag))
