"""The documents, walked as a newcomer does: every command is run, in order, and what is shown is compared."""
