"""`api_keys` in SQLite."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from hiring.adapters.files.database import Database
from hiring.adapters.files.texts import json_of, json_text, moment_of, moment_text
from hiring.application.ports.api_keys import ApiKeys
from hiring.domain.access.keys import ApiKey, Scope, has_room

_LIVE: Final = "SELECT count(*) FROM api_keys WHERE name = ? AND revoked_at IS NULL"
_ADD: Final = """
    INSERT INTO api_keys (id, name, scopes, digest, created_at, revoked_at) VALUES (?, ?, ?, ?, ?, ?)
"""
_REVOKE: Final = "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?"
_ALL: Final = """
    SELECT id, name, scopes, digest, created_at, revoked_at FROM api_keys ORDER BY created_at, id
"""


class FileApiKeys(ApiKeys):
    """Keys as rows; SQLite's one writer at a time makes counting and adding one step."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, key: ApiKey) -> bool:
        row = _row(key)
        with self._database.writing() as connection:
            (live,) = connection.execute(_LIVE, (key.name,)).fetchone()
            room = has_room(live)
            if room:
                connection.execute(_ADD, row)
            return room

    def revoke(self, key_id: str, at: datetime) -> bool:
        with self._database.writing() as connection:
            return connection.execute(_REVOKE, (moment_text(at), key_id)).rowcount > 0

    def all(self) -> Sequence[ApiKey]:
        return [_key(row) for row in self._database.rows(_ALL)]


def _row(key: ApiKey) -> tuple[object, ...]:
    revoked_at = None if key.revoked_at is None else moment_text(key.revoked_at)
    return (
        key.id,
        key.name,
        json_text(sorted(key.scopes)),
        key.digest,
        moment_text(key.created_at),
        revoked_at,
    )


def _key(row: tuple[Any, ...]) -> ApiKey:
    key_id, name, scopes, digest, created_at, revoked_at = row
    return ApiKey(
        id=key_id,
        name=name,
        scopes=frozenset(map(Scope, json_of(scopes))),
        digest=digest,
        created_at=moment_of(created_at),
        revoked_at=None if revoked_at is None else moment_of(revoked_at),
    )
