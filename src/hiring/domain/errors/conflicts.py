"""What was asked contradicts what is stored."""

from collections.abc import Sequence
from typing import ClassVar

from hiring.domain.errors.families import Conflict


class DecisionConflict(Conflict):
    """The request id was used before with another body."""

    code: ClassVar[str] = "decision-conflict"

    def __init__(self) -> None:
        super().__init__("this request id was already used with another body")


class RankConflict(Conflict):
    """The id of a list, or of one of its decisions, was used before with another body."""

    code: ClassVar[str] = "rank-conflict"

    def __init__(self) -> None:
        super().__init__("this request id was already used with another body, or for another list")


class DecisionAmbiguous(Conflict):
    """Several clients have used the request id, and it was not said which of them is meant.

    Args:
        clients: Their names, the empty one for answers without a key.
    """

    code: ClassVar[str] = "decision-ambiguous"

    def __init__(self, clients: Sequence[str]) -> None:
        super().__init__("several clients have used this request id")
        self.clients = tuple(clients)


class AlertEnded(Conflict):
    """Nothing more is done with an alert that is closed or accepted as normal.

    Args:
        alert: Its id.
    """

    code: ClassVar[str] = "alert-ended"

    def __init__(self, alert: str) -> None:
        super().__init__(f"the alert {alert} is closed or accepted as normal already")
        self.alert = alert


class PromiseNotNormal(Conflict):
    """A broken promise was to be accepted as normal."""

    code: ClassVar[str] = "promise-not-normal"

    def __init__(self) -> None:
        super().__init__("that a promised precision is broken cannot be accepted as normal")


class TooManyKeys(Conflict):
    """The client already has two live keys: the one that it uses, and the one that it is changing to."""

    code: ClassVar[str] = "too-many-keys"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} already has two live keys")
        self.name = name


class TableTaken(Conflict):
    """A table of that name exists and holds something else."""

    code: ClassVar[str] = "table-taken"

    def __init__(self, table: str) -> None:
        super().__init__(f"the table {table} already exists and holds something else")
        self.table = table


class TargetExists(Conflict):
    """What was to be created is already there, and is not ours to replace."""

    code: ClassVar[str] = "target-exists"

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} already exists and will not be replaced")
        self.path = path


class StoreInUse(Conflict):
    """A program is still using the folder that was to be replaced."""

    code: ClassVar[str] = "store-in-use"

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is in use; nothing was changed")
        self.path = path


class NotCertified(Conflict):
    """The version has no certified threshold, and nobody has said that it may serve without one."""

    code: ClassVar[str] = "not-certified"

    def __init__(self, version_id: str) -> None:
        super().__init__(f"{version_id} has no certified threshold; the serving version was not changed")
        self.version_id = version_id


class ProfileDiffers(Conflict):
    """A version of one feature profile was named where those of another have their place.

    Args:
        version_id: Which version.
        profile: The version's.
        wanted: The profile whose models have that place.
    """

    code: ClassVar[str] = "profile-differs"

    def __init__(self, version_id: str, *, profile: str, wanted: str) -> None:
        super().__init__(f"{version_id} is a model of the profile {profile}, not of {wanted}")
        self.version_id, self.profile, self.wanted = version_id, profile, wanted


class LeakageNotAccepted(Conflict):
    """The version has a leakage alarm, and nobody has accepted it."""

    code: ClassVar[str] = "leakage-not-accepted"

    def __init__(self, version_id: str, columns: Sequence[str]) -> None:
        super().__init__(
            f"{version_id} has a leakage alarm about {', '.join(columns)}; the serving version "
            "was not changed"
        )
        self.version_id, self.columns = version_id, tuple(columns)


class SaltDiffers(Conflict):
    """The given salt is not the one that the store was created with.

    Neither is repeated.
    """

    code: ClassVar[str] = "salt-differs"

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place}: the given salt is not the one that this store was created with, and a salt "
            "never changes"
        )
        self.place = place


class ServesAnother(Conflict):
    """Another version was published in the meantime: that one serves, and this one is stored."""

    code: ClassVar[str] = "serves-another"

    def __init__(self, version_id: str) -> None:
        super().__init__(
            f"{version_id} was stored but does not serve: another version was published in the meantime"
        )
        self.version_id = version_id
