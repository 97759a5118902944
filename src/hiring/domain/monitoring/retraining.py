"""Should the model be trained again? One answer, and the figures that it rests on."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

__all__ = ["ENOUGH_DAYS", "Grounds", "Retraining", "RetrainingAnswer", "retraining"]

ENOUGH_DAYS: Final = 30
"""With fewer, that nothing was found says little: a change of 12 points may take that long to be found."""


class RetrainingAnswer(Enum):
    """What to do about the model."""

    YES = "yes"
    """The promised precision is broken."""
    LOOK_FIRST = "look first"
    """Applicants or answers have moved, and no outcome says that the model is worse for it."""
    NO = "no"
    """Nothing has moved, and outcomes do not contradict the promise."""
    CANNOT_SAY = "cannot say yet"
    """Nothing has moved, but too few days were checked, or no outcome is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What the answer rests on.

    Args:
        open_alerts: That the policy calls out, and that nobody has closed, accepted or muted.
        days: That were checked of the version that serves.
        outcomes: That count for the promise: one of each vaga.
        hired: How many of them were hirings.
        promised: The minimum precision; None where nothing was promised.
        broken: Whether the promise is.
    """

    open_alerts: int
    days: int
    outcomes: int
    hired: int
    promised: float | None
    broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraining:
    """The answer with its grounds."""

    answer: RetrainingAnswer
    grounds: Grounds


def retraining(grounds: Grounds) -> Retraining:
    """Whether to train again.

    Drift alone is no reason: a model that keeps its promise is not made better by other applicants, and one
    that is trained on few new outcomes may be worse.

    >>> from dataclasses import replace
    >>> quiet = Grounds(open_alerts=0, days=90, outcomes=40, hired=34, promised=0.8, broken=False)
    >>> retraining(quiet).answer.value, retraining(replace(quiet, days=12)).answer.value
    ('no', 'cannot say yet')
    >>> retraining(replace(quiet, open_alerts=2)).answer.value
    'look first'
    >>> retraining(replace(quiet, open_alerts=2, broken=True)).answer.value
    'yes'
    """
    if grounds.broken:
        answer = RetrainingAnswer.YES
    elif grounds.open_alerts:
        answer = RetrainingAnswer.LOOK_FIRST
    elif grounds.days < ENOUGH_DAYS or not grounds.outcomes or grounds.promised is None:
        answer = RetrainingAnswer.CANNOT_SAY
    else:
        answer = RetrainingAnswer.NO
    return Retraining(answer=answer, grounds=grounds)
