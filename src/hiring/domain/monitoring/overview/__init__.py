"""What days, alerts and quality say together, for somebody who looks once a day."""

__all__ = ["outlook", "timeline"]
