"""Files that say what became of people, read as streams."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from hiring.domain.feedback_input import StatedOutcome
from hiring.domain.records import Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeChunk:
    """Some records of a file, in its order.

    Args:
        read: How many records were met: those of the three below.
        stated: What the sound ones say.
        rejects: Those with faults.
        left_out: How many say of no outcome, by the reason.
    """

    read: int
    stated: Sequence[StatedOutcome]
    rejects: Sequence[Reject]
    left_out: Mapping[str, int] = field(default_factory=dict)


class OutcomeSource(Protocol):
    """A file of outcomes, read in bounded memory."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The file, as the user named it."""

    @abstractmethod
    def chunks(self, size: int) -> Iterator[OutcomeChunk]:
        """All records in chunks of about `size`.

        Raises:
            FileMissing: It cannot be opened.
            ExportFault: The file as a whole is faulty; chunks that were given before must not be used.
        """
