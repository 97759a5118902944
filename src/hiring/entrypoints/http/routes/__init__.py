"""The paths: one declaration each, with what answers it; `endpoints` has them all."""
