"""Invented vagas: what `vagas.json` says of them."""
