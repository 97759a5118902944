"""Translate the outside's words into use cases and back."""
