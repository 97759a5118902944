"""Answers whose outcome is known, and which of them may be counted as independent."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

__all__ = ["AnsweredOutcome", "independent_outcomes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredOutcome:
    """One answer, and what became of the person: the report that counts now.

    Args:
        request_id: Of the answer.
        client: Who asked for it; empty without keys.
        at: When it was answered, UTC.
        codigo_profissional: Whom it was about, if the caller said.
        vaga_codigo: For which vaga, if known.
        score: Calibrated probability of being hired, as answered.
        approved: Whether the score reached the threshold of the model then.
        model_version: Who answered.
        hired: What happened.
        known_at: When it was first reported.
    """

    request_id: str
    client: str
    at: datetime
    codigo_profissional: int | None
    vaga_codigo: int | None
    score: float
    approved: bool
    model_version: str
    hired: bool
    known_at: datetime

    @property
    def unit(self) -> tuple[str, int | str]:
        """What its outcome depends on: the vaga; the person, where none is known; or it alone."""
        if self.vaga_codigo is not None:
            return "vaga", self.vaga_codigo
        if self.codigo_profissional is not None:
            return "person", self.codigo_profissional
        return "answer", f"{self.client}\0{self.request_id}"

    def counts_from(self, maturity: timedelta) -> datetime:
        """From when its outcome may be counted: fast outcomes are mostly refusals."""
        return max(self.at + maturity, self.known_at)


def independent_outcomes(
    outcomes: Iterable[AnsweredOutcome], *, maturity: timedelta, now: datetime
) -> Sequence[AnsweredOutcome]:
    """One outcome of each vaga (or person), in the order in which they came to count.

    The candidates of a vaga share its outcome more often than chance, so only one of them is evidence. It is
    the one whose hash is smallest among those answered within a maturity window of the first: by when the
    drawn one matures nobody can join the draw any more, and the draw knows no outcome.

    >>> from datetime import UTC
    >>> first = datetime(2026, 1, 5, 12, tzinfo=UTC)
    >>> known = [
    ...     AnsweredOutcome(
    ...         request_id=f"r{number}", client="", at=first, codigo_profissional=number,
    ...         vaga_codigo=7 if number < 3 else None, score=0.9, approved=True, model_version="v1",
    ...         hired=True, known_at=first + timedelta(days=30),
    ...     )
    ...     for number in range(5)
    ... ]
    >>> counted = independent_outcomes(known, maturity=timedelta(days=90), now=first.replace(month=9))
    >>> sorted(each.vaga_codigo or 0 for each in counted)  # the three of vaga 7 are one outcome
    [0, 0, 7]
    >>> independent_outcomes(known, maturity=timedelta(days=90), now=first.replace(month=3))
    []

    Args:
        outcomes: Of the answers that are to be judged, such as one version's approved ones.
        maturity: How long an outcome is waited for.
        now: What counts only later is left out.
    """
    units: defaultdict[tuple[str, int | str], list[AnsweredOutcome]] = defaultdict(list)
    for outcome in outcomes:
        units[outcome.unit].append(outcome)
    chosen = [_drawn(siblings, maturity) for siblings in units.values()]
    counted = [each for each in chosen if each.counts_from(maturity) <= now]
    return sorted(counted, key=lambda each: (each.counts_from(maturity), _hash(each)))


def _drawn(siblings: Sequence[AnsweredOutcome], maturity: timedelta) -> AnsweredOutcome:
    closes = min(sibling.at for sibling in siblings) + maturity
    return min([sibling for sibling in siblings if sibling.at < closes], key=_hash)


def _hash(outcome: AnsweredOutcome) -> bytes:
    return sha256(f"{outcome.client}\0{outcome.request_id}".encode()).digest()
