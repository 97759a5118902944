"""All that monitoring knows, for people."""
