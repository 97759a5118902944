"""What only a real server can tell."""
