"""Whether the population has moved, how right answers were, and what is alarming of it."""

__all__ = ["alerts", "days", "notices", "retraining"]
