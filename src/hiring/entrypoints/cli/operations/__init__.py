"""The installation: schema, backups, health."""
