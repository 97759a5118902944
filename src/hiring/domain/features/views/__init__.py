"""Rule tables, one file each: what is known of a person, and later of a vaga and of both together."""
