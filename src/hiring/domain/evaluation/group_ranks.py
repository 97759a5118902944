"""The places of people within their group, by descending score; people with equal scores share theirs."""

from dataclasses import dataclass

import numpy as np

from hiring.domain.records import Bools, Days, Floats, Ints

__all__ = ["GroupRanks", "rank_within_groups", "sums_by_group", "wins_and_pairs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRanks:
    """All rows, one group after another, within a group from the highest score down.

    Args:
        order: Indices of the rows in this order; the other columns of rows are in this order too.
        group: Number of each row's group, from 0 in the order of their codes.
        first: Place within the group at which the row's tie begins, from 0.
        after: Place after the tie's last.
        sizes: People of each group.
    """

    order: Ints
    group: Ints
    first: Ints
    after: Ints
    sizes: Ints

    def sums(self, values: Floats | Bools) -> Floats:
        """The sum of each group, of values in this order."""
        return sums_by_group(values, self.group, len(self.sizes))


def rank_within_groups(scores: Floats, groups: Ints) -> GroupRanks:
    """Rank each group by itself.

    >>> ranks = rank_within_groups(np.array([0.2, 0.9, 0.9, 0.5]), np.array([7, 7, 7, 8]))
    >>> ranks.order, ranks.group
    (array([1, 2, 0, 3]), array([0, 0, 0, 1]))
    >>> ranks.first, ranks.after, ranks.sizes
    (array([0, 0, 2, 0]), array([2, 2, 3, 1]), array([3, 1]))
    """
    order = np.lexsort((-scores, groups))
    _, group, sizes = np.unique(groups[order], return_inverse=True, return_counts=True)
    ranked, rows = scores[order], len(order)
    tie_begins = np.append(True, (ranked[1:] != ranked[:-1]) | (group[1:] != group[:-1]))[:rows]
    begins = np.flatnonzero(tie_begins)
    tie = np.cumsum(tie_begins) - 1
    offset = (np.cumsum(sizes) - sizes)[group]
    return GroupRanks(
        order=order,
        group=group,
        first=begins[tie] - offset,
        after=np.append(begins[1:], rows)[tie] - offset,
        sizes=sizes,
    )


def sums_by_group(values: Floats | Bools, group: Ints, groups: int) -> Floats:
    """The sum of the values of each of so many groups, which are numbered from 0.

    >>> sums_by_group(np.array([0.5, 2.0, 1.0]), np.array([0, 2, 0]), 3)
    array([1.5, 0. , 2. ])
    """
    return np.bincount(group, weights=values, minlength=groups).astype(np.float64)


def wins_and_pairs(scores: Floats, hired: Bools, groups: Ints, days: Days) -> tuple[Floats, Floats]:
    """Of each group that has pairs, one hired and one not: how many are in the right order, and how many.

    Ties are half in order.

    >>> days = np.array(["2024-02-03", "2024-02-03", "2024-02-04"], "datetime64[D]")
    >>> hired = np.array([True, False, False])
    >>> wins_and_pairs(np.array([0.9, 0.2, 0.95]), hired, np.array([7, 7, 7]), days)
    (array([1.]), array([1.]))

    Args:
        scores: Shape (n,), without NaN.
        hired: What happened, shape (n,).
        groups: Codes, shape (n,).
        days: A pair is of one day; NaT has no pairs. Shape (n,).
    """
    dated = np.flatnonzero(~np.isnat(days))
    codes, group = np.unique(groups[dated], return_inverse=True)
    dates, day = np.unique(days[dated], return_inverse=True)
    cells = group * len(dates) + day
    ranks = rank_within_groups(scores[dated], cells)
    chosen = hired[dated][ranks.order]
    positives = ranks.sums(chosen)
    at_or_below = ranks.sizes[ranks.group] - (ranks.first + ranks.after - 1) / 2
    wins = ranks.sums(chosen * at_or_below) - positives * (positives + 1) / 2
    pairs = positives * (ranks.sizes - positives)
    owner = np.unique(cells) // max(len(dates), 1)
    wins, pairs = (sums_by_group(each, owner, len(codes)) for each in (wins, pairs))
    return wins[pairs > 0], pairs[pairs > 0]
