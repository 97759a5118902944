"""What is appended: decisions, outcomes, keys and all other logs."""
