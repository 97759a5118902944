"""Answers about people, and the record of them."""
