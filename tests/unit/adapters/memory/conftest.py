"""A new store for every test."""

import pytest

from hiring.adapters.memory import MemoryStore


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()
