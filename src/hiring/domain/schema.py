"""How far the tables of a database are behind, or ahead of, a program."""

from dataclasses import dataclass

__all__ = ["SchemaStatus"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaStatus:
    """How far a schema is.

    Args:
        place: Where it is, for people; no secrets.
        found: The revision that it has; None where it was never upgraded.
        needed: The revision that this program needs.
        pending: What an upgrade would apply, oldest first: revision, and what it makes.
    """

    place: str
    found: str | None
    needed: str
    pending: tuple[tuple[str, str], ...]
