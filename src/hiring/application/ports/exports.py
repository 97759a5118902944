"""Files of the recruiting system, read as streams."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, Self, TypeVar

from hiring.domain.absent_fields import FieldsSeen
from hiring.domain.records import (
    ApplicantRows,
    Reject,
    Rows,
)

R = TypeVar("R", bound=Rows)

Files = Path | Sequence[Path]
"""What an export is in: a file, a folder of files, or several of them, read one behind the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChunk(Generic[R]):
    """Some records of an export, in file order.

    Args:
        read: How many records were met.
        rows: The sound ones.
        rejects: Those with faults, set aside.
        fields: Which fields the records of this part had so far; None where nobody looks.
        spelt: By code, the keys of rows that are written otherwise than their code.
    """

    read: int
    rows: R
    rejects: Sequence[Reject]
    fields: FieldsSeen | None = None
    spelt: Mapping[int, str] = field(default_factory=dict)


class Export(Protocol[R]):
    """A file of the recruiting system, or several, read as a stream in bounded memory."""

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


class ExportInParts(Protocol):
    """An export whose parts can be read on their own, each as if it were the whole."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The file, as the user named it."""

    @property
    @abstractmethod
    def mark(self) -> str:
        """Tells a part from the others, and from the file as a whole; fit for a file's name."""

    @property
    @abstractmethod
    def size(self) -> int | None:
        """Of a file that is one part: about how many bytes of text; None where only this process can tell."""

    @property
    @abstractmethod
    def state(self) -> object:
        """Of a file: what differs once it was changed or replaced; None where nobody can tell."""

    @abstractmethod
    def files(self) -> Sequence[Self]:
        """In order, each an export of its own."""

    @abstractmethod
    def parts(self) -> Sequence[Self]:
        """Of a file, in order; it may turn out that one cannot be read without those behind it."""

    @abstractmethod
    def joined(self, following: Self) -> Self:
        """A part and that behind it in the same file, as one."""


class ApplicantsExport(Export[ApplicantRows], ExportInParts, Protocol):
    """An export of applicants that can be read in parts."""


class Decoder(Protocol):
    """Turns applicants' documents into records that feature rules can read."""

    @abstractmethod
    def records(self, documents: Sequence[bytes]) -> list[Mapping[str, object]]:
        """The JSON objects, with at least the fields that rules read."""
