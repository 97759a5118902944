"""Exports and tables that several processes read, each a part."""
