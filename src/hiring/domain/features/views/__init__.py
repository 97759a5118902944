"""Rule tables, one file each: what is known about a person, and later about a vaga and both together."""
