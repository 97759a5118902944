"""The features of a candidate: `features_of(records)` works the same for one record and for millions."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from hiring.domain.features.profile import Profile, View
from hiring.domain.features.profiles import CANDIDATE, CANDIDATE_VAGA, PROFILES
from hiring.domain.features.rules import Rule
from hiring.domain.features.text import fold
from hiring.domain.features.views.candidate import RULES

__all__ = [
    "CANDIDATE",
    "CANDIDATE_VAGA",
    "FEATURES",
    "PROFILES",
    "RULES",
    "Profile",
    "Rule",
    "View",
    "features_of",
    "fingerprint",
    "fold",
]

FEATURES = CANDIDATE.features
"""The column names, in the model's order."""


def features_of(records: Sequence[Mapping[str, object]]) -> npt.NDArray[np.float64]:
    """The features of raw applicant records, shape (n, len(FEATURES)); see `Profile.features_of`.

    >>> record = {"informacoes_pessoais": {"url_linkedin": "linkedin.com/in/ana"}, "cv_pt": "KPIs"}
    >>> [row] = features_of([record])
    >>> [name for name, value in zip(FEATURES, row, strict=True) if value == 1]
    ['tem_linkedin', 'ingl_nenhum', 'esp_nenhum', 'cv_kpi']
    """
    return CANDIDATE.features_of(records)


def fingerprint() -> str:
    """SHA-256 of the candidate rule table.

    >>> len(fingerprint()), fingerprint() == CANDIDATE.fingerprint()
    (64, True)
    """
    return CANDIDATE.fingerprint()
