"""The core: feature rules, labels, partition, threshold and drift. Needs numpy and nothing else.

`from hiring.domain.features import features_of` begins it; docs/embedding.md has the rest. What is public of
a module is in its `__all__`. Where arrays are taken, so are lists, tuples and pandas Series.
"""

__all__ = [
    "decisions",
    "errors",
    "evaluation",
    "features",
    "gold",
    "labeling",
    "monitoring",
    "reasons",
    "records",
    "training",
]
