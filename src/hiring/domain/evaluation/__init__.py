"""How good scores are: metrics with their intervals, curves, groups, and figures too good to be true."""

__all__ = [
    "bootstrap",
    "curves",
    "evaluation",
    "group_outcomes",
    "group_ranks",
    "intervals",
    "leakage",
    "metrics",
    "ordering",
    "selections",
    "top_of_groups",
]
