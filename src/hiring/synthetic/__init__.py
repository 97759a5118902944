"""Invented exports in the source's schema, with a known signal planted in the outcomes."""

from hiring.synthetic.exports import SyntheticExports, write_exports

__all__ = ["SyntheticExports", "write_exports"]
