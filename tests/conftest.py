"""What every test shares: an environment in which nothing of this project is set."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.shell import shell

__all__ = ["shell"]

settings.register_profile("repeatable", derandomize=True, deadline=None)  # no test rests on chance or speed
settings.register_profile(
    "searching", print_blob=True
)  # for the long runs, which are there to find something
settings.load_profile("repeatable")

OURS = ("HIRING_", "POSTGRES_", "MODEL_ARTIFACT", "MIN_PRECISAO")


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> Iterator[None]:
    """Strip them before any other fixture runs, one of a whole session too."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.upper().startswith(OURS)]:
            patch.delenv(name)
        yield
