"""Keys and sessions."""
