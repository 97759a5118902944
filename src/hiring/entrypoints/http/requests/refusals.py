"""How a request is refused, be it that it is not understood or of no use: faults are named, values never."""

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

from litestar.exceptions import HTTPException

from hiring.domain.display import count_of
from hiring.domain.errors import InvalidInput

RETRY_AFTER_S: Final = 1

Faults = list[tuple[str, str]]

BODY: Final = "body"
"""What faults of the whole are told of."""

NOT_KNOWN: Final = "is not a known key"

_MOST_NAMES: Final = 64
_NAME: Final = re.compile(r"(?=.{1,63}\Z)[a-z](?:_?[a-z])*(?:_?\d{1,4})?", re.ASCII)
"""What our names look like. Other keys are counted, not repeated: they may be somebody's name or number."""


class RefusedRequest(HTTPException):
    """A request that is not understood; `detail` says why and holds nothing of the request."""


class InvalidRequest(InvalidInput):
    """What was sent is not what the path takes.

    Args:
        faults: (where, reason) for each fault, all of them, without any value.
    """

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{where}: {reason}" for where, reason in faults))
        self.faults = tuple(faults)


class InvalidIdempotencyKey(InvalidRequest):
    """The header cannot be a request id."""

    code: ClassVar[str] = "invalid-idempotency-key"


class InvalidQuery(InvalidRequest):
    """The query has parameters that this path does not accept, or unusable values."""

    code: ClassVar[str] = "invalid-query"


def faults_of_keys(document: dict[str, object], known: frozenset[str]) -> Faults:
    """Keys that do not belong at the top, and keys that stand there twice."""
    unknown = [key for key in document if key not in known]
    repeated = getattr(document, "repeated", ())
    return [
        *key_faults(unknown, NOT_KNOWN, within=BODY),
        *key_faults(repeated, "appears more than once", within=BODY),
    ]


def key_faults(keys: Iterable[str], reason: str, *, within: str) -> Faults:
    """A fault for each key that looks like a name, and one for all the others."""
    keys = list(keys)
    if not keys:
        return []
    named = [key for key in keys if _NAME.fullmatch(key)][:_MOST_NAMES]
    path = "" if within == BODY else f"{within}."
    faults = [(f"{path}{key}", reason) for key in named]
    if len(named) < len(keys):
        faults.append((within, f"has {count_of(len(keys) - len(named), 'key')} not named here: {reason}"))
    return faults
