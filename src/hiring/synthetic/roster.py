"""Who can become a prospect: a few facts of every applicant, kept while the prospects are drawn."""

from typing import Final, TypeVar

import numpy as np

from hiring.synthetic.chance import Bools, Ints, Rng, draws, happens
from hiring.synthetic.outcomes import BASE_RATE
from hiring.synthetic.people.names import IDENTITIES
from hiring.synthetic.people.population import FIRST_CODE

MISSING: Final = 15  # per mille of the prospects name an applicant that the export does not hold
OLDEST_MISSING: Final = 20_000  # their codes stand below those of the export
SOUGHT_AFTER: Final = (
    3  # per mille of the prospects, for one applicant in five thousand: dozens of vagas each
)
BUSY: Final = 130  # per mille of the prospects, for one applicant in fifty


Fact = TypeVar("Fact", Ints, Bools)


class Roster:
    """Codes, identities and chances of all applicants, and whose CV cites SAP: some 25 bytes each."""

    def __init__(self, rng: Rng, *, identities: Ints, chances: Ints, sap: Bools) -> None:
        self._identities = identities
        self._chances = chances
        self._sap = sap
        self._shuffled = rng.permutation(len(identities))

    def pick(self, rng: Rng, size: int) -> Ints:
        """Codes of applicants, most of them picked seldom, a few of them often."""
        applicants = len(self._shuffled)
        marks = draws(rng, 1000, size)
        widths = np.full(size, applicants, dtype=np.int64)
        widths[marks < SOUGHT_AFTER + BUSY] = -(-applicants // 50)
        widths[marks < SOUGHT_AFTER] = -(-applicants // 5000)
        codes = FIRST_CODE + self._shuffled[draws(rng, 1 << 40, size) % widths]
        strangers = OLDEST_MISSING + draws(rng, FIRST_CODE - OLDEST_MISSING, size)
        return np.where(happens(rng, MISSING, size), strangers, codes)

    def identities(self, codes: Ints) -> Ints:
        return self._of_known(codes, self._identities, codes * 7919 % IDENTITIES)

    def chances(self, codes: Ints) -> Ints:
        return self._of_known(codes, self._chances, np.full_like(codes, BASE_RATE))

    def cite_sap(self, codes: Ints) -> Bools:
        return self._of_known(codes, self._sap, np.zeros(len(codes), np.bool_))

    def _of_known(self, codes: Ints, facts: Fact, otherwise: Fact) -> Fact:
        return np.where(codes >= FIRST_CODE, facts[np.maximum(codes - FIRST_CODE, 0)], otherwise)
