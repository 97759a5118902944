"""One day of application for all people of a vaga, so that nothing that depends on it can order them."""

import numpy as np

from hiring.domain.features.profile import Profile
from hiring.domain.records import GoldRows, Ints

__all__ = ["freeze_dates"]


def freeze_dates(rows: GoldRows, profile: Profile) -> GoldRows:
    """The rows with all features that depend on the day of application as in their vaga's earliest row.

    A vaga closes when somebody is hired, so the day tells its people apart without knowing anything of them;
    a list of people for a vaga has one date. Undated rows are the last, and of one day the first row counts.

    >>> from hiring.domain.features.profiles import CANDIDATE
    >>> freeze_dates(GoldRows.none(46), CANDIDATE).features.shape  # nothing depends on a day
    (0, 46)

    Args:
        rows: With all features as numbers, in the profile's order.
        profile: Theirs.
    """
    dated = [profile.features.index(name) for name in profile.dated]
    if not dated or not len(rows):
        return rows
    features = rows.features.copy()
    features[:, dated] = rows.features[:, dated][_earliest(rows)]
    return rows.with_features(features)


def _earliest(rows: GoldRows) -> Ints:
    """Of each row, the index of its vaga's earliest row."""
    days = rows.data_candidatura
    order = np.lexsort((np.where(np.isnat(days), 0, days.astype(np.int64)), np.isnat(days), rows.vaga_codigo))
    _, first, back = np.unique(rows.vaga_codigo[order], return_index=True, return_inverse=True)
    earliest = np.empty(len(rows), np.int64)
    earliest[order] = order[first[back]]
    return earliest
