"""From exports to the gold table."""
