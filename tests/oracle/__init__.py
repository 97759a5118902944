"""The feature contract a second time, slow and plain, and applicants that try to tell the two apart."""
