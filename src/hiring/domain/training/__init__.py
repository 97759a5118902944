"""From gold rows to a model that keeps a promise: partition, calibration, threshold."""

__all__ = ["calibration", "partition", "threshold"]
