"""Where the order of a version's columns is known from."""

from dataclasses import replace

from hiring.adapters.memory.store import MemoryStore
from hiring.application.monitoring.checks.version_columns import VersionColumns
from hiring.domain.models import ModelVersion
from tests.contracts.builders import a_version

FEATURES = a_version().card.feature_columns


def with_columns(*columns: str) -> ModelVersion:
    return replace(a_version(), card=replace(a_version().card, feature_columns=columns))


def columns_where(*registered: ModelVersion, serving: ModelVersion | None = None) -> VersionColumns:
    store = MemoryStore()
    for version in registered:
        store.registry.register(version)
    return VersionColumns(registry=store.registry, serving=lambda: serving)


def test_the_registry_knows_its_versions() -> None:
    columns_of = columns_where(a_version("another"), with_columns("one", "two"), serving=a_version())
    assert columns_of(a_version().id, "candidate") == ("one", "two")


def test_what_serves_need_not_be_registered() -> None:
    columns_of = columns_where(a_version("another"), serving=a_version())
    assert columns_of(a_version().id, "candidate") == FEATURES


def test_nobody_knows_another_version_or_another_profile() -> None:
    columns_of = columns_where(a_version(), serving=a_version("serves"))
    assert columns_of("gone", "candidate") is None
    assert columns_of(a_version().id, "pairs") is None
    assert columns_where()(a_version().id, "candidate") is None
