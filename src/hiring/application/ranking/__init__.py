"""Who for this vaga: one list, by what is proven."""
