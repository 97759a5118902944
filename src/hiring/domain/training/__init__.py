"""From gold rows to a model that keeps a promise: partition, calibration, threshold."""

__all__ = ["calibration", "exclusion", "partition", "promise_in_time", "threshold"]
