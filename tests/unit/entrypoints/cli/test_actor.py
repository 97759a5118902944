"""Whoever works here has a name for the history, also in a container."""

import os

import pytest

from hiring.entrypoints.cli.options.actor import actor


def test_the_user_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "ana")
    assert actor() == "ana"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="elsewhere everybody has a name")
def test_a_user_without_a_name_is_told_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 987_654_321)
    assert actor() == "user 987654321"
