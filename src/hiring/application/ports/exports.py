"""Files of the recruiting system, read as streams."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from hiring.domain.records import (
    Reject,
    Rows,
)

R = TypeVar("R", bound=Rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentField:
    """A field that matters and that no record has; `similar` is an unknown one that looks like it."""

    name: str
    similar: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChunk(Generic[R]):
    """Some records of an export, in file order.

    Args:
        read: How many records were met.
        rows: The sound ones.
        rejects: Those with faults, set aside.
        absent: Fields that matter and that no record had so far.
        spelt: By code, the keys of rows that are written otherwise than their code.
    """

    read: int
    rows: R
    rejects: Sequence[Reject]
    absent: Sequence[AbsentField] = ()
    spelt: Mapping[int, str] = field(default_factory=dict)


class Export(Protocol[R]):
    """A file of the recruiting system, read as a stream in bounded memory."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The file, as the user named it."""

    @abstractmethod
    def chunks(self, size: int) -> Iterator[ExportChunk[R]]:
        """All records in chunks of about `size`.

        Raises:
            FileMissing: It cannot be opened.
            ExportFault: The file as a whole is faulty; chunks that were given before must not be kept.
        """


class Decoder(Protocol):
    """Turns applicants' documents into records that feature rules can read."""

    @abstractmethod
    def records(self, documents: Sequence[bytes]) -> list[Mapping[str, object]]:
        """The JSON objects, with at least the fields that rules read."""
