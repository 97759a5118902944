"""Keys of the HTTP service: who may ask, and for what."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from hiring.application.ports.api_keys import ApiKeys
from hiring.application.ports.clock import Clock
from hiring.domain.access.keys import (
    RANDOM_BYTES,
    ApiKey,
    IssuedKey,
    KeyName,
    Scope,
    has_room,
    is_key_id,
    issue_key,
)
from hiring.domain.errors import KeyMissing, TooManyKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateKey:
    """Make a key for a client; `draw` gives that many bytes which nobody can predict.

    `show` is told the token first: a key that nobody has seen would be of use to nobody, and the first one
    closes the service to all others. Where showing fails, or the process ends there, no key was made.
    """

    keys: ApiKeys
    clock: Clock
    draw: Callable[[int], bytes]
    show: Callable[[IssuedKey], None]

    def __call__(self, name: KeyName, scopes: Iterable[Scope]) -> IssuedKey:
        """Returns the key with its token, which is kept nowhere: whoever loses it needs another key.

        Raises:
            TooManyKeys: The client has two live keys. Where another process made the second only after this
                one looked, a token was shown that does not work.
            StoreUnavailable: Whether the key that was shown works is unknown: `keys list` says it.
        """
        live = sum(key.live and key.name == name for key in self.keys.all())
        if not has_room(live):
            raise TooManyKeys(name)
        new = issue_key(name, scopes, at=self.clock(), random=self.draw(RANDOM_BYTES))
        self.show(new)
        if not self.keys.add(new.key):
            raise TooManyKeys(name)
        return new


@dataclass(frozen=True, slots=True, kw_only=True)
class ListKeys:
    """Every key that was ever made, oldest first."""

    keys: ApiKeys

    def __call__(self) -> Sequence[ApiKey]:
        return self.keys.all()


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeKey:
    """Take a key no longer; to revoke it again changes nothing."""

    keys: ApiKeys
    clock: Clock

    def __call__(self, key_id: str) -> None:
        """From now on.

        Raises:
            KeyMissing: There is no such key.
        """
        if not (is_key_id(key_id) and self.keys.revoke(key_id, self.clock())):
            raise KeyMissing
