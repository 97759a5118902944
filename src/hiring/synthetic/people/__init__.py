"""Invented people: their form, their contacts and their CVs."""
