"""Copies of a store, and folders that are backups."""
