"""What a list is asked of, and what must hold of it whoever asks."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hiring.domain.decisions import NO_CLIENT, Client
from hiring.domain.errors import InvalidRanking
from hiring.domain.ranking.requirements import fault_of_typed

Record = Mapping[str, object]

MOST_CANDIDATES: Final = 1_000
MOST_TYPED: Final = 20
MOST_EXPLAINED: Final = 100
"""People of a list, from its first place on; each one's reasons take the time of hundreds of scores."""
CANDIDATES: Final = "candidates"
REQUIRE: Final = "require"
TOP: Final = "top"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPerson:
    """A person whose record comes with the request."""

    codigo_profissional: int
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class RankRequest:
    """What was asked.

    Args:
        request_id: Unique for its client.
        vaga: Its code in the store, or its raw record.
        candidates: Codes of the store, or people with their records; None: all prospects of the vaga.
        typed: What a recruiter requires besides the vaga, in words.
        applied: On which day all are taken to be put forward; None: today.
        top: How many the answer has at most, from the first place on; None: all.
        reasons: How many reasons each of the first hundred scores gets, where people are scored.
        body: What was asked, byte for byte, for the keyed digest; not kept.
        client: Who asks.

    Raises:
        InvalidRanking: Names every fault, and no value.
    """

    request_id: str
    vaga: int | Record
    candidates: Sequence[int | RawPerson] | None
    body: bytes
    typed: tuple[str, ...] = ()
    applied: date | None = None
    top: int | None = None
    reasons: int = 0
    client: Client = NO_CLIENT

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise InvalidRanking(faults)

    @property
    def explained(self) -> int:
        """How many people get reasons, if they are scored."""
        return min(self.top or MOST_EXPLAINED, MOST_EXPLAINED) if self.reasons else 0

    def _faults(self) -> Iterator[tuple[str, str]]:
        candidates = self.candidates
        if candidates is not None:
            if not 1 <= len(candidates) <= MOST_CANDIDATES:
                yield CANDIDATES, f"must be 1 to {MOST_CANDIDATES:,} people"
            seen = Counter[int]()
            for index, one in enumerate(candidates[: MOST_CANDIDATES + 1]):
                code = code_of(one)
                seen[code] += 1
                if seen[code] == 2:  # noqa: PLR2004  # a third time is no news
                    yield f"{CANDIDATES}.{index}", "is there twice"
        if self.top is not None and self.top < 1:
            yield TOP, "must be at least 1"
        if len(self.typed) > MOST_TYPED:
            yield REQUIRE, f"must be at most {MOST_TYPED} texts"
        for index, text in enumerate(self.typed[:MOST_TYPED]):
            if fault := fault_of_typed(text):
                yield f"{REQUIRE}.{index}", fault


def code_of(candidate: int | RawPerson) -> int:
    """Whom it is about."""
    return candidate if isinstance(candidate, int) else candidate.codigo_profissional
