"""Anything that can be sent to a served process: it answers in time, and repeats nothing of it."""
