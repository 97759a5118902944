"""Features that a caller gives, instead of a raw record: checked whole, every fault named at once."""

from collections.abc import Mapping
from math import isfinite, nan
from typing import Final

import numpy as np

from hiring.domain.errors import InvalidFeatures
from hiring.domain.features.profile import Profile
from hiring.domain.features.rules import Rule
from hiring.domain.features.salary import HIGHEST, LOWEST
from hiring.domain.records import Floats

ONE_OF_EACH: Final = ("ingl_", "esp_", "esc_")
"""Beginnings of the features of which at most one may be 1."""


def given_features(values: Mapping[str, object], profile: Profile, *, missing_is_unknown: bool) -> Floats:
    """The values as one row, in the profile's order.

    Args:
        values: JSON values by feature name, in any order.
        profile: Which features are wanted.
        missing_is_unknown: Whether a feature that is missing or null is unknown (NaN) instead of a fault; an
            unknown amount is no fault in either case.

    Raises:
        InvalidFeatures: Names every offending feature, and none of the values.
    """
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
