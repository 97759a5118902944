"""Roles that the core needs from outside. Adapters inherit their role and pass its contract suite."""
