"""Whose request it is, and how a person says so in a browser."""
