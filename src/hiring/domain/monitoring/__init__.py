"""Whether the population has moved."""

__all__ = [
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
