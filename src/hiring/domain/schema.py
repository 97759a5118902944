"""How far the tables of a database are behind a program, or ahead of it."""

from dataclasses import dataclass

__all__ = ["SchemaStatus"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaStatus:
    """The state of a schema.

    Args:
        place: Where it is, for people; no secrets.
        found: The revision that it has; None if it was never upgraded.
        needed: The revision that this program needs.
        pending: What an upgrade would apply, oldest first: the revision, and what it does.
    """

    place: str
    found: str | None
    needed: str
    pending: tuple[tuple[str, str], ...]
