"""HIRING_SALT is read when a store is made; later it can only be the same."""

from pathlib import Path

import pytest

from hiring.domain.training.partition import is_salt
from tests.shell import Shell


def test_the_salt_is_the_stores_from_the_start_and_never_another(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_SALT", "one salt")
    assert shell("model", "list").code == 0
    assert shell("model", "list").code == 0
    monkeypatch.setenv("HIRING_SALT", "another")
    refused = shell("model", "list")
    assert (refused.code, "salt-differs" in refused.err) == (73, True)
    assert "another" not in refused.err.replace("another store", "")
    assert "one salt" not in refused.err
    monkeypatch.delenv("HIRING_SALT")
    assert shell("model", "list").code == 0


def test_a_store_with_a_drawn_salt_takes_no_other(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shell("model", "list").code == 0
    monkeypatch.setenv("HIRING_SALT", "late")
    assert shell("model", "list").code == 73


@pytest.mark.parametrize("salt", ["", " ", " x", "x\t", "caf\u00e9", "x\ny", "\udcff", "x" * 129])
def test_an_empty_or_odd_salt_is_refused_and_makes_no_store(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, salt: str
) -> None:
    monkeypatch.setenv("HIRING_SALT", salt)
    refused = shell("model", "list")
    assert (refused.code, "HIRING_SALT" in refused.err) == (65, True)
    assert not (tmp_path / "hiring-data").exists()
    assert not is_salt(salt)


def test_the_settings_file_gives_it_too(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HIRING_SALT=one\n", encoding="utf-8")
    assert shell("model", "list").code == 0
    (tmp_path / ".env").write_text("HIRING_SALT=two\n", encoding="utf-8")
    assert shell("model", "list").code == 73
