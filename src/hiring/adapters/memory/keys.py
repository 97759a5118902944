"""Keys of the HTTP service behind a lock."""

import threading
from collections.abc import Sequence
from datetime import datetime

from hiring.adapters.memory.logs import require_row
from hiring.application.ports.api_keys import ApiKeys
from hiring.application.ports.specs.logs import API_KEYS
from hiring.domain.access.keys import ApiKey, has_room


class MemoryApiKeys(ApiKeys):
    """Keys by id."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: dict[str, ApiKey] = {}

    def add(self, key: ApiKey) -> bool:
        require_row(API_KEYS, key)
        with self._lock:
            if key.id in self._keys:
                raise ValueError("there is already a key with this id")
            room = has_room(sum(each.live and each.name == key.name for each in self._keys.values()))
            if room:
                self._keys[key.id] = key
            return room

    def revoke(self, key_id: str, at: datetime) -> bool:
        with self._lock:
            key = self._keys.get(key_id)
            if key is not None:
                self._keys[key_id] = key.revoked(at)
            return key is not None

    def all(self) -> Sequence[ApiKey]:
        with self._lock:
            return sorted(self._keys.values(), key=lambda key: (key.created_at, key.id))
