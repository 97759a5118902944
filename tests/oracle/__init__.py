"""The feature contract and the certified threshold a second time, and what tries to tell the two apart."""
