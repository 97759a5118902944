"""Which version serves, and what becomes of versions."""
