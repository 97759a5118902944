"""What records show of requirements. What was not given is unknown, and held against nobody."""

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from itertools import product
from typing import Final

import numpy as np
import numpy.typing as npt

from hiring.domain.features.formulas.fields import is_present
from hiring.domain.features.record_batch import Paths, RecordBatch
from hiring.domain.features.text import FoldedTexts, Keyword, word
from hiring.domain.features.views.candidate import AREA, CERTS, ENGLISH, SCHOOL, SKILLS, SPANISH, TITLE
from hiring.domain.ranking.levels import academic_level, language_level, seniority_of
from hiring.domain.ranking.requirements import AtLeast, Mentions, Requirement, Subject
from hiring.domain.ranking.sap import MODULES
from hiring.domain.ranking.words import JOINTS, spellings_of, words_of
from hiring.domain.records import Bools

__all__ = ["READS", "Evidence", "EvidenceTable", "evidence_of"]


class Evidence(IntEnum):
    """What a record shows of a requirement."""

    MISSING = -1
    """What was given does not show it."""
    UNKNOWN = 0
    """Nothing was given that could show it."""
    MATCHED = 1


EvidenceTable = npt.NDArray[np.int8]
"""Values of Evidence, shape (people, requirements)."""

TEXTS: Final = (*TITLE, *AREA, *CERTS, *SKILLS)
"""Where words are looked for."""
WHOLE: Final = SKILLS
"""What says enough of a person that a word's absence from it tells something; a title alone does not."""
READS: Final = (*TEXTS, *ENGLISH, *SPANISH, *SCHOOL)
"""All fields that are read of a person."""


def _seniority(text: str) -> int | None:
    levels = seniority_of(words_of(text))
    return levels[-1] if levels else None


_LEVELS: Final[Mapping[Subject, tuple[Paths, Callable[[str], int | None]]]] = {
    Subject.ENGLISH: (ENGLISH, language_level),
    Subject.SPANISH: (SPANISH, language_level),
    Subject.ACADEMIC: (SCHOOL, academic_level),
    Subject.SENIORITY: (TITLE, _seniority),
}


def evidence_of(
    records: Sequence[Mapping[str, object]], requirements: Sequence[Requirement]
) -> EvidenceTable:
    """Shape (people, requirements). A person's row depends on that person alone.

    >>> from hiring.domain.ranking.requirements import requirements_of
    >>> from hiring.domain.ranking.vocabulary import Vocabulary
    >>> known = Vocabulary(terms=("java",), titles=(9,), vagas=20)
    >>> vaga = {"informacoes_basicas": {"titulo_vaga": "Java"}, "perfil_vaga": {"nivel_ingles": "Básico"}}
    >>> people = [
    ...     {"cv_pt": "Java", "formacao_e_idiomas": {"nivel_ingles": "Avançado"}},
    ...     {"cv_pt": "Cobol", "formacao_e_idiomas": {"nivel_ingles": "Nenhum"}},
    ...     {"cv_pt": ""},
    ... ]
    >>> evidence_of(people, requirements_of(vaga, known)).tolist()  # basic English, Java
    [[1, 1], [-1, -1], [0, 0]]

    Args:
        records: Raw records of applicants.
        requirements: Of one vaga.
    """
    table = np.empty((len(records), len(requirements)), np.int8)
    batch = RecordBatch(records)
    for column, requirement in enumerate(requirements):
        test = requirement.test
        table[:, column] = _levels(batch, test) if isinstance(test, AtLeast) else _mentions(batch, test)
    return table


def _levels(batch: RecordBatch, test: AtLeast) -> EvidenceTable:
    paths, level_of = _LEVELS[test.subject]
    return np.array([_compared(level, test.level) for level in batch.each(level_of, paths)], np.int8)


def _compared(level: int | None, wanted: int) -> Evidence:
    if level is None:
        return Evidence.UNKNOWN
    return Evidence.MATCHED if level >= wanted else Evidence.MISSING


def _mentions(batch: RecordBatch, test: Mentions) -> EvidenceTable:
    texts = batch.folded(TEXTS)
    shown = np.ones(len(batch), np.bool_)
    for term in test.terms:
        shown &= texts.mention(_keywords(term))
    for module in test.sap:
        shown &= _speaks_of_sap(texts) & texts.mention([word(spelling) for spelling in MODULES[module]])
    told = np.array(batch.each(is_present, WHOLE), np.bool_)
    return np.where(shown, Evidence.MATCHED, np.where(told, Evidence.MISSING, Evidence.UNKNOWN)).astype(
        np.int8
    )


def _speaks_of_sap(texts: FoldedTexts) -> Bools:
    return texts.mention([word("sap"), word("abap")])


def _keywords(term: str) -> list[Keyword]:
    """Every spelling of a word, or of two in every way that they are joined."""
    parts = [spellings_of(part) for part in term.split()]
    if len(parts) == 1:
        return [word(spelling) for spelling in parts[0]]
    joined = (joint.join(pair) for joint in JOINTS for pair in product(*parts))
    return [word(spelling) for spelling in dict.fromkeys(joined)]
