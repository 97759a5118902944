"""Baselines, and what is checked against them."""
