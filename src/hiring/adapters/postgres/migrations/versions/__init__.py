"""Revisions are never changed once they were released: a new one follows."""
