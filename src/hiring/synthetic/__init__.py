"""Invented exports in the source's schema, with a known signal planted in the outcomes."""

from hiring.synthetic.exports import SyntheticExports, write_exports
from hiring.synthetic.worlds import World

__all__ = ["SyntheticExports", "World", "write_exports"]
