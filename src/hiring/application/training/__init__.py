"""From the gold table to a stored model."""
