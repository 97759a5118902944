"""Request ids that a run draws of its own id, so that a run that was interrupted can be done again."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

_NAMESPACE: Final = UUID("2b0f1a86-6e0e-4c6b-9d4c-0a6b6f3f6f0e")  # drawn once, for this use


@dataclass(frozen=True, slots=True)
class RunIds:
    """One id for each subject of a run; the same subject in the same run always has the same.

    >>> ids = RunIds("monday")
    >>> ids(31_001) == ids(31_001), ids(31_001) == ids(31_002), ids(31_001, 5_185) == ids(31_001)
    (True, False, False)

    Args:
        run: The id of the run; it belongs to one file.
    """

    run: str

    def __call__(self, person: int, vaga: int | None = None) -> str:
        """Of the answer about a person, for a vaga if one is asked about: 32 hexadecimal digits (UUID 5)."""
        subject = f"{person}" if vaga is None else f"{vaga}/{person}"
        return uuid5(_NAMESPACE, f"{self.run}/{subject}").hex
