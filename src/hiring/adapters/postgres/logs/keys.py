"""`api_keys` in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, func, insert, select, update

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.logs.logs import PostgresLog
from hiring.adapters.postgres.metadata import table_of
from hiring.adapters.postgres.sessions.turns import take_turn
from hiring.adapters.postgres.values import moment_of
from hiring.application.ports.api_keys import ApiKeys
from hiring.application.ports.specs.logs import API_KEYS
from hiring.domain.access.keys import ApiKey, has_room
from hiring.domain.records import TableName

_TABLE: Final = table_of(API_KEYS)
_C: Final = _TABLE.c


class PostgresApiKeys(ApiKeys):
    """Keys as rows; whoever adds one takes turns with others, so that counting and adding are one step."""

    def __init__(self, engine: Engine, schema: TableName) -> None:
        self._engine, self._schema = engine, schema
        self._rows = PostgresLog(API_KEYS, engine)

    def add(self, key: ApiKey) -> bool:
        live = select(func.count()).where(_C.name == key.name, _C.revoked_at.is_(None))
        row = self._rows.values(key)
        with port_errors(API_KEYS.name), self._engine.begin() as connection:
            take_turn(connection, self._schema, API_KEYS.name)
            room = has_room(connection.scalars(live).one())
            if room:
                connection.execute(insert(_TABLE), row)
        return room

    def revoke(self, key_id: str, at: datetime) -> bool:
        first = func.coalesce(_C.revoked_at, moment_of(at))
        revoking = update(_TABLE).where(_C.id == key_id).values(revoked_at=first).returning(_C.id)
        with port_errors(API_KEYS.name), self._engine.begin() as connection:
            return connection.scalar(revoking) is not None

    def all(self) -> Sequence[ApiKey]:
        return self._rows.all()
