"""Everything in one command."""
