"""What happened to a prospect: a status that depends on chance, and on the applicant if nothing else is said.

A decided prospect is hired at 0.95 in the segment (the CV cites `protheus`, `navision`, `kpi` or
`controlador...`; one person in eight) and at about 0.13 outside, a little more with SAP, English, a degree or
a higher salary. The best possible ROC AUC is 0.77, and 0.59 without a segment; no feature alone has 0.65.
"""

from typing import Final

import numpy as np

from hiring.synthetic.chance import Ints, Rng, Shares, draws, happens
from hiring.synthetic.people.population import People

DECIDED: Final = 227  # per mille of the prospects
WHOLE: Final = 10_000  # chances are whole ten-thousandths
BASE_RATE: Final = 2_360
SEGMENT_CHANCE: Final = 9_500
OTHERS_CHANCE: Final = 1_340  # so that the segment's eighth and the others together come to BASE_RATE
OTHERS_DAMPING: Final = 4  # how much weaker the leanings count beside a segment than without one

ENGLISH_LEANING: Final = {"Básico": -100, "Intermediário": 500, "Avançado": 1_100, "Fluente": 1_300}
EDUCATION_LEANING: Final = {
    "Ensino Superior Completo": 300,
    "Pós Graduação Completo": 800,
    "Pós Graduação Cursando": 600,
    "Ensino Médio Completo": -500,
}
SAP_LEANING: Final = 1_200
MEAN_LEANING: Final = 434  # of everybody; taken off again, so that leanings do not move the base rate

HIRED: Final = Shares({
    "Contratado pela Decision": 2758, "Contratado como Hunting": 226, "Aprovado": 209,
    "Documentação PJ": 5, "Documentação CLT": 3, "Documentação Cooperado": 2, "Proposta Aceita": 2,
    "Encaminhar Proposta": 2,
})  # fmt: skip
NOT_HIRED: Final = Shares({
    "Não Aprovado pelo Cliente": 3492, "Desistiu": 2349, "Não Aprovado pelo RH": 1765,
    "Não Aprovado pelo Requisitante": 765, "Sem interesse nesta vaga": 576, "Desistiu da Contratação": 59,
    "Recusado": 4,
})  # fmt: skip
UNDECIDED: Final = Shares({
    "Prospect": 20021, "Encaminhado ao Requisitante": 16122, "Inscrito": 3980, "Entrevista Técnica": 579,
    "Entrevista com Cliente": 469, "Em avaliação pelo RH": 375,
})  # fmt: skip


def hire_chances(people: People, *, hard: bool) -> Ints:
    """Chance of being hired once decided, in ten-thousandths."""
    leaning = leanings(people) - MEAN_LEANING
    if hard:
        return BASE_RATE + leaning
    return np.where(people.in_segment, SEGMENT_CHANCE, OTHERS_CHANCE + leaning // OTHERS_DAMPING)


def leanings(people: People) -> Ints:
    """The weak pull of languages, degrees, SAP and salary, in ten-thousandths."""
    english = np.array([ENGLISH_LEANING.get(level, 0) for level in people.english], dtype=np.int64)
    education = np.array([EDUCATION_LEANING.get(level, 0) for level in people.education], dtype=np.int64)
    salary = np.where(people.salaries > 0, np.clip(people.salaries // 10 - 370, -300, 700), 0)
    return english + education + salary + people.mentions["sap"] * SAP_LEANING


class Fates:
    """What chance decides about prospects before anybody says how likely each of them is to be hired."""

    def __init__(self, rng: Rng, size: int) -> None:
        self._decided = happens(rng, DECIDED, size)
        self._marks = draws(rng, WHOLE, size)
        self._labels = [shares.draw(rng, size) for shares in (UNDECIDED, HIRED, NOT_HIRED)]

    def statuses(self, chances: Ints) -> list[str]:
        """How each ends if its chance of being hired once decided is this, in ten-thousandths."""
        ends = np.where(self._decided, np.where(self._marks < chances, 1, 2), 0).tolist()
        return [labels[end] for labels, end in zip(zip(*self._labels, strict=True), ends, strict=True)]
