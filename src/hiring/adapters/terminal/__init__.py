"""What a person in front of a terminal sees of long steps."""
