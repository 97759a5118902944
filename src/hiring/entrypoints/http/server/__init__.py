"""The server around the application: processes, signals, descriptors."""
