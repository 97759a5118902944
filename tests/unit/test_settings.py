"""Settings that cannot be used are refused by name, before anything is opened."""

from pathlib import Path

import pytest

from hiring.settings import load_settings
from tests.shell import Shell


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODEL_ARTIFACT", "."),
        ("MODEL_ARTIFACT", "/"),
        ("MODEL_ARTIFACT", "models/.."),
        ("MODEL_ARTIFACT", "caf\udce9/model.joblib"),
        ("MODEL_ARTIFACT_VAGA", "models/.."),
        ("HIRING_HOME", "caf\udce9"),
        ("POSTGRES_PORT", "0"),
        ("POSTGRES_PORT", "65536"),
        ("POSTGRES_USER", "caf\udce9"),
        ("POSTGRES_PASSWORD", "caf\udce9"),
        ("POSTGRES_DB", "caf\udce9"),
        ("HIRING_LOCK_TIMEOUT_S", "0"),
        ("HIRING_LOCK_TIMEOUT_S", "nan"),
        ("HIRING_LOCK_TIMEOUT_S", "inf"),
        ("HIRING_LOCK_TIMEOUT_S", "1e300"),
        ("MIN_PRECISAO", "1"),
        ("MIN_PRECISAO", "nan"),
        ("HIRING_PARALLEL", "processes:0"),
        ("HIRING_TRAIN_THREADS", "0"),
        ("HIRING_PARALLEL", "threads:2"),
        ("HIRING_PARALLEL", "dask://127.0.0.1"),
        ("HIRING_PARALLEL", "dask://127.0.0.1:65536"),
        ("HIRING_PARALLEL", "dask://caf caf:8786"),
        ("HIRING_PROMISE", "contradicted"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name_and_not_shown(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    refused = shell("model", "list")
    assert refused.code == 65
    assert f"{name}: " in refused.err
    assert "caf" not in refused.err
    assert "Value error" not in refused.err


def test_models_that_read_vagas_serve_beside_the_others_unless_told_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings().artifact_vaga == Path("artifacts/modelo_prec80_vaga.joblib")
    monkeypatch.setenv("MODEL_ARTIFACT", "models/m.joblib")
    assert load_settings().artifact_vaga == Path("models/m_vaga.joblib")
    monkeypatch.setenv("MODEL_ARTIFACT_VAGA", "elsewhere/v.joblib")
    assert load_settings().artifact_vaga == Path("elsewhere/v.joblib")


@pytest.mark.parametrize("other", ["models/m.joblib", "models/../models/m.joblib", "models/m.pkl"])
def test_two_models_cannot_serve_at_one_place(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    monkeypatch.setenv("MODEL_ARTIFACT", "models/m.joblib")
    monkeypatch.setenv("MODEL_ARTIFACT_VAGA", other)
    refused = shell("model", "list")
    assert (refused.code, "MODEL_ARTIFACT_VAGA" in refused.err) == (65, True)
