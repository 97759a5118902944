"""What serves decides which features are asked for, what is wrong with them, and what is said of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from litestar.testing import TestClient

from hiring.adapters.memory.store import MemoryStore
from hiring.domain.features.encodings import Lookup
from hiring.domain.models import ModelVersion
from hiring.domain.records import Floats
from hiring.entrypoints.http.app import create_app
from hiring.settings import Settings
from tests.contracts.pairs import FEATURES, PAIRS
from tests.unit.entrypoints.http.builders import (
    CARD,
    VERSION,
    OneModel,
    Running,
    ShareOfOnes,
    an_opening,
    faults_of,
)

LEARNT = {
    "vaga_cidade": Lookup(("sao paulo",), (0.75,), 0.0),
    "vaga_titulo": Lookup(("gerente",), (0.625,), 0.25),
}
SERVES = replace(
    VERSION,
    card=replace(
        CARD,
        profile=PAIRS.name,
        feature_columns=PAIRS.features,
        rule_fingerprint=PAIRS.fingerprint(),
        encodings=LEARNT,
    ),
)
GIVEN = {
    "tem_linkedin": True,
    "salario_valor": None,
    "vaga_cidade": "sao paulo",
    "vaga_aberta_em": "2021-03-01",
    "vaga_titulo": "gerente",
    "mesmo_ingles": 0,
    "dias_aberta": 10,
}


class LearntTitle(ShareOfOnes):
    """Scores are what was learnt of the title."""

    @property
    def version(self) -> ModelVersion:
        return SERVES

    def score(self, features: Floats) -> Floats:
        return np.array(features[:, FEATURES.index("vaga_titulo")])


@contextmanager
def pairs() -> Iterator[Running]:
    store, log = MemoryStore(), StringIO()
    opening = an_opening(store, OneModel(LearntTitle()), {PAIRS.name: PAIRS})
    app = create_app(Settings.model_construct(hiring_missing_features=None), opening=opening, log_to=log)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Running(client, store, log)


@pytest.fixture
def service() -> Iterator[Running]:
    with pairs() as running:
        yield running


def test_texts_are_answered_by_what_the_model_learnt_of_them(service: Running) -> None:
    response = service.client.post("/predict?explain=2", json={"features": GIVEN})
    assert response.status_code == 200
    assert response.json()["probabilidade_contratacao"] == 0.625
    (row,) = service.rows()
    assert row.profile == "pairs"
    assert row.payload["vaga_titulo"] == 0.625
    assert row.payload["vaga_cidade"] == 0.75
    assert row.payload["salario_valor"] is None
    assert "gerente" not in repr(row), "the row keeps the features as scored, and no text that was asked"


def test_a_text_that_was_not_learnt_has_the_number_of_all_others(service: Running) -> None:
    response = service.predict({"features": GIVEN | {"vaga_titulo": "astronauta"}})
    assert response.json()["probabilidade_contratacao"] == 0.25


def test_every_wrong_feature_is_named(service: Running) -> None:
    given = {name: value for name, value in GIVEN.items() if name != "mesmo_ingles"}
    faults = faults_of(service.predict({"features": given | {"vaga_titulo": 1, "tem_email": 1}}))
    assert faults == {
        "features.mesmo_ingles": "is missing",
        "features.vaga_titulo": "must be a text, or null for unknown",
        "features.tem_email": "is not a feature",
    }


def test_the_contract_is_that_of_what_serves(service: Running) -> None:
    document = service.client.get("/schema/openapi.json").json()
    assert set(document["components"]["schemas"]["Features"]["properties"]) == set(FEATURES)
    assert service.client.get("/version").json()["feature_columns"] == list(FEATURES)
