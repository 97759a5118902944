"""Sessions with the server: how they begin, what they are told, and whose turn it is."""
