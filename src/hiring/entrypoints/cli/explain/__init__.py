"""What a code means that somebody has read in a message, an answer or a table."""
