"""The installation as a whole: copies of it."""
