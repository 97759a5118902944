"""The files of an artifact: how they are written, recognised and read."""
