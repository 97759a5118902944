"""Whether answers are about other people than before: what is counted, and the two policies."""

__all__ = [
    "acceptance",
    "alternatives",
    "baseline",
    "counts",
    "evidence",
    "findings",
    "gold_counts",
    "indicators",
    "rules",
    "sequential",
    "simple",
]
