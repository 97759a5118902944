"""Artifacts whose training record is of another time or program serve, and stay as they are."""

import json
from pathlib import Path

import pytest

from hiring.adapters.learning.fitting.trainer import LightGbmModel
from hiring.adapters.learning.model_store import FileModelStore
from hiring.domain.training.record import ManualThreshold
from hiring.training_json import decode_record, encode_record
from tests.contracts.model_store import a_card, some_features
from tests.contracts.training_records import RECORDS, rewrite_record

MANUAL = ManualThreshold(of="v", threshold=0.3, actor="ana", reason="x", at="2026-11-29T12:00:00+00:00")


@pytest.mark.parametrize("name", RECORDS)
def test_it_serves_with_its_record(models: FileModelStore, model: LightGbmModel, name: str) -> None:
    version = models.save(model, a_card())
    rewrite_record(version, RECORDS[name])
    stored = models.verified(version.id)
    assert stored.card == a_card(training=decode_record(RECORDS[name]))
    assert models.publish(version.id).card == models.current().card == stored.card
    assert models.published().score(some_features(3)).shape == (3,)


@pytest.mark.parametrize("name", RECORDS)
def test_what_is_derived_from_it_keeps_all_that_it_says(
    models: FileModelStore, model: LightGbmModel, name: str
) -> None:
    version = models.save(model, a_card())
    rewrite_record(version, RECORDS[name])
    record = models.verified(version.id).card.training.with_manual(MANUAL)
    derived = models.save(models.reopened(version.id), a_card(training=record))
    expected = {**RECORDS[name], "manual": encode_record(record)["manual"]}
    for file in ("serving.json", "manifest.json"):
        assert json.loads(Path(derived.path).with_name(file).read_bytes())["metadata"] == expected
