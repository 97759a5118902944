"""Answers: over HTTP and from files, and the keys for them."""
