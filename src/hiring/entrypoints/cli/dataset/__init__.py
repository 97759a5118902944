"""Exports, features, labels and gold."""
