"""The use cases of who may ask."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from hiring.application.access.keys import CreateKey, ListKeys, RevokeKey
from hiring.application.access.sessions import Sessions
from hiring.bootstrap.use_cases.shared import UseCases
from hiring.domain.access.keys import IssuedKey
from hiring.domain.access.sessions import session_secret


@dataclass(frozen=True, slots=True)
class Access(UseCases):
    """Keys, and sessions of those who have one."""

    def create_key(self, show: Callable[[IssuedKey], None]) -> CreateKey:
        keys, clock = self.ports.store.api_keys, self.ports.clock
        return CreateKey(keys=keys, clock=clock, draw=secrets.token_bytes, show=show)

    def list_keys(self) -> ListKeys:
        return ListKeys(keys=self.ports.store.api_keys)

    def revoke_key(self) -> RevokeKey:
        return RevokeKey(keys=self.ports.store.api_keys, clock=self.ports.clock)

    def sessions(self) -> Sessions:
        ports = self.ports
        secret = session_secret(ports.store.digest_key)
        return Sessions(secret=secret, clock=ports.clock, draw=secrets.token_bytes)
