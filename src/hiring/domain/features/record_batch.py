"""A block of raw records as columns of text; each column is prepared once, however many rules read it."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar, cast

import numpy as np
import numpy.typing as npt

from hiring.domain.features.text import FoldedTexts, Keyword

__all__ = ["ABSENT", "Paths", "RecordBatch", "T"]

T = TypeVar("T")
Paths = tuple[str, ...]

ABSENT = ""


class RecordBatch:
    """Records as exported: JSON objects with sections of fields, whatever their types.

    Only JSON strings count. A number, a list, a missing section, a section that is not an object all count as
    absent.
    """

    def __init__(self, records: Sequence[Mapping[str, object]]) -> None:
        self._records = records
        self._prepared: dict[Hashable, object] = {}

    def __len__(self) -> int:
        return len(self._records)

    def texts(self, path: str) -> list[str]:
        """The raw text of one field in every record; absent is the empty string."""
        return self._once(path, lambda: self._read(path))

    def joined(self, paths: Paths) -> list[str]:
        """The non-empty fields of one feature, joined by one space: a phrase may match across fields."""
        if len(paths) == 1:
            return self.texts(paths[0])
        columns = [self.texts(path) for path in paths]
        return self._once(
            paths, lambda: [" ".join(filter(None, values)) for values in zip(*columns, strict=True)]
        )

    def folded(self, paths: Paths) -> FoldedTexts:
        """The joined fields, folded, to look for keywords."""
        return self._once(("folded", paths), lambda: FoldedTexts(self.joined(paths)))

    def mentions(self, keywords: Sequence[Keyword], paths: Paths) -> npt.NDArray[np.bool_]:
        """Which records' joined fields, folded, contain one of the keywords."""
        return self.folded(paths).mention(keywords)

    def each(self, compute: Callable[[str], T], paths: Paths) -> list[T]:
        """`compute` for every record's joined text; most are empty, so that answer is computed once."""

        def run() -> list[T]:
            absent = compute(ABSENT)
            return [compute(text) if text else absent for text in self.joined(paths)]

        return self._once((compute, paths), run)

    def rows(self, compute: Callable[[tuple[str, ...]], T], paths: Paths) -> list[T]:
        """`compute` for the separate fields of every record."""
        columns = [self.texts(path) for path in paths]
        return self._once(
            (compute, paths), lambda: [compute(values) for values in zip(*columns, strict=True)]
        )

    def _once(self, key: Hashable, prepare: Callable[[], T]) -> T:
        if key not in self._prepared:
            self._prepared[key] = prepare()
        return cast("T", self._prepared[key])

    def _read(self, path: str) -> list[str]:
        section, _, name = path.partition(".")
        holders = self._once(("section", section), lambda: self._section(section)) if name else self._records
        field = name or section
        values = [holder.get(field, ABSENT) for holder in holders]
        if set(map(type, values)) <= {str}:  # as nearly always
            return cast("list[str]", values)
        return [value if isinstance(value, str) else ABSENT for value in values]

    def _section(self, name: str) -> list[Mapping[str, object]]:
        sections = [record.get(name) for record in self._records]
        if set(map(type, sections)) <= {dict}:  # as nearly always
            return cast("list[Mapping[str, object]]", sections)
        return [section if isinstance(section, Mapping) else {} for section in sections]
