"""Tables as tuples of columns, replaced by swapping one reference."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import numpy as np

from hiring.application.ports.tables import GoldTable, Table, Writer
from hiring.domain.errors import StoreUnavailable, TableMissing
from hiring.domain.features import Profile
from hiring.domain.gold import GoldCounts, join_gold
from hiring.domain.records import FeatureRows, GoldRows, LabelRows, Reject, Rows, TableName
from hiring.domain.tables import require_own

R = TypeVar("R", bound=Rows)

_JOINED_AT_ONCE: Final = 65_536

_NO_LABELS: Final = LabelRows(
    vaga_codigo=np.empty(0, np.int64),
    codigo_profissional=np.empty(0, np.int64),
    position=np.empty(0, np.int64),
    data_candidatura=np.empty(0, "datetime64[D]"),
    ultima_atualizacao=np.empty(0, "datetime64[D]"),
    status_label=[],
    target=np.empty(0, np.int64),
)


@dataclass(frozen=True, slots=True)
class Content:
    """A table as it was written; never changed, so that a reader may go on with it after a replacement."""

    kind: type[Rows]
    parts: tuple[Rows, ...]
    rejects: tuple[Reject, ...]


class Shelf:
    """The tables of one store, by name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._contents: dict[TableName, Content] = {}

    def put(self, name: TableName, content: Content) -> None:
        with self._lock:
            self._contents[name] = content

    def find(self, name: TableName) -> Content | None:
        with self._lock:
            return self._contents.get(name)


class MemoryWriter(Writer[R]):
    """Gathers a table's next content; rows are copied, so that the caller may use its arrays again."""

    def __init__(self) -> None:
        self.parts: list[R] = []
        self.rejects: list[Reject] = []

    def write(self, rows: R) -> None:
        if len(rows):
            self.parts.append(rows.take(np.arange(len(rows))))

    def reject(self, rejects: Sequence[Reject]) -> None:
        self.rejects.extend(rejects)


class MemoryTable(Table[R], Generic[R]):
    """One table of a `Shelf`."""

    def __init__(self, name: TableName, kind: type[R], shelf: Shelf) -> None:
        self._name, self._kind, self._shelf = name, kind, shelf

    @property
    def name(self) -> TableName:
        return self._name

    @contextmanager
    def replacing(self) -> Iterator[Writer[R]]:
        content = self._shelf.find(self._name)
        require_own(self._name, self._kind, None if content is None else content.kind)
        writer = MemoryWriter[R]()
        yield writer
        self._shelf.put(self._name, Content(self._kind, tuple(writer.parts), tuple(writer.rejects)))

    def chunks(self, size: int) -> Iterator[R]:
        for part in self._parts():
            for start in range(0, len(part), size):
                yield part.take(np.arange(start, min(start + size, len(part))))

    def count(self) -> int:
        return sum(len(part) for part in self._content().parts)

    def rejects(self) -> Iterator[Reject]:
        content = self._shelf.find(self._name)
        return iter(() if content is None else content.rejects)

    def _content(self) -> Content:
        content = self._shelf.find(self._name)
        if content is None:
            raise TableMissing(self._name)
        return content

    def _parts(self) -> list[R]:
        content = self._content()
        if content.kind is not self._kind:
            raise StoreUnavailable(f"the table {self._name} has other columns than expected: build it again")
        return [part for part in content.parts if isinstance(part, self._kind)]


class MemoryGoldTable(MemoryTable[GoldRows], GoldTable):
    """A gold table, joined here."""

    def __init__(self, name: TableName, profile: Profile, shelf: Shelf) -> None:
        super().__init__(name, GoldRows, shelf)
        self._profile = profile

    def build(self, labels: TableName, features: TableName) -> GoldCounts:
        decided = list(MemoryTable(labels, LabelRows, self._shelf).chunks(_JOINED_AT_ONCE))
        applicants = MemoryTable(features, FeatureRows, self._shelf).chunks(_JOINED_AT_ONCE)
        all_labels = LabelRows.concatenate(decided) if decided else _NO_LABELS
        rows, counts = join_gold(all_labels, applicants, len(self._profile.features))
        counts.require_rows(labels)
        with self.replacing() as writer:
            writer.write(rows)
        return counts
