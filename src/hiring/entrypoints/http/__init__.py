"""The HTTP service: decode, ask one use case, encode."""
