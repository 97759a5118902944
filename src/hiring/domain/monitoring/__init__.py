"""Whether the population has moved."""

__all__ = ["drift", "rules"]
