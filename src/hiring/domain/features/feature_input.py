"""Features that a caller gives instead of a raw record: all are checked, and every fault is named at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import nan
from operator import itemgetter
from typing import Any, Final

import numpy as np

from hiring.domain.errors import InvalidFeatures
from hiring.domain.features.kinds import Amount, Day, Flag
from hiring.domain.features.profile import Profile
from hiring.domain.records import Floats

__all__ = ["Taker", "read_feature_input"]

Taker = Callable[[Mapping[str, Any]], tuple[Any, ...]]

_NUMBERS: Final = frozenset({int, float})
_FLAG: Final = frozenset({0, 1})
"""Valid values of a 0/1 feature; True and 1.0 are equal to 1."""


def read_feature_input(values: Mapping[str, object], profile: Profile, *, missing_is_unknown: bool) -> Floats:
    """The values as one row, in the profile's order.

    >>> from hiring.domain.features.profiles import CANDIDATE
    >>> read_feature_input({"tem_telefone": True, "tem_email": 0}, CANDIDATE, missing_is_unknown=True)[:3]
    array([ 0.,  1., nan])
    >>> read_feature_input({"tem_email": 2}, CANDIDATE, missing_is_unknown=True)
    Traceback (most recent call last):
        ...
    hiring.domain.errors.invalid_input.InvalidFeatures: tem_email: must be 0 or 1

    Args:
        values: JSON values by feature name, in any order.
        profile: Says which features are expected.
        missing_is_unknown: Whether a missing or null feature counts as unknown (NaN) instead of a fault; an
            unknown amount is never a fault.

    Raises:
        InvalidFeatures: It names every offending feature, but no values.
    """
    kinds = _kinds_of(profile)
    if kinds.faultless(values):
        row = np.array(kinds.in_order(values), np.float64)  # None becomes NaN
    else:
        row = _checked(values, profile, missing_is_unknown=missing_is_unknown)
    return row + 0.0  # -0.0 becomes 0.0: equal, and other bits where they are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kinds:
    """A profile's features grouped by valid values, ready to be taken out of a request."""

    plain: bool
    size: int
    in_order: Taker
    flags: Taker
    amounts: Taker
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    groups: tuple[Taker, ...]

    def faultless(self, values: Mapping[str, object]) -> bool:
        """Whether nothing is missing, unknown or wrong: the usual case, decided in a few microseconds.

        Never true for what `_checked` refuses, but possibly false for what it accepts, such as a null flag.
        """
        try:
            return (
                self.plain
                and len(values) == self.size
                and _FLAG.issuperset(self.flags(values))
                and all(map(_is_amount, self.amounts(values), self.lows, self.highs))
                and all(sum(take(values)) <= 1 for take in self.groups)
            )
        except (KeyError, TypeError):  # missing, or a list or an object
            return False


def _is_amount(value: Any, low: float, high: float) -> bool:  # noqa: ANN401  # any JSON value
    return value is None or (type(value) in _NUMBERS and low <= value <= high)


@lru_cache(16)  # one a profile, and one a model that has learnt texts: it is let go with its successors
def _kinds_of(profile: Profile) -> _Kinds:
    amounts = {rule.feature: rule.kind for rule in profile.rules if isinstance(rule.kind, Amount)}
    return _Kinds(
        plain=all(isinstance(rule.kind, Flag | Amount) for rule in profile.rules),
        size=len(profile.features),
        in_order=_taker(profile.features),
        flags=_taker([rule.feature for rule in profile.rules if isinstance(rule.kind, Flag)]),
        amounts=_taker(list(amounts)),
        lows=tuple(amount.low for amount in amounts.values()),
        highs=tuple(amount.high for amount in amounts.values()),
        groups=tuple(map(_taker, profile.groups.values())),
    )


def _taker(names: Sequence[str]) -> Taker:
    """Returns the values of some names; a generator would take four times as long."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


def _checked(values: Mapping[str, object], profile: Profile, *, missing_is_unknown: bool) -> Floats:
    """The same, feature by feature."""
    if faults := _faults_of(values, profile, missing_is_unknown=missing_is_unknown):
        raise InvalidFeatures(faults)
    return _row(values, profile)


def _faults_of(
    values: Mapping[str, object], profile: Profile, *, missing_is_unknown: bool
) -> list[tuple[str, str]]:
    faults: list[tuple[str, str]] = []
    for rule in profile.rules:
        value = values.get(rule.feature)
        if value is None and missing_is_unknown:
            continue
        fault = rule.kind.fault_of(value) if rule.feature in values else "is missing"
        if fault is not None:
            faults.append((rule.feature, fault))
    known = set(profile.features)
    faults += [(name, "is not a feature") for name in values if name not in known]
    wrong = {name for name, _ in faults}
    for group, features in profile.groups.items():
        ones = [name for name in features if name not in wrong and values.get(name) == 1]
        if len(ones) > 1:
            faults += [(name, f"only one of {group}* can be 1") for name in ones]
    return faults


def _row(values: Mapping[str, Any], profile: Profile) -> Floats:
    numbers: list[float] = []
    texts: list[str | None] = []
    for rule in profile.rules:
        value = values.get(rule.feature)
        if rule.kind.text:
            texts.append(value)
        elif value is None:
            numbers.append(nan)
        else:
            numbers.append(Day.days(value) if isinstance(rule.kind, Day) else value)
    one = np.array([numbers], np.float64), np.array([texts], np.object_)
    row: Floats = profile.encode(*one)[0]
    return row
