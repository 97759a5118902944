"""One writer of models at a time, and whoever waits says so, and not for ever."""

import logging
from pathlib import Path

import pytest

from hiring import waiting
from hiring.adapters.learning.artifact.disk import exclusive_lock
from hiring.adapters.learning.fitting.trainer import LightGbmModel
from hiring.adapters.learning.model_store import FileModelStore
from hiring.domain.errors import StoreFault, StoreUnavailable
from tests.contracts.model_store import a_card


def test_who_waits_for_a_writer_says_so_and_gives_up(
    model: LightGbmModel, artifact: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(waiting, "SAID_AFTER_S", 0.2)
    caplog.set_level(logging.WARNING, "hiring")
    impatient = FileModelStore(artifact, lock_timeout_s=0.4)
    version = impatient.save(model, a_card())
    assert not caplog.messages

    with exclusive_lock(artifact.parent / "versions"):
        for write in (lambda: impatient.save(model, a_card()), lambda: impatient.publish(version.id)):
            with pytest.raises(StoreUnavailable, check=lambda error: error.fault is StoreFault.HELD_TOO_LONG):
                write()

    assert len(caplog.messages) == 2  # once a wait
    assert impatient.publish(version.id) == impatient.current()
