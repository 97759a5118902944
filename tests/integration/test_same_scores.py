"""One person, one score: over HTTP as record and as features, on the command line, by the joblib model."""

import json
import subprocess
import time
import uuid
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import joblib
import numpy as np
import pandas as pd
import pytest

from hiring.domain.features import FEATURES
from tests.serving import Home, a_home, serving

BATCH = 256
REAL = Path(__file__).parents[2] / ".." / "shared" / "data" / "applicants.json"

Scores = dict[int, float]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_home(tmp_path_factory.mktemp("scores"))


def hiring_cli(home: Home, *words: object) -> list[dict[str, Any]]:
    """JSON lines that a command prints."""
    command, environment = home.command()
    done = subprocess.run(
        [*command[:3], *map(str, words)], env=environment, check=True, capture_output=True, encoding="utf-8"
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def scores_of(answers: list[dict[str, Any]]) -> Scores:
    return {answer["codigo_profissional"]: answer["probabilidade_contratacao"] for answer in answers}


def assert_all_score_alike(home: Home, file: Path, people: int) -> None:
    """Each way to a score must give everybody in the file the same, to 1e-12."""
    records = json.loads(file.read_text("utf-8"))
    extracted = {row.pop("codigo_profissional"): row for row in hiring_cli(home, "features", "extract", file)}
    assert len(extracted) == len(records) == people

    reference = scores_of(hiring_cli(home, "predict", file, "--no-log"))
    published = joblib.load(home.settings.model_artifact)
    rows = [[extracted[code][name] for name in published["feature_columns"]] for code in extracted]
    table = pd.DataFrame(rows, columns=published["feature_columns"], dtype=float)
    by_joblib = dict(zip(extracted, published["model"].predict_proba(table)[:, 1].tolist(), strict=True))

    with serving(home) as server, httpx.Client(base_url=server.url, timeout=60) as client:

        def asked(path: str, body: object) -> dict[str, Any]:
            key = {"Idempotency-Key": uuid.uuid4().hex}
            response = client.post(path, json=body, headers=key)
            for _ in range(10):  # a busy disk may take longer than an answer may: ask again, as clients do
                if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
                    time.sleep(1)
                    response = client.post(path, json=body, headers=key)
            assert response.status_code == 200, response.text
            answer: dict[str, Any] = response.json()
            return answer

        whole = [{**record, "codigo_profissional": code} for code, record in records.items()]
        by_record = [asked("/predict/applicant", record) for record in whole]
        given = [{"codigo_profissional": code, "features": row} for code, row in extracted.items()]
        by_features = [asked("/predict", body) for body in given]
        items = [{"codigo_profissional": code, "applicant": record} for code, record in records.items()]
        batches = [
            asked("/predict/batch", {"items": items[at : at + BATCH]}) for at in range(0, people, BATCH)
        ]
    by_batch = [outcome["answer"] for batch in batches for outcome in batch["results"]]

    for scores in (by_joblib, scores_of(by_record), scores_of(by_features), scores_of(by_batch)):
        assert scores.keys() == reference.keys()
        np.testing.assert_allclose(
            [scores[code] for code in reference], [*reference.values()], rtol=0, atol=1e-12
        )
    assert len({*reference.values()}) > 10
    assert [*extracted[next(iter(extracted))]] == [*FEATURES]


def test_invented_people_score_alike_in_every_way(home: Home, tmp_path: Path) -> None:
    invented = json.loads((home.folder / "exports" / "applicants.json").read_text("utf-8"))
    file = tmp_path / "applicants.json"
    file.write_text(json.dumps(dict([*invented.items()][:300])), "utf-8")

    assert_all_score_alike(home, file, 300)


@pytest.mark.real_data
def test_real_people_score_alike_in_every_way(home: Home) -> None:
    if not REAL.is_file():
        pytest.skip("the real exports are not here")

    assert_all_score_alike(home, REAL, 422)
