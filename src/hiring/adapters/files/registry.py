"""`model_version` and `deployment_event` in SQLite."""

from collections.abc import Sequence
from typing import Any, Final

from hiring.adapters.files.database import Database
from hiring.adapters.files.texts import json_of, json_text, moment_of, moment_text
from hiring.application.ports.models import ModelRegistry
from hiring.domain.models import Deployment, ModelCard, ModelVersion
from hiring.training_json import decode_record, encode_record

_REGISTER: Final = """
    INSERT INTO model_version (id, path, digest, trained_at, profile, feature_columns, rule_fingerprint,
                               threshold, operating_mode, metadata)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO NOTHING
"""
_VERSIONS: Final = """
    SELECT id, path, digest, trained_at, profile, feature_columns, rule_fingerprint,
           threshold, operating_mode, metadata
    FROM model_version ORDER BY trained_at, id
"""
_RECORD: Final = """
    INSERT INTO deployment_event (ts, version_id, digest, path, actor, reason) VALUES (?, ?, ?, ?, ?, ?)
"""
_DEPLOYMENTS: Final = "SELECT ts, version_id, digest, path, actor, reason FROM deployment_event ORDER BY id"


class FileModelRegistry(ModelRegistry):
    """Versions oldest training first, deployments in the order of recording."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, version: ModelVersion) -> None:
        row = _version_row(version)
        with self._database.writing() as connection:
            connection.execute(_REGISTER, row)

    def versions(self) -> Sequence[ModelVersion]:
        return [_version(row) for row in self._database.rows(_VERSIONS)]

    def record(self, deployment: Deployment) -> None:
        row = (
            moment_text(deployment.at),
            deployment.version_id,
            deployment.digest,
            deployment.path,
            deployment.actor,
            deployment.reason,
        )
        with self._database.writing() as connection:
            connection.execute(_RECORD, row)

    def deployments(self) -> Sequence[Deployment]:
        return [_deployment(row) for row in self._database.rows(_DEPLOYMENTS)]


def _version_row(version: ModelVersion) -> tuple[object, ...]:
    card = version.card
    return (
        version.id,
        version.path,
        version.digest,
        moment_text(card.trained_at),
        card.profile,
        json_text(card.feature_columns),
        card.rule_fingerprint,
        card.threshold,
        card.operating_mode,
        json_text(encode_record(card.training)),
    )


def _version(row: tuple[Any, ...]) -> ModelVersion:
    version_id, path, digest, trained_at, profile, columns, fingerprint, threshold, mode, metadata = row
    card = ModelCard(
        profile=profile,
        feature_columns=tuple(json_of(columns)),
        rule_fingerprint=fingerprint,
        threshold=threshold,
        operating_mode=mode,
        trained_at=moment_of(trained_at),
        training=decode_record(json_of(metadata)),
    )
    return ModelVersion(id=version_id, path=path, digest=digest, card=card)


def _deployment(row: tuple[Any, ...]) -> Deployment:
    ts, version_id, digest, path, actor, reason = row
    return Deployment(
        at=moment_of(ts), version_id=version_id, digest=digest, path=path, actor=actor, reason=reason
    )
