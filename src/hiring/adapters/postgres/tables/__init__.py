"""Tables that are replaced in one transaction, and how their columns stand."""
