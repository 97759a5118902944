"""A profile that reads vagas, with a column of every kind: no product, but what the next one stands on."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from hiring.domain.contract import Entity
from hiring.domain.features import Profile, Rule, View, fold
from hiring.domain.features.formulas.days import day_of
from hiring.domain.features.formulas.fields import Formula, any_present, salary
from hiring.domain.features.formulas.salary import HIGHEST, LOWEST
from hiring.domain.features.kinds import Amount, Code, Day, Flag, Learnt
from hiring.domain.features.record_batch import Paths, RecordBatch
from hiring.domain.records import Floats, TextArray

ENGLISH: Final = ("formacao_e_idiomas.nivel_ingles", "perfil_vaga.nivel_ingles")
OPENED: Final = "informacoes_basicas.data_requicisao"
APPLIED: Final = "prospect.data_candidatura"


def _folded(block: RecordBatch, paths: Paths) -> TextArray:
    return np.array([fold(text) or None for text in block.joined(paths)], np.object_)


def _days(block: RecordBatch, path: str) -> Floats:
    days = np.array([day_of(text) for text in block.texts(path)], "datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype(np.int64))


def _same(block: RecordBatch, paths: Paths) -> Floats:
    one, other = (list(map(fold, block.texts(path))) for path in paths)
    return np.array([float(a == b != "") for a, b in zip(one, other, strict=True)])


FOLDED: Final = Formula("the folded text", _folded)
DAY: Final = Formula("the day", lambda block, paths: _days(block, paths[0]))
SAME: Final = Formula("the same, folded, and not empty", _same)
BETWEEN: Final = Formula("days from one to the other", lambda b, p: _days(b, p[1]) - _days(b, p[0]))

PERSON: Final = View(
    Entity.PERSON,
    (
        Rule(
            "tem_linkedin",
            ("informacoes_pessoais.url_linkedin",),
            any_present,
            Flag(),
            "LinkedIn",
            "LinkedIn",
        ),
        Rule(
            "salario_valor",
            ("informacoes_profissionais.remuneracao",),
            salary,
            Amount(LOWEST, HIGHEST, "BRL/month"),
            "Remuneração",
            "Pay",
        ),
    ),
)
VAGA: Final = View(
    Entity.VAGA,
    (
        Rule(
            "vaga_cidade",
            ("perfil_vaga.cidade",),
            FOLDED,
            Code(at_least=5),
            "Cidade da vaga",
            "The vaga's city",
        ),
        Rule("vaga_aberta_em", (OPENED,), DAY, Day(), "Abertura da vaga", "Day on which the vaga was opened"),
        Rule(
            "vaga_titulo",
            ("informacoes_basicas.titulo_vaga",),
            FOLDED,
            Learnt(most=500, at_least=1),
            "Título da vaga",
            "The vaga's title",
        ),
    ),
)
PAIR: Final = View(
    Entity.PAIR,
    (
        Rule(
            "mesmo_ingles",
            ENGLISH,
            SAME,
            Flag(),
            "Inglês que a vaga pede",
            "The English that the vaga asks for",
        ),
        Rule(
            "dias_aberta",
            (OPENED, APPLIED),
            BETWEEN,
            Amount(-3650, 3650, "days"),
            "Dias em aberto",
            "Days open",
        ),
    ),
)
PAIRS: Final = Profile(name="pairs", version="v1", views=(PERSON, VAGA, PAIR))
FEATURES: Final = PAIRS.features


def an_applicant(*, linkedin: str = "", pay: str = "", english: str = "") -> Mapping[str, object]:
    return {
        "informacoes_pessoais": {"url_linkedin": linkedin},
        "informacoes_profissionais": {"remuneracao": pay},
        "formacao_e_idiomas": {"nivel_ingles": english},
    }


def a_vaga(
    *, title: str = "Analista", city: str = "São Paulo", opened: str = "01-03-2021", english: str = ""
) -> Mapping[str, object]:
    return {
        "informacoes_basicas": {"titulo_vaga": title, "data_requicisao": opened},
        "perfil_vaga": {"cidade": city, "nivel_ingles": english},
    }
