"""Features that a caller gives, instead of a raw record: checked whole, every fault named at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import isfinite, nan
from operator import itemgetter
from typing import Any, Final

import numpy as np

from hiring.domain.errors import InvalidFeatures
from hiring.domain.features.profile import Profile
from hiring.domain.features.rules import Rule
from hiring.domain.features.salary import HIGHEST, LOWEST
from hiring.domain.records import Floats

__all__ = ["ONE_OF_EACH", "Taker", "read_feature_input"]

ONE_OF_EACH: Final = ("ingl_", "esp_", "esc_")
"""Beginnings of the features of which at most one may be 1."""

Taker = Callable[[Mapping[str, Any]], tuple[Any, ...]]

_NUMBERS: Final = frozenset({int, float})
_FLAG: Final = frozenset({0, 1})
"""What a 0/1 feature may be; True and 1.0 are equal to 1."""


def read_feature_input(values: Mapping[str, object], profile: Profile, *, missing_is_unknown: bool) -> Floats:
    """The values as one row, in the profile's order.

    Args:
        values: JSON values by feature name, in any order.
        profile: Which features are wanted.
        missing_is_unknown: Whether a feature that is missing or null is unknown (NaN) instead of a fault; an
            unknown amount is no fault in either case.

    Raises:
        InvalidFeatures: Names every offending feature, and none of the values.
    """
    kinds = _kinds_of(profile)
    if kinds.faultless(values):
        row = np.array(kinds.in_order(values), np.float64)  # None becomes NaN
    else:
        row = _checked(values, profile, missing_is_unknown=missing_is_unknown)
    return row + 0.0  # -0.0 becomes 0.0: equal, and other bits where they are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kinds:
    """A profile's features by what they may be, ready to be taken out of what was given."""

    size: int
    in_order: Taker
    flags: Taker
    amounts: Taker
    one_of_each: tuple[Taker, ...]

    def faultless(self, values: Mapping[str, object]) -> bool:
        """Whether nothing is missing, unknown or wrong: the usual case, told in a few microseconds.

        Never true for what `_checked` refuses; what that takes may be False here, such as a null flag.
        """
        try:
            return (
                len(values) == self.size
                and _FLAG.issuperset(self.flags(values))
                and all(map(_is_amount, self.amounts(values)))
                and all(sum(take(values)) <= 1 for take in self.one_of_each)
            )
        except (KeyError, TypeError):  # missing, or a list or an object
            return False


def _is_amount(value: object) -> bool:
    return value is None or (type(value) in _NUMBERS and LOWEST <= value <= HIGHEST)  # type: ignore[operator]  # a number


@cache  # there are as many as there are profiles
def _kinds_of(profile: Profile) -> _Kinds:
    flags = [rule.feature for rule in profile.rules if rule.unit == "0/1"]
    return _Kinds(
        size=len(profile.features),
        in_order=_taker(profile.features),
        flags=_taker(flags),
        amounts=_taker([name for name in profile.features if name not in flags]),
        one_of_each=tuple(
            _taker([name for name in flags if name.startswith(beginning)]) for beginning in ONE_OF_EACH
        ),
    )


def _taker(names: Sequence[str]) -> Taker:
    """Takes the values of some names; a generator would take four times as long."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


def _checked(values: Mapping[str, object], profile: Profile, *, missing_is_unknown: bool) -> Floats:
    """The same, one feature after the other."""
    row = np.full(len(profile.rules), nan)
    faults: list[tuple[str, str]] = []
    for column, rule in enumerate(profile.rules):
        if rule.feature not in values:
            if not missing_is_unknown:
                faults.append((rule.feature, "is missing"))
        elif (value := values[rule.feature]) is None:
            if not missing_is_unknown and rule.unit == "0/1":
                faults.append((rule.feature, "is null: give 0 or 1"))
        elif (fault := _fault(rule, value)) is not None:
            faults.append((rule.feature, fault))
        else:
            row[column] = value
    known = set(profile.features)
    faults += [(name, "is not a feature") for name in values if name not in known]
    faults += _several(profile, row)
    if faults:
        raise InvalidFeatures(faults)
    return row


def _fault(rule: Rule, value: object) -> str | None:
    if rule.unit == "0/1":
        return None if isinstance(value, bool | int | float) and value in (0, 1) else "must be 0 or 1"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "must be a number, or null for unknown"
    if isinstance(value, float) and not isfinite(value):  # an int may be too large to ask
        return "must be a number, or null for unknown"
    if not LOWEST <= value <= HIGHEST:
        return f"must be from {LOWEST:.0f} to {HIGHEST:.0f} BRL a month, or null for unknown"
    return None


def _several(profile: Profile, row: Floats) -> list[tuple[str, str]]:
    """The features that are 1 although only one of their kind can be."""
    faults: list[tuple[str, str]] = []
    for beginning in ONE_OF_EACH:
        ones = [
            f
            for f, value in zip(profile.features, row.tolist(), strict=True)
            if f.startswith(beginning) and value == 1
        ]
        if len(ones) > 1:
            faults += [(feature, f"only one of {beginning}* can be 1") for feature in ones]
    return faults
