"""`api_keys` in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, RowMapping, func, insert, select, update

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.metadata import API_KEYS
from hiring.adapters.postgres.sessions.turns import take_turn
from hiring.adapters.postgres.values import moment_of
from hiring.application.ports.api_keys import ApiKeys
from hiring.domain.access.keys import ApiKey, Scope, has_room
from hiring.domain.records import TableName

_C: Final = API_KEYS.c


class PostgresApiKeys(ApiKeys):
    """Keys as rows; whoever adds one takes turns with others, so that counting and adding are one step."""

    def __init__(self, engine: Engine, schema: TableName) -> None:
        self._engine = engine
        self._schema = schema

    def add(self, key: ApiKey) -> bool:
        live = select(func.count()).where(_C.name == key.name, _C.revoked_at.is_(None))
        row = _row(key)
        with port_errors("api_keys"), self._engine.begin() as connection:
            take_turn(connection, self._schema, API_KEYS.name)
            room = has_room(connection.scalars(live).one())
            if room:
                connection.execute(insert(API_KEYS), row)
        return room

    def revoke(self, key_id: str, at: datetime) -> bool:
        first = func.coalesce(_C.revoked_at, moment_of(at))
        revoking = update(API_KEYS).where(_C.id == key_id).values(revoked_at=first).returning(_C.id)
        with port_errors("api_keys"), self._engine.begin() as connection:
            return connection.scalar(revoking) is not None

    def all(self) -> Sequence[ApiKey]:
        query = select(API_KEYS).order_by(_C.created_at, _C.id.collate("C"))
        with port_errors("api_keys"), self._engine.connect() as connection:
            return [_key(row) for row in connection.execute(query).mappings()]


def _row(key: ApiKey) -> dict[str, object]:
    return {
        "id": key.id,
        "name": key.name,
        "scopes": sorted(key.scopes),
        "digest": key.digest,
        "created_at": moment_of(key.created_at),
        "revoked_at": None if key.revoked_at is None else moment_of(key.revoked_at),
    }


def _key(row: RowMapping) -> ApiKey:
    return ApiKey(**{**row, "scopes": frozenset(map(Scope, row["scopes"]))})
