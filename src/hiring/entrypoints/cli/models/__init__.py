"""Training, versions and reports."""
