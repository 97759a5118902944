"""The formulas that rules are made of: what is read of one record, of a vaga, and of both sides of a pair."""
