"""`api_keys` in SQLite."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from hiring.adapters.files.database import Database
from hiring.adapters.files.logs.logs import FileLog
from hiring.adapters.files.logs.statements import inserting
from hiring.adapters.files.values import FORMS, moment_text
from hiring.application.ports.api_keys import ApiKeys
from hiring.application.ports.specs.logs import API_KEYS
from hiring.application.ports.specs.rows import RowCodec
from hiring.domain.access.keys import ApiKey, has_room

_ROWS: Final = RowCodec(API_KEYS, FORMS)
_LIVE: Final = "SELECT count(*) FROM api_keys WHERE name = ? AND revoked_at IS NULL"
_REVOKE: Final = "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?"


class FileApiKeys(ApiKeys):
    """Keys as rows; SQLite's one writer at a time makes counting and adding one step."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, key: ApiKey) -> bool:
        row = _ROWS.values(key)
        with self._database.writing() as connection:
            (live,) = connection.execute(_LIVE, (key.name,)).fetchone()
            room = has_room(live)
            if room:
                connection.execute(inserting(API_KEYS), row)
            return room

    def revoke(self, key_id: str, at: datetime) -> bool:
        with self._database.writing() as connection:
            return connection.execute(_REVOKE, (moment_text(at), key_id)).rowcount > 0

    def all(self) -> Sequence[ApiKey]:
        return FileLog(API_KEYS, self._database).all()
