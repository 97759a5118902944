"""How right answers were, once outcomes are known."""

__all__ = ["outcomes", "promise", "quality"]
