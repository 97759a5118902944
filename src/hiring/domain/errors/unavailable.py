"""A part that is needed is not there or does not fit."""

from collections.abc import Sequence
from enum import Enum, auto
from typing import ClassVar

from hiring.domain.errors.families import Unavailable


class StoreFault(Enum):
    """Why a store does not answer, where the cure is in what the program was told of it."""

    UNREACHABLE = auto()
    """Nobody knows why."""
    NO_ANSWER = auto()
    UNKNOWN_HOST = auto()
    PASSWORD_MISSING = auto()
    SESSION_REFUSED = auto()
    """Of the user, the password, the server's rules or its room for sessions."""
    USER_REFUSED = auto()
    UNKNOWN_DATABASE = auto()
    DATABASE_REFUSED = auto()
    """To this user, or it is not there."""
    RIGHT_MISSING = auto()
    POOLER_BETWEEN = auto()
    HELD_TOO_LONG = auto()
    """By somebody else who writes."""
    NO_STORE = auto()
    """What lies in its place is something else."""


class StoreUnavailable(Unavailable):
    """The store did not answer, or is full; whether the last write succeeded is unknown.

    Args:
        message: What is unavailable, and why, in the words of the technology.
        fault: Why, as a fact; None where that leads to nothing that the program was told.
    """

    code: ClassVar[str] = "store-unavailable"

    def __init__(self, message: str, *, fault: StoreFault | None = None) -> None:
        super().__init__(message)
        self.fault = fault


class StoreExchanged(StoreUnavailable):
    """Another store has taken the place of the one that was opened.

    Args:
        place: Where it is.
    """

    code: ClassVar[str] = "store-exchanged"

    def __init__(self, place: str) -> None:
        super().__init__(f"the store that was opened in {place} has been replaced by another")


class AlreadyRunning(Unavailable):
    """Somebody else is doing the same task already, and it must not be done twice at once.

    Args:
        task: The task.
    """

    code: ClassVar[str] = "already-running"

    def __init__(self, task: str) -> None:
        super().__init__(f"{task} is already running on this store")
        self.task = task


class KeyNotShown(Unavailable):
    """Standard output could not be written, and a key is shown only once: none was created."""

    code: ClassVar[str] = "key-not-shown"

    def __init__(self) -> None:
        super().__init__(
            "standard output is closed or cannot be written; a key is shown only once, so none was created"
        )


class Overloaded(Unavailable):
    """More answers are waiting for the audit log than it can write in time; this request was turned away."""

    code: ClassVar[str] = "overloaded"

    def __init__(self) -> None:
        super().__init__("too many requests are waiting for the audit log")


class SchemaMismatch(Unavailable):
    """The store's schema is missing, or is older or newer than this program.

    Args:
        schema: Its name.
        found: The revision that it has; None where there is none.
        needed: The revision that this program needs.
    """

    code: ClassVar[str] = "schema-mismatch"

    def __init__(self, schema: str, *, found: str | None, needed: str) -> None:
        there = "no hiring tables" if found is None else f"revision {found}"
        super().__init__(f"the schema {schema} has {there}; this program needs revision {needed}")
        self.schema, self.found, self.needed = schema, found, needed


class ArtifactCorrupt(Unavailable):
    """The artifact does not match its own digests, or is not an artifact at all."""

    code: ClassVar[str] = "artifact-corrupt"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}; it was not loaded")
        self.path = path


class RuleTableMismatch(Unavailable):
    """The model was trained with another version of the feature rules.

    Args:
        profile: Name of its feature profile; None for one that this program does not have.
    """

    code: ClassVar[str] = "rule-table-mismatch"

    def __init__(self, *, profile: str | None = None) -> None:
        super().__init__("the model was trained with another version of the feature rules")
        self.profile = profile


class TableOutdated(Unavailable):
    """The table was built by other rules of features or labels than this program's.

    Args:
        table: Its name.
        builds: What the rules build: `features`, `labels` or `gold`.
        profile: Name of the feature profile; None where no profile matters.
        noted: Whether the rules that built it are known; older programs did not note them.
    """

    code: ClassVar[str] = "table-outdated"

    def __init__(self, table: str, *, builds: str, profile: str | None, noted: bool) -> None:
        super().__init__(
            f"the table {table} was built by other rules than this program's"
            if noted
            else f"the table {table} does not say by which rules it was built: an older program built it"
        )
        self.table, self.builds, self.profile, self.noted = table, builds, profile, noted


class PartFailed(Unavailable):
    """One part of a long work could not be done; of what the work was to make nothing was kept.

    Args:
        part: Its number, from 1.
        parts: How many there are.
        why: What happened to it, without any value of a record.
    """

    code: ClassVar[str] = "part-failed"

    def __init__(self, part: int, parts: int, why: str) -> None:
        super().__init__(f"part {part:,} of {parts:,}: {why}")
        self.part, self.parts = part, parts


class ExportChanged(Unavailable):
    """An export that is read in parts was changed or replaced meanwhile, or a worker does not see it.

    Args:
        file: Name of the file.
    """

    code: ClassVar[str] = "export-changed"

    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file}: it was changed or replaced while it was read, or a worker does not see this file"
        )
        self.file = file


class WorkersUnavailable(Unavailable):
    """Nobody is there who could do the parts of a long work.

    Args:
        message: Who should be, and what is known of them.
    """

    code: ClassVar[str] = "workers-unavailable"

    def __init__(self, message: str) -> None:
        super().__init__(message)


class WorkersDiffer(Unavailable):
    """Workers would do the parts of a long work in another way than this program, or with another store.

    Args:
        differences: What differs, by worker.
    """

    code: ClassVar[str] = "workers-differ"

    def __init__(self, differences: Sequence[str]) -> None:
        super().__init__(f"workers differ from this program: {'; '.join(differences)}")
