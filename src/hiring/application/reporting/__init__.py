"""What can be said of a model."""
