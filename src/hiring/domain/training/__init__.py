"""From gold rows to a model that keeps a promise: partition, calibration, threshold."""

__all__ = ["calibration", "certificates", "exclusion", "partition", "promise_in_time", "threshold"]
