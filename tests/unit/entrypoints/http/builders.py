"""A service over the memory store, with a model whose scores can be worked out by hand."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import Any, NoReturn

import httpx
import numpy as np
from litestar import Litestar
from litestar.testing import TestClient

from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.exports.decoding import RecordDecoder
from hiring.adapters.exports.prospects import ProspectsFile
from hiring.adapters.exports.vagas import VagasFile
from hiring.adapters.learning.artifact.origins import FileOrigins
from hiring.adapters.local.here import Here
from hiring.adapters.memory import FixedClock, MemoryStore, SilentProgress
from hiring.application.ports.clock import Clock
from hiring.application.ports.logs import InferenceLog
from hiring.application.ports.model_archive import ModelArchive
from hiring.application.ports.models import FittedModel, Scorer
from hiring.application.ports.store import Store
from hiring.application.serving.explain import Explainer
from hiring.bootstrap.ports import Ports
from hiring.bootstrap.wiring import Hiring
from hiring.domain.decisions import Decision
from hiring.domain.errors import HiringError, ModelMissing
from hiring.domain.features import CANDIDATE, PROFILES, Profile
from hiring.domain.models import ModelCard, ModelVersion
from hiring.domain.reasons import Contributions
from hiring.domain.records import Floats
from hiring.domain.training.record import TrainingRecord
from hiring.entrypoints.http.app import create_app
from hiring.entrypoints.http.resources.resources import Opening
from hiring.settings import Settings

NOW = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)
STANDING = FixedClock(NOW)
EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))

_ONES = (
    *("tem_email", "tem_telefone", "tem_local", "tem_objetivo", "ingl_nenhum", "esp_nenhum"),
    *("esc_superior_completo", "area_admin", "titulo_admin", "cert_mos_excel", "has_cert"),
    *("cv_excel_avancado", "cv_contabil", "cv_financeiro", "cv_administrativo"),
)
FEATURES: dict[str, Any] = {name: int(name in _ONES) for name in CANDIDATE.features} | {"salario_valor": 3000}

CARD = ModelCard(
    profile=CANDIDATE.name,
    feature_columns=CANDIDATE.features,
    rule_fingerprint=CANDIDATE.fingerprint(),
    threshold=0.5,
    operating_mode="prec80",
    trained_at=NOW,
    training=TrainingRecord(other={"rows": 1234, "evidence": {"selected": 40}}),
)
VERSION = ModelVersion(id="20260314T150926Z-1a2b3c4d", path="artifacts/m.joblib", digest="d" * 64, card=CARD)


def a_body(*, codigo: object = 31001, without: Sequence[str] = (), **features: object) -> dict[str, Any]:
    """A whole request; features are changed, added or left out by name."""
    kept = {name: value for name, value in FEATURES.items() if name not in without}
    return {"codigo_profissional": codigo, "features": {**kept, **features}}


class ShareOfOnes(Scorer):
    """Scores are tem_email / 2 + cv_sap / 4, unknown as 0: 0.5 for the body above, which is the threshold."""

    def __init__(self, version: ModelVersion = VERSION) -> None:
        self._version = version

    @property
    def version(self) -> ModelVersion:
        return self._version

    def score(self, features: Floats) -> Floats:
        columns, known = CANDIDATE.features, np.nan_to_num(features)
        return known[:, columns.index("tem_email")] / 2 + known[:, columns.index("cv_sap")] / 4


class OneModel(ModelArchive):
    """A model store that has one published model, or a reason why there is none."""

    def __init__(self, scorer: Scorer | None = None, failure: HiringError | None = None) -> None:
        self._scorer, self._failure = scorer, failure

    def save(self, model: FittedModel, card: ModelCard) -> NoReturn:
        raise NotImplementedError  # the service trains nothing

    def publish(self, version_id: str, *, instead_of: str | None = None) -> NoReturn:
        raise NotImplementedError  # the service publishes nothing

    def published(self) -> Scorer:
        if self._scorer is None:
            raise self._failure or ModelMissing("artifacts/m.joblib")
        return self._scorer

    def version(self, version_id: str) -> Scorer:
        del version_id
        return self.published()

    def serving(self) -> str:
        return "one" if self._scorer is not None or self._failure is not None else ""

    @property
    def profile(self) -> str:
        return CANDIDATE.name

    @property
    def place(self) -> str:
        return "artifacts/m.joblib"

    def stored(self) -> NoReturn:
        raise NotImplementedError  # the service lists no versions

    def stands_at(self, path: str) -> NoReturn:
        raise NotImplementedError  # the service lists no versions

    def current(self) -> NoReturn:
        raise NotImplementedError  # the service loads what it asks about

    def verified(self, version_id: str | None) -> NoReturn:
        raise NotImplementedError  # the service verifies what it loads

    def reopened(self, version_id: str) -> NoReturn:
        raise NotImplementedError  # the service trains nothing


class EveryOne(Explainer):
    """Each feature that is 1 raised the score by its place, from 1 on."""

    @property
    def version(self) -> ModelVersion:
        return VERSION

    def contributions(self, features: Floats) -> Contributions:
        values = np.nan_to_num(features == 1) * np.arange(1.0, features.shape[1] + 1)
        return Contributions(values=values, bias=np.zeros(len(features)), direction=1)


class StoreWithLog(MemoryStore):
    """A memory store whose audit log is another."""

    def __init__(self, log: InferenceLog) -> None:
        super().__init__()
        self._other_log = log

    @property
    def inference_log(self) -> InferenceLog:
        return self._other_log


def _no_trainer() -> NoReturn:
    raise NotImplementedError  # the service trains nothing


def _unused(*_: object) -> NoReturn:
    raise NotImplementedError  # a port that the service does not need


def an_opening(
    store: Store,
    models: ModelArchive,
    profiles: Mapping[str, Profile] = PROFILES,
    *,
    others: ModelArchive | None = None,
    clock: Clock = STANDING,
) -> Opening:
    """What the application opens instead of what its settings name; `others` are of the later profiles."""
    first = next(iter(profiles.values()))
    ports = Ports(
        store=store,
        models=lambda name: models if name == first.name else others or OneModel(),
        trainer=_no_trainer,
        explainer=lambda _version: EveryOne(),
        origins=FileOrigins,
        record_decoder=RecordDecoder,
        applicants_file=ApplicantsFile,
        prospects_file=ProspectsFile,
        vagas_file=VagasFile,
        outcomes_file=_unused,
        parallel=Here(),
        clock=clock,
        progress=SilentProgress(),
    )
    return lambda _settings: nullcontext(Hiring(ports, profiles=profiles, profile=first))


def an_app(
    *, store: Store | None = None, models: ModelArchive | None = None, log_to: StringIO, lenient: bool = False
) -> Litestar:
    opening = an_opening(store or MemoryStore(), models or OneModel(ShareOfOnes()))
    settings = Settings.model_construct(hiring_missing_features="null" if lenient else None)
    return create_app(settings, opening=opening, log_to=log_to)


@dataclass(frozen=True)
class Running:
    """A service that answers, its store, and what it logs."""

    client: TestClient[Litestar]
    store: Store
    log: StringIO

    def predict(self, body: object, **headers: str) -> httpx.Response:
        return self.client.post("/predict", json=body, headers=headers)

    def send(self, content: bytes, content_type: str = "application/json", **headers: str) -> httpx.Response:
        return self.client.post(
            "/predict", content=content, headers={"Content-Type": content_type, **headers}
        )

    def rows(self) -> list[Decision]:
        return [decision for chunk in self.store.inference_log.between(*EVER) for decision in chunk]

    def log_lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.getvalue().splitlines()]


@contextmanager
def a_service(
    store: Store | None = None, models: ModelArchive | None = None, *, lenient: bool = False
) -> Iterator[Running]:
    store, log = store or MemoryStore(), StringIO()
    app = an_app(store=store, models=models, log_to=log, lenient=lenient)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Running(client, store, log)


def faults_of(response: httpx.Response) -> dict[str, str]:
    """The reasons by field of a 422."""
    assert response.status_code == 422, response.text
    return {fault["field"]: fault["reason"] for fault in response.json()["errors"]}
