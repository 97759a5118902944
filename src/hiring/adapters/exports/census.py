"""Which fields an export's records have at all, so that one under another name does not vanish unnoticed."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

import msgspec

from hiring.adapters.exports.record_validation import exactly
from hiring.application.ports.exports import AbsentField
from hiring.domain.display import make_printable
from hiring.domain.features.text import fold

_MOST_OTHERS: Final = 512  # unknown fields that are remembered
_LOOKED_AT: Final = (
    1_000  # records whose unknown fields are looked at, and all whose bytes hold a name missed
)
_ALIKE: Final = 0.85  # of 1, by `difflib`
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
        self._wanted = frozenset(wanted)
        self._known = self._wanted.union(known, (path.partition(".")[0] for path in (*wanted, *known)))
        self._within = within
        self._missing = {path: b'"%b"' % path.rpartition(".")[2].encode() for path in wanted}
        self._others: dict[str, None] = {}
        self._seen = 0
        self._told: tuple[tuple[int, int], tuple[AbsentField, ...]] | None = None

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
            elif path not in self._known and len(self._others) < _MOST_OTHERS and len(path) <= _LONGEST_NAME:
                self._others[path] = None

    def absent(self) -> tuple[AbsentField, ...]:
        """What no record has; of a section none of whose fields was seen, the section alone."""
        known = len(self._missing), len(self._others)
        if self._told is None or self._told[0] != known:
            self._told = known, tuple(self._absent())
        return self._told[1]

    def _absent(self) -> Iterator[AbsentField]:
        missing = [self._within] if self._within in self._missing else self._missing
        absent = dict.fromkeys(self._shortest(path) for path in missing)
        return (AbsentField(name=name, similar=self._similar(name)) for name in absent)

    def _shortest(self, path: str) -> str:
        section, dot, _ = path.partition(".")
        whole = dot and all(
            other in self._missing for other in self._wanted if other.startswith(f"{section}.")
        )
        return section if whole else path

    def _similar(self, name: str) -> str | None:
        """The unknown field whose name is most like this one: in its place, or the same name elsewhere."""
        place = name.rpartition(".")[0]
        moved = [other for other in self._others if _leaf(other) == _leaf(name)]
        beside = {_leaf(other): other for other in self._others if other.rpartition(".")[0] == place}
        found = [beside[leaf] for leaf in get_close_matches(_leaf(name), beside, 1, _ALIKE)]
        return next(map(make_printable, (*found, *moved)), None)


def _fields(record: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in record.items():
        yield name, value
        if isinstance(value, Mapping):
            for inner, found in value.items():
                yield f"{name}.{inner}", found


def _leaf(path: str) -> str:
    return _plain(path.rpartition(".")[2])


def _plain(name: str) -> str:
    return fold(name).replace(" ", "_").replace("-", "_")


def _decoded(document: bytes) -> object:
    try:
        return msgspec.json.decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return exactly(document)
