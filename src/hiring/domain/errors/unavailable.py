"""A part that is needed is not there or does not fit."""

from typing import ClassVar

from hiring.domain.errors.families import Unavailable


class StoreUnavailable(Unavailable):
    """The store did not answer, or is full; the outcome of the last write is unknown."""

    code: ClassVar[str] = "store-unavailable"


class StoreExchanged(StoreUnavailable):
    """Another store has the place of the one that was opened.

    Args:
        place: Where it is.
    """

    code: ClassVar[str] = "store-exchanged"

    def __init__(self, place: str) -> None:
        super().__init__(f"another store has taken the place of the one that was opened in {place}")


class KeyNotShown(Unavailable):
    """Standard output took nothing, so a new key would be known to nobody: none was made."""

    code: ClassVar[str] = "key-not-shown"

    def __init__(self) -> None:
        super().__init__("standard output is closed or takes nothing, and a key is shown once: none was made")


class Overloaded(Unavailable):
    """More answers wait for the audit log than it takes in time; this one was not asked for."""

    code: ClassVar[str] = "overloaded"

    def __init__(self) -> None:
        super().__init__("too many requests wait for the audit log: try again in a moment")


class SchemaMismatch(Unavailable):
    """The store's schema is missing, or older or newer than this program.

    Args:
        schema: Its name.
        found: The revision that it has; None where there is none.
        needed: The revision that this program needs.
    """

    code: ClassVar[str] = "schema-mismatch"

    def __init__(self, schema: str, *, found: str | None, needed: str) -> None:
        newer = found is not None and found > needed
        super().__init__(
            f"the schema {schema} has {'no tables of ours' if found is None else f'revision {found}'}, "
            f"this program needs revision {needed}: "
            + ("update this program" if newer else "run `hiring-cli db upgrade`")
        )
        self.schema, self.found, self.needed = schema, found, needed


class ArtifactCorrupt(Unavailable):
    """An artifact does not match its own digests, or is not an artifact."""

    code: ClassVar[str] = "artifact-corrupt"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}; it was not loaded: publish a version again, or train")
        self.path = path


class RuleTableMismatch(Unavailable):
    """The model was trained on features of another rule table than this program computes."""

    code: ClassVar[str] = "rule-table-mismatch"

    def __init__(self) -> None:
        super().__init__("the model was trained with another version of the feature rules: train again")
