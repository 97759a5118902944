"""A store in a new folder for every test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from hiring.adapters.files import FileStore


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "parent" / "hiring-data"


@pytest.fixture
def open_store(home: Path) -> Iterator[Callable[[], FileStore]]:
    with ExitStack() as opened:
        yield lambda: opened.enter_context(closing(FileStore(home)))


@pytest.fixture
def store(open_store: Callable[[], FileStore]) -> FileStore:
    return open_store()
