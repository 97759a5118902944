"""For people, in a browser."""
