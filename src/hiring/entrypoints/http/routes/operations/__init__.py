"""What runs, and how."""
