"""Which fields an export's records have at all, so that one under another name does not vanish unnoticed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final, Self

from hiring.domain.display import make_printable
from hiring.domain.features.text import fold

MOST_OTHERS: Final = 512
"""Unknown fields that are remembered."""

_ALIKE: Final = 0.85  # of 1, by `difflib`


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentField:
    """A field that matters and that no record has; `similar` is an unknown one that looks like it."""

    name: str
    similar: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsSeen:
    """What some records of an export show; those of several parts are put together by `|`.

    Args:
        wanted: Fields, or `section.field`, that should stand in some record.
        within: The one of `wanted` that holds all others; where it is missing, they are not told.
        missing: Those of `wanted` that no record had.
        others: Unknown fields, in the order in which they were met.
    """

    wanted: tuple[str, ...]
    within: str | None
    missing: tuple[str, ...]
    others: tuple[str, ...]

    def __or__(self, other: Self) -> Self:
        """What all of these records show."""
        missing = tuple(path for path in self.missing if path in other.missing)
        others = tuple(dict.fromkeys((*self.others, *other.others)))[:MOST_OTHERS]
        return replace(self, missing=missing, others=others)

    def absent(self) -> tuple[AbsentField, ...]:
        """What no record has; of a section none of whose fields was seen, the section alone."""
        return tuple(self._absent())

    def _absent(self) -> Iterator[AbsentField]:
        missing = [self.within] if self.within in self.missing else self.missing
        absent = dict.fromkeys(self._shortest(path) for path in missing if path is not None)
        return (AbsentField(name=name, similar=self._similar(name)) for name in absent)

    def _shortest(self, path: str) -> str:
        section, dot, _ = path.partition(".")
        whole = dot and all(other in self.missing for other in self.wanted if other.startswith(f"{section}."))
        return section if whole else path

    def _similar(self, name: str) -> str | None:
        """The unknown field whose name is most like this one: in its place, or the same name elsewhere."""
        place = name.rpartition(".")[0]
        moved = [other for other in self.others if _leaf(other) == _leaf(name)]
        beside = {_leaf(other): other for other in self.others if other.rpartition(".")[0] == place}
        found = [beside[leaf] for leaf in get_close_matches(_leaf(name), beside, 1, _ALIKE)]
        return next(map(make_printable, (*found, *moved)), None)


def _leaf(path: str) -> str:
    return _plain(path.rpartition(".")[2])


def _plain(name: str) -> str:
    return fold(name).replace(" ", "_").replace("-", "_")
