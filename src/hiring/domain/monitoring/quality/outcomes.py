"""Which outcomes may be counted, and from when."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from hiring.domain.decision_outcomes import DecisionOutcome

__all__ = ["counts_from", "independent_outcomes", "unit_of"]


Unit = tuple[str, int | str]


def unit_of(outcome: DecisionOutcome) -> Unit:
    """What an outcome depends on: the vaga; the person, where none is known; or the answer alone.

    >>> from datetime import UTC, date
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> outcome = DecisionOutcome(
    ...     request_id="r1", client="", at=noon, codigo_profissional=31001, vaga_codigo=None, score=0.9,
    ...     approved=True, threshold=0.8, model_version="v1", profile="candidate", hired=True,
    ...     outcome_at=date(2026, 12, 20), first_reported_at=noon + timedelta(days=30),
    ... )
    >>> unit_of(outcome)
    ('person', 31001)
    """
    if outcome.vaga_codigo is not None:
        return "vaga", outcome.vaga_codigo
    if outcome.codigo_profissional is not None:
        return "person", outcome.codigo_profissional
    return "answer", f"{outcome.client}\0{outcome.request_id}"


def counts_from(outcome: DecisionOutcome, maturity: timedelta) -> datetime:
    """From when an outcome may be counted: fast outcomes are mostly refusals.

    >>> from datetime import UTC, date
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> outcome = DecisionOutcome(
    ...     request_id="r1", client="", at=noon, codigo_profissional=31001, vaga_codigo=None, score=0.9,
    ...     approved=True, threshold=0.8, model_version="v1", profile="candidate", hired=True,
    ...     outcome_at=date(2026, 12, 20), first_reported_at=noon + timedelta(days=30),
    ... )
    >>> counts_from(outcome, timedelta(days=90)).date().isoformat()
    '2027-02-21'
    """
    return max(outcome.at + maturity, outcome.first_reported_at)


def independent_outcomes(
    outcomes: Iterable[DecisionOutcome], *, maturity: timedelta, now: datetime
) -> Sequence[DecisionOutcome]:
    """One outcome of each vaga (or person), in the order in which they came to count.

    The candidates of a vaga share its outcome more often than chance, so only one of them is evidence. It is
    the one whose hash is smallest among those answered within a maturity window of the first: by when the
    drawn one matures nobody can join the draw any more, and the draw knows no outcome.

    >>> from datetime import UTC
    >>> first = datetime(2026, 1, 5, 12, tzinfo=UTC)
    >>> known = [
    ...     DecisionOutcome(
    ...         request_id=f"r{number}", client="", at=first, codigo_profissional=number,
    ...         vaga_codigo=7 if number < 3 else None, score=0.9, approved=True, threshold=0.8,
    ...         model_version="v1", profile="candidate", hired=True, outcome_at=first.date(),
    ...         first_reported_at=first + timedelta(days=30),
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
    units: defaultdict[Unit, list[DecisionOutcome]] = defaultdict(list)
    for outcome in outcomes:
        units[unit_of(outcome)].append(outcome)
    chosen = [_drawn(siblings, maturity) for siblings in units.values()]
    counted = [each for each in chosen if counts_from(each, maturity) <= now]
    return sorted(counted, key=lambda each: (counts_from(each, maturity), _hash(each)))


def _drawn(siblings: Sequence[DecisionOutcome], maturity: timedelta) -> DecisionOutcome:
    closes = min(sibling.at for sibling in siblings) + maturity
    return min([sibling for sibling in siblings if sibling.at < closes], key=_hash)


def _hash(outcome: DecisionOutcome) -> bytes:
    return sha256(f"{outcome.client}\0{outcome.request_id}".encode()).digest()
