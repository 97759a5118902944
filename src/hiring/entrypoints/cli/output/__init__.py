"""How results, notes and progress are printed."""
