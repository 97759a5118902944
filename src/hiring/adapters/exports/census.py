"""Which fields an export's records have at all, so that one under another name does not vanish unnoticed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from hiring.adapters.exports.record_validation import exactly
from hiring.domain.absent_fields import MOST_OTHERS, FieldsSeen

_LOOKED_AT: Final = (
    1_000  # records whose unknown fields are looked at, and all whose bytes hold a name missed
)
_LONGEST_NAME: Final = 64


class Census:
    """Watches records pass until every wanted field was seen.

    Args:
        wanted: Fields, or `section.field`, that should stand in some record.
        known: Others that are no misspelling of these.
        within: The one of `wanted` that holds all others; where it is missing, they are not told.
    """

    def __init__(
        self, wanted: Sequence[str], *, known: Sequence[str] = (), within: str | None = None
    ) -> None:
        self._order, self._wanted = tuple(wanted), frozenset(wanted)
        self._known = self._wanted.union(known, (path.partition(".")[0] for path in (*wanted, *known)))
        self._within = within
        self._missing = {path: b'"%b"' % path.rpartition(".")[2].encode() for path in wanted}
        self._others: dict[str, None] = {}
        self._seen = 0
        self._told: tuple[tuple[int, int], FieldsSeen] | None = None

    def found(self, path: str) -> None:
        """The caller saw this one."""
        self._missing.pop(path, None)

    def look_at(self, document: bytes) -> None:
        """A record's JSON, decoded only where something is still missing."""
        if not self._missing:
            return
        self._seen += 1
        if self._seen <= _LOOKED_AT or any(name in document for name in self._missing.values()):
            self.look(_decoded(document))

    def look(self, record: object) -> None:
        """A record."""
        if not self._missing or not isinstance(record, Mapping):
            return
        for path, value in _fields(record):
            if path in self._wanted:
                if isinstance(value, str | int | float):
                    self._missing.pop(path, None)
            elif path not in self._known and len(self._others) < MOST_OTHERS and len(path) <= _LONGEST_NAME:
                self._others[path] = None

    def seen(self) -> FieldsSeen:
        """What the records show so far."""
        known = len(self._missing), len(self._others)
        if self._told is None or self._told[0] != known:
            seen = FieldsSeen(
                wanted=self._order,
                within=self._within,
                missing=tuple(self._missing),
                others=tuple(self._others),
            )
            self._told = known, seen
        return self._told[1]


def _fields(record: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in record.items():
        yield name, value
        if isinstance(value, Mapping):
            for inner, found in value.items():
                yield f"{name}.{inner}", found


def _decoded(document: bytes) -> object:
    try:
        return msgspec.json.decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return exactly(document)
