"""The webhook adapter."""
