"""The use cases in groups: a command imports those that it calls, and no others."""
