"""The keys of programs that may ask."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from hiring.domain.access.keys import ApiKey


class ApiKeys(Protocol):
    """Every key that was ever made (`api_keys`); none is forgotten, revoked or not."""

    @abstractmethod
    def add(self, key: ApiKey) -> bool:
        """Keep it, unless its name has too many live keys already (`hiring.domain.access.keys.has_room`).

        Of two that are added at once the second sees the first. Returns whether it is kept.
        """

    @abstractmethod
    def revoke(self, key_id: str, at: datetime) -> bool:
        """It is no longer taken; of one that was revoked before, the first moment stays.

        Returns whether there is such a key.
        """

    @abstractmethod
    def all(self) -> Sequence[ApiKey]:
        """All, oldest first."""
