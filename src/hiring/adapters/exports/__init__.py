"""The recruiting system's exports, read as streams: which records a file holds, and which are sound."""
