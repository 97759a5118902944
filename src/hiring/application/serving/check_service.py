"""Would the next question be answered?"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from hiring.application.ports.clock import Clock
from hiring.application.ports.store import Store
from hiring.application.serving.group_commit import GroupCommit
from hiring.domain.errors import StoreUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckService:
    """See whether an answer would be kept now, and if not, why.

    Args:
        read: Has a read of the store done where it holds up nobody, and not for ever.
    """

    audit: GroupCommit
    store: Store
    clock: Clock
    read: Callable[[Callable[[], None]], Awaitable[None]]

    async def __call__(self) -> datetime:
        """The time.

        A schema that was changed, and that takes rows all the same, is no reason to say no.

        Raises:
            SchemaMismatch: It would not, because the schema is no longer the one that is needed.
            StoreUnavailable: It would not, or that does not show in time.
        """
        try:
            await self.audit.check()
        except StoreUnavailable:
            await self.read(self.store.check)  # it may be the schema
            raise
        return self.clock()
