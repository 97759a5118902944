"""`model_version` and `deployment_event` in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Final

from sqlalchemy import Engine, RowMapping, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_or

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.metadata import DEPLOYMENT_EVENT, MODEL_VERSION
from hiring.adapters.postgres.values import moment_of
from hiring.application.ports.models import ModelRegistry
from hiring.domain.models import Deployment, ModelCard, ModelVersion
from hiring.training_json import decode_record, encode_record

_CARD: Final = [field.name for field in fields(ModelCard) if field.name in MODEL_VERSION.c]
"""Of a card, what has a column of its name; the record of the training is `metadata`."""


class PostgresModelRegistry(ModelRegistry):
    """Versions oldest training first, deployments in the order of recording."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def register(self, version: ModelVersion) -> None:
        card = {name: getattr(version.card, name) for name in _CARD}
        row = {"id": version.id, "path": version.path, "digest": version.digest, **card}
        row["feature_columns"] = list(version.card.feature_columns)
        row["metadata"] = encode_record(version.card.training)
        with port_errors("model_version"), self._engine.begin() as connection:
            connection.execute(insert_or(MODEL_VERSION).on_conflict_do_nothing(index_elements=["id"]), row)

    def versions(self) -> Sequence[ModelVersion]:
        columns = MODEL_VERSION.c
        query = select(MODEL_VERSION).order_by(columns.trained_at, columns.id.collate("C"))
        with port_errors("model_version"), self._engine.connect() as connection:
            return [_version(row) for row in connection.execute(query).mappings()]

    def record(self, deployment: Deployment) -> None:
        row = {
            "ts": moment_of(deployment.at),
            "version_id": deployment.version_id,
            "digest": deployment.digest,
            "path": deployment.path,
            "actor": deployment.actor,
            "reason": deployment.reason,
        }
        with port_errors("deployment_event"), self._engine.begin() as connection:
            connection.execute(insert(DEPLOYMENT_EVENT), row)

    def deployments(self) -> Sequence[Deployment]:
        columns = DEPLOYMENT_EVENT.c
        query = select(
            columns.ts.label("at"),
            columns.version_id,
            columns.digest,
            columns.path,
            columns.actor,
            columns.reason,
        ).order_by(columns.id)
        with port_errors("deployment_event"), self._engine.connect() as connection:
            return [Deployment(**row) for row in connection.execute(query).mappings()]


def _version(row: RowMapping) -> ModelVersion:
    card = {name: row[name] for name in _CARD} | {"feature_columns": tuple(row["feature_columns"])}
    card["training"] = decode_record(row["metadata"])
    return ModelVersion(id=row["id"], path=row["path"], digest=row["digest"], card=ModelCard(**card))
