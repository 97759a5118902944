"""Tables as tuples of columns, replaced by swapping one reference."""

import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import numpy as np

from hiring.adapters.memory.checks import require_rows, require_unique
from hiring.application.ports.specs.dataset import LABELS, features_spec, gold_spec, require_own
from hiring.application.ports.specs.spec import DatasetSpec
from hiring.application.ports.tables import GoldTable, Table, TablePart, Writer
from hiring.domain.errors import StoreUnavailable, TableMissing
from hiring.domain.features import Profile
from hiring.domain.gold import GoldCounts, join_gold
from hiring.domain.records import GoldRows, LabelRows, Reject, Rows, TableName

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

    spec: DatasetSpec[Any]
    parts: tuple[Rows, ...]
    rejects: tuple[Reject, ...]


class Shelf:
    """The tables of one store, by name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._contents: dict[TableName, Content] = {}
        self.readings: dict[str, Sequence[Rows]] = {}
        """What is being read in parts."""

    def put(self, name: TableName, content: Content) -> None:
        with self._lock:
            self._contents[name] = content

    def find(self, name: TableName) -> Content | None:
        with self._lock:
            return self._contents.get(name)


class MemoryWriter(Writer[R]):
    """Gathers a table's next content; rows are copied, so that the caller may use its arrays again."""

    def __init__(self, spec: DatasetSpec[R]) -> None:
        self._spec = spec
        self.parts: list[R] = []
        self.rejects: list[Reject] = []

    def write(self, rows: R) -> None:
        require_rows(self._spec, rows)
        if len(rows):
            self.parts.append(rows.take(np.arange(len(rows))))

    def reject(self, rejects: Sequence[Reject]) -> None:
        self.rejects.extend(rejects)


class MemoryTable(Table[R], Generic[R]):
    """One table of a `Shelf`."""

    def __init__(self, name: TableName, spec: DatasetSpec[R], shelf: Shelf) -> None:
        self._name, self._spec, self._shelf = name, spec, shelf

    @property
    def name(self) -> TableName:
        return self._name

    @contextmanager
    def replacing(self) -> Iterator[Writer[R]]:
        content = self._shelf.find(self._name)
        require_own(self._name, self._spec, None if content is None else content.spec.name)
        writer = MemoryWriter(self._spec)
        yield writer
        require_unique(self._spec, writer.parts)
        self._shelf.put(self._name, Content(self._spec, tuple(writer.parts), tuple(writer.rejects)))

    def chunks(self, size: int) -> Iterator[R]:
        for part in self._parts():
            yield from part.blocks(size)

    @contextmanager
    def in_parts(self, size: int) -> Iterator[Sequence[TablePart]]:
        reading, found = secrets.token_hex(8), self._parts()
        blocks = list(type(found[0]).concatenate(found).blocks(size)) if found else []
        self._shelf.readings[reading] = blocks
        try:
            yield [TablePart(reading=reading, first=at, stop=at + 1) for at in range(len(blocks))]
        finally:
            del self._shelf.readings[reading]

    def chunks_of(self, part: TablePart, size: int) -> Iterator[R]:
        blocks = self._shelf.readings.get(part.reading)
        if blocks is None:
            raise StoreUnavailable(f"the table {self._name} is no longer being read in parts")
        for block in blocks[part.first : part.stop]:
            if isinstance(block, self._spec.rows):
                yield from block.blocks(size)

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
        if content.spec.name == self._spec.name:
            self._spec.require_built_by(content.spec.built_by, self._name)
        if content.spec.columns != self._spec.columns:
            raise StoreUnavailable(
                f"the table {self._name} does not have the expected columns: build it again"
            )
        return [part for part in content.parts if isinstance(part, self._spec.rows)]


class MemoryGoldTable(MemoryTable[GoldRows], GoldTable):
    """A gold table, joined here."""

    def __init__(self, name: TableName, profile: Profile, shelf: Shelf) -> None:
        super().__init__(name, gold_spec(profile), shelf)
        self._profile = profile

    def build(self, labels: TableName, features: TableName) -> GoldCounts:
        decided = list(MemoryTable(labels, LABELS, self._shelf).chunks(_JOINED_AT_ONCE))
        applicants = MemoryTable(features, features_spec(self._profile), self._shelf).chunks(_JOINED_AT_ONCE)
        all_labels = LabelRows.concatenate(decided) if decided else _NO_LABELS
        rows, counts = join_gold(all_labels, applicants, len(self._profile.features))
        counts.require_rows(labels)
        with self.replacing() as writer:
            writer.write(rows)
        return counts
