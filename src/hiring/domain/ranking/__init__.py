"""Who for this vaga: requirements that a person can check, evidence for each, places without false order."""

__all__ = [
    "candidate_order",
    "evidence",
    "levels",
    "places",
    "requirements",
    "same_person",
    "sap",
    "vocabulary",
    "words",
]
