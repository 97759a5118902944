"""What must be open for an answer, and how it is kept so."""
