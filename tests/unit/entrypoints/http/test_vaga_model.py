"""A second model, of a profile that reads vagas, is loaded beside the first, and replaced, and missed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO

from litestar.testing import TestClient

from hiring.adapters.memory.store import MemoryStore
from hiring.application.ports.model_archive import ModelArchive
from hiring.domain.errors import ArtifactCorrupt, ModelMissing
from hiring.domain.features import CANDIDATE
from hiring.domain.models import ModelVersion
from hiring.entrypoints.http.app import create_app
from hiring.settings import Settings
from tests.contracts.pairs import PAIRS
from tests.unit.entrypoints.http.builders import VERSION, OneModel, Running, ShareOfOnes, a_body, an_opening
from tests.unit.entrypoints.http.test_parts import ModelsThatChange, soon
from tests.unit.entrypoints.http.test_profiles import SERVES, LearntTitle

PROFILES = {profile.name: profile for profile in (CANDIDATE, PAIRS)}


class NewerTitle(LearntTitle):
    """The same scores under another version."""

    @property
    def version(self) -> ModelVersion:
        return replace(SERVES, id="20270101T000000Z-9f8e7d6c", digest="f" * 64)


@contextmanager
def both(vaga_models: ModelArchive) -> Iterator[Running]:
    store, log = MemoryStore(), StringIO()
    opening = an_opening(store, OneModel(ShareOfOnes()), PROFILES, others=vaga_models)
    app = create_app(Settings.model_construct(hiring_missing_features=None), opening=opening, log_to=log)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Running(client, store, log)


def vaga_version(service: Running) -> str | None:
    shown = service.client.get("/version").json()["vaga_model"]
    return None if shown is None else str(shown["version"])


def test_both_models_are_shown_and_candidates_are_answered_by_the_first() -> None:
    with both(OneModel(LearntTitle())) as service:
        shown = service.client.get("/version").json()
        service.predict(a_body())
        metrics = service.client.get("/metrics").text
    assert (shown["version"], shown["profile"]) == (VERSION.id, "candidate")
    assert shown["vaga_model"]["version"] == SERVES.id
    assert shown["vaga_model"]["profile"] == "pairs"
    assert shown["vaga_model"]["feature_columns"] == list(PAIRS.features)
    assert [row.profile for row in service.rows()] == ["candidate"]
    served = [line for line in metrics.splitlines() if line.startswith("hiring_model_loaded_info{")]
    assert len(served) == 2
    assert all(line.endswith(" 1.0") for line in served)


def test_where_none_was_published_nothing_is_missing() -> None:
    with both(OneModel()) as service:
        statuses = [service.client.get(path).status_code for path in ("/readyz", "/health")]
        answered = service.predict(a_body()).status_code
        shown = vaga_version(service)
    assert (statuses, answered, shown) == ([200, 200], 200, None)
    assert not [line for line in service.log_lines() if line["event"] == "not available"]


def test_where_one_was_published_and_cannot_answer_the_service_is_not_ready() -> None:
    for failure in (
        ArtifactCorrupt("artifacts/v.joblib", "digest differs"),
        ModelMissing("artifacts/v.joblib", without="v.manifest.json"),
    ):
        with both(OneModel(failure=failure)) as service:
            refused = service.client.get("/readyz")
            answered = service.predict(a_body()).status_code
        assert (refused.status_code, refused.json()["unavailable"]) == (503, ["vaga-model"])
        assert answered == 200
        told = [line for line in service.log_lines() if line["event"] == "not available"]
        assert [(line["part"], line["code"]) for line in told] == [("vaga-model", failure.code)]


def test_a_published_model_takes_its_place_while_the_service_runs() -> None:
    models = ModelsThatChange()
    models.put(None, None, "")
    with both(models) as service:
        before = vaga_version(service)
        models.put(LearntTitle(), None, "first")
        soon(lambda: vaga_version(service) == SERVES.id)
        models.put(NewerTitle(), None, "second")
        soon(lambda: vaga_version(service) == NewerTitle().version.id)
        models.put(None, ArtifactCorrupt("artifacts/v.joblib", "digest differs"), "third")
        soon(lambda: any(line["event"] == "not available" for line in service.log_lines()))
        after, ready = vaga_version(service), service.client.get("/readyz").status_code
    assert (before, after, ready) == (None, NewerTitle().version.id, 200)
