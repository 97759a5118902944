"""A person put forward for a vaga, as one record that the rules of all views can read."""

from collections.abc import Mapping

import numpy as np

__all__ = ["pair_record"]


def pair_record(
    applicant: Mapping[str, object], vaga: Mapping[str, object], applied: np.datetime64
) -> Mapping[str, object]:
    """Both records side by side (no two sections share a name), and the day as exports write it.

    >>> vaga, person = {"informacoes_basicas": {"titulo_vaga": "Analista"}}, {"cv_pt": "SAP"}
    >>> pair_record(person, vaga, np.datetime64("2024-03-05"))["prospect"]
    {'data_candidatura': '05-03-2024'}

    Args:
        applicant: As `applicants.json` has it.
        vaga: As `vagas.json` has it.
        applied: The day on which the person was put forward; NaT for unknown.
    """
    prospect = {} if np.isnat(applied) else {"data_candidatura": f"{applied.item():%d-%m-%Y}"}
    return {**vaga, **applicant, "prospect": prospect}
