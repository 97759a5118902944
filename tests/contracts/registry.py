"""Models and their history."""

from dataclasses import replace

import pytest

from hiring.application.ports.models import ModelRegistry
from hiring.application.ports.store import Store
from hiring.domain.models import JsonValue
from hiring.training_json import decode_record, encode_record
from tests.contracts.builders import NOON, a_deployment, a_version, after
from tests.contracts.training_records import RECORDS


class ModelRegistryContract:
    @pytest.fixture
    def registry(self, store: Store) -> ModelRegistry:
        return store.registry

    def test_it_is_empty_at_first(self, registry: ModelRegistry) -> None:
        assert list(registry.versions()) == []
        assert list(registry.deployments()) == []

    def test_a_version_is_read_back_as_it_was_registered(self, registry: ModelRegistry) -> None:
        registry.register(a_version())
        assert list(registry.versions()) == [a_version()]

    @pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS.keys())
    def test_so_is_one_whose_record_is_of_another_time_or_program(
        self, registry: ModelRegistry, record: dict[str, JsonValue]
    ) -> None:
        card = replace(a_version().card, training=decode_record(record))
        registry.register(replace(a_version(), card=card))
        (found,) = registry.versions()
        assert found.card == card
        assert encode_record(found.card.training) == record

    def test_the_same_version_again_changes_nothing(self, registry: ModelRegistry) -> None:
        registry.register(a_version())
        registry.register(a_version())
        assert list(registry.versions()) == [a_version()]

    def test_versions_are_listed_oldest_training_first(self, registry: ModelRegistry) -> None:
        old, new = a_version("b", trained_at=NOON), a_version("a", trained_at=after(microseconds=1))
        registry.register(new)
        registry.register(old)
        assert list(registry.versions()) == [old, new]

    def test_the_history_keeps_every_deployment_in_order(self, registry: ModelRegistry) -> None:
        history = [
            a_deployment("a"),
            a_deployment("b", at=after(days=1)),
            a_deployment("a", at=after(days=2)),
        ]
        for deployment in history:
            registry.record(deployment)
        assert list(registry.deployments()) == history

    def test_a_version_that_was_never_registered_may_be_deployed(self, registry: ModelRegistry) -> None:
        registry.record(a_deployment("copied here by hand"))
        assert [deployment.version_id for deployment in registry.deployments()] == ["copied here by hand"]
