"""Why a score is what it is: what each feature contributed, in a recruiter's words."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from hiring.domain.features.kinds import Flag, two_decimals
from hiring.domain.features.rules import Rule
from hiring.domain.features.sentences import AMOUNTS, SENTENCES, UNKNOWN
from hiring.domain.records import Floats
from hiring.domain.training.calibration import Calibrator, Sigmoid

__all__ = [
    "MOST_REASONS",
    "Contributions",
    "Reason",
    "direction_of",
    "reasons_from_json",
    "reasons_json",
    "reasons_of",
    "sentences_of",
]

MOST_REASONS: Final = 10
"""The most reasons that anybody is given: any further ones hardly move a score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributions:
    """What each feature added to a row's raw score, in log-odds (TreeSHAP; Lundberg et al., 2020).

    A row's values and its bias add up to its raw score. A feature that a person lacks contributes too: having
    no certification is a fact, just like having one.

    Args:
        values: Shape (n, columns).
        bias: The raw score before any feature is looked at, shape (n,).
        direction: 1 where a higher raw score becomes a higher probability, -1 where it becomes a lower one,
            0 where the probability is the same for everybody.
    """

    values: Floats
    bias: Floats
    direction: int

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.bias.shape != self.values.shape[:1]:  # noqa: PLR2004  # rows, columns
            raise ValueError("contributions must have shape (n, columns), with one bias per row")
        if self.direction not in {-1, 0, 1}:
            raise ValueError("a direction must be 1, -1 or 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One feature's part in a score.

    Args:
        feature: Its column name.
        value: Its value; None for unknown.
        contribution: In log-odds, never zero: above it, the feature raised the score; below, it lowered it.
        pt: What a recruiter reads, in Portuguese: a sentence.
        en: The same in English.
    """

    feature: str
    value: float | None
    contribution: float
    pt: str
    en: str


def reasons_json(reasons: Sequence[Reason]) -> list[dict[str, object]]:
    """Reasons as JSON values.

    >>> pt, en = "O currículo cita KPI.", "The CV cites KPI."
    >>> reason = Reason(feature="cv_kpi", value=1.0, contribution=0.4, pt=pt, en=en)
    >>> reasons_json([reason])[0]["contribution"]
    0.4
    """
    return [asdict(reason) for reason in reasons]


def reasons_from_json(values: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """The reasons that `reasons_json` wrote.

    >>> pt, en = "O currículo cita KPI.", "The CV cites KPI."
    >>> reason = Reason(feature="cv_kpi", value=1.0, contribution=0.4, pt=pt, en=en)
    >>> reasons_from_json(reasons_json([reason])) == (reason,)
    True
    """
    return tuple(Reason(**value) for value in values)


def direction_of(calibrator: Calibrator) -> int:
    """Which way a higher raw score moves the probability; only a sigmoid can reverse it.

    >>> direction_of(Sigmoid(slope=-1.2, intercept=0.3))
    1
    """
    return int(np.sign(-calibrator.slope)) if isinstance(calibrator, Sigmoid) else 1


def reasons_of(
    contributions: Contributions, features: Floats, rules: Sequence[Rule], limit: int
) -> list[tuple[Reason, ...]]:
    """The strongest reasons of each row, strongest first; equally strong ones in the rules' order.

    Features that contributed nothing are left out, so a row may have fewer than `limit`.

    >>> from hiring.domain.features import RULES
    >>> moved = Contributions(values=np.array([[0.1, 0.0, -0.7]]), bias=np.array([-1.0]), direction=1)
    >>> [reasons] = reasons_of(moved, np.array([[1.0, 1.0, 0.0]]), RULES[:3], limit=2)
    >>> [(reason.feature, reason.contribution) for reason in reasons]
    [('tem_linkedin', -0.7), ('tem_email', 0.1)]

    Args:
        contributions: Of the rows.
        features: The rows, shape (n, columns), NaN for unknown.
        rules: Of the columns, in their order.
        limit: How many reasons a row gets at most.
    """
    effects = contributions.direction * contributions.values
    if features.shape != effects.shape or effects.shape[1] != len(rules):
        raise ValueError("contributions, features and rules must have the same columns")
    return [
        tuple(_reason(rules[column], values[column], row[column]) for column in _strongest(row, limit))
        for row, values in zip(effects.tolist(), features.tolist(), strict=True)
    ]


def _strongest(effects: Sequence[float], limit: int) -> list[int]:
    moved = [column for column, effect in enumerate(effects) if effect]
    return sorted(moved, key=lambda column: -abs(effects[column]))[:limit]


def _reason(rule: Rule, value: float, effect: float) -> Reason:
    known = None if np.isnan(value) else value
    pt, en = sentences_of(rule, known)
    return Reason(feature=rule.feature, value=known, contribution=effect, pt=pt, en=en)


def sentences_of(rule: Rule, value: float | None) -> tuple[str, str]:
    """What a feature says about a person, in Portuguese and in English: lacking something is a reason too.

    >>> from hiring.domain.features import RULES
    >>> [rule] = [rule for rule in RULES if rule.feature == "tem_linkedin"]
    >>> sentences_of(rule, 0.0)
    ('Não informou o perfil do LinkedIn.', 'Did not give a LinkedIn profile.')

    Args:
        rule: Of the feature; without sentences of its own, its `pt` and `en` are used.
        value: As the model has it; None for unknown.
    """
    if value is None:
        return UNKNOWN.get(rule.feature, (f"Não se sabe: {rule.pt}.", f"Not known: {rule.en}."))
    if isinstance(rule.kind, Flag) and (known := SENTENCES.get(rule.feature)):
        return (known.pt_one, known.en_one) if value else (known.pt_zero, known.en_zero)
    if known_amount := AMOUNTS.get(rule.feature):
        pt, en = two_decimals(value)
        return known_amount[0].format(pt), known_amount[1].format(en)
    pt, en = rule.kind.worded(value)
    return f"{rule.pt}: {pt}.", f"{rule.en}: {en}."
