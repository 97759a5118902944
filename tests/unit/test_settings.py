"""Settings that cannot be used are refused by name, before anything is opened."""

import pytest

from tests.shell import Shell


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODEL_ARTIFACT", "."),
        ("MODEL_ARTIFACT", "/"),
        ("MODEL_ARTIFACT", "models/.."),
        ("MODEL_ARTIFACT", "caf\udce9/model.joblib"),
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
