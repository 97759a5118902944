"""The four families of failures: the family says what the caller can do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar


class HiringError(Exception):
    """Every failure that a caller can act on. Bugs stay ValueError and TypeError."""

    code: ClassVar[str] = "hiring-error"
    profile: str | None = None
    """Name of the feature profile that it is about; None where that is unknown, or does not matter."""

    def __reduce__(self) -> tuple[object, ...]:
        """Leaves have constructors of their own: a copy in another process is made without them."""
        return _again, (type(self), self.args, dict(vars(self)))


def _again(kind: type[HiringError], args: tuple[object, ...], facts: dict[str, object]) -> HiringError:
    error = kind.__new__(kind)
    error.args = args
    vars(error).update(facts)
    return error


@contextmanager
def about_profile(profile: str) -> Iterator[None]:
    """What fails in this block is about a feature profile, unless the failure says which itself.

    >>> try:
    ...     with about_profile("candidate_vaga"):
    ...         raise NotFound("no model")
    ... except NotFound as error:
    ...     print(error.profile)
    candidate_vaga
    """
    try:
        yield
    except HiringError as error:
        error.profile = error.profile or profile
        raise


class InvalidInput(HiringError):
    """The data is wrong: correct it and try again (HTTP 422, exit 65)."""

    code: ClassVar[str] = "invalid-input"


class NotFound(HiringError):
    """Something that was named does not exist (HTTP 404, exit 66)."""

    code: ClassVar[str] = "not-found"


class Conflict(HiringError):
    """What was asked contradicts what is stored (HTTP 409, exit 73)."""

    code: ClassVar[str] = "conflict"


class Unavailable(HiringError):
    """A part that is needed is not there or does not fit; try again when it is (HTTP 503, exit 75)."""

    code: ClassVar[str] = "unavailable"
