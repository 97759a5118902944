"""What can be told of the PostgreSQL adapter without a server."""
