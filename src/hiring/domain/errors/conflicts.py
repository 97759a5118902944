"""What was asked contradicts what is stored."""

from collections.abc import Sequence
from typing import ClassVar

from hiring.domain.errors.families import Conflict


class DecisionConflict(Conflict):
    """A request id was used again with another body."""

    code: ClassVar[str] = "decision-conflict"

    def __init__(self) -> None:
        super().__init__("this request id was already used with another body")


class DecisionAmbiguous(Conflict):
    """Several clients have used the request id; which of their decisions is meant was not said.

    Args:
        clients: Their names, the empty one for answers without a key.
    """

    code: ClassVar[str] = "decision-ambiguous"

    def __init__(self, clients: Sequence[str]) -> None:
        super().__init__("several clients have used this request id")
        self.clients = tuple(clients)


class TooManyKeys(Conflict):
    """A client already has two live keys: the one that it uses, and the one that it changes to."""

    code: ClassVar[str] = "too-many-keys"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} already has two live keys")
        self.name = name


class TableTaken(Conflict):
    """A table of that name holds something else."""

    code: ClassVar[str] = "table-taken"

    def __init__(self, table: str) -> None:
        super().__init__(f"the table {table} already exists and holds something else")
        self.table = table


class TargetExists(Conflict):
    """What was to be made is there already, and is not ours to replace."""

    code: ClassVar[str] = "target-exists"

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} already exists and will not be replaced")
        self.path = path


class StoreInUse(Conflict):
    """A program is at work in a folder that was to be replaced."""

    code: ClassVar[str] = "store-in-use"

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is in use; nothing was changed")
        self.path = path


class NotCertified(Conflict):
    """A version without a certified threshold was to serve, and nobody said that this is meant."""

    code: ClassVar[str] = "not-certified"

    def __init__(self, version_id: str) -> None:
        super().__init__(f"{version_id} has no certified threshold; the serving version was not changed")
        self.version_id = version_id


class LeakageNotAccepted(Conflict):
    """A version with a leakage alarm was to serve, and nobody said that this is meant."""

    code: ClassVar[str] = "leakage-not-accepted"

    def __init__(self, version_id: str, columns: Sequence[str]) -> None:
        super().__init__(
            f"{version_id} has a leakage alarm about {', '.join(columns)}; the serving version "
            "was not changed"
        )
        self.version_id, self.columns = version_id, tuple(columns)


class SaltDiffers(Conflict):
    """The salt that was given is not the one that the store was made with; neither is repeated."""

    code: ClassVar[str] = "salt-differs"

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place}: the given salt is not the one that this store was created with, and a salt "
            "never changes"
        )
        self.place = place


class ServesAnother(Conflict):
    """Somebody else published a version meanwhile; it serves, and the own one is stored."""

    code: ClassVar[str] = "serves-another"

    def __init__(self, version_id: str) -> None:
        super().__init__(
            f"{version_id} was stored but does not serve: another version was published in the meantime"
        )
        self.version_id = version_id
