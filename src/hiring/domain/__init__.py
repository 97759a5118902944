"""The core: feature rules, labels, partition, threshold and drift. Needs numpy and nothing else.

Start with `from hiring.domain.features import features_of`; docs/embedding.md has the rest. What a module
lists in `__all__` is public. Wherever arrays are accepted, so are lists, tuples and pandas Series.
"""

__all__ = [
    "decisions",
    "errors",
    "evaluation",
    "features",
    "gold",
    "labeling",
    "monitoring",
    "rank_events",
    "ranking",
    "reasons",
    "records",
    "training",
]
