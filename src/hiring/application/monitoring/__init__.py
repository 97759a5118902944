"""Drift of what is asked against what was learnt from."""
