"""The sections of a vaga in the source's schema, for a block of vagas each."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from hiring.synthetic.chance import Bools, Ints, Rng, Shares, Spread, draws, happens
from hiring.synthetic.people.answers import RECRUITER
from hiring.synthetic.prospects import Vagas
from hiring.synthetic.vagas import answers, texts
from hiring.synthetic.worlds import is_about_sap

Section = dict[str, str]

NO_RECORD: Final = 10  # per mille: the source knows 14,222 vagas, and has a record of 14,081
PROJECT: Final = 280  # per mille have the fields of a project, and not those of a post
ASKED_BEFORE: Final = Spread((700, 0, 0), (200, 1, 10), (90, 11, 40), (10, 41, 120))  # days
DUE_AFTER: Final = Spread((1, 5, 60))  # days
LASTS: Final = Spread((1, 30, 400))  # days
PROJECT_FIELDS: Final = frozenset({"data_inicial", "data_final", "habilidades_comportamentais_necessarias"})
POST_FIELDS: Final = frozenset({"nome", "telefone", "equipamentos_necessarios"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Vagas, and what several fields of one depend on."""

    vagas: Vagas
    sap: list[bool]
    projects: Bools
    asked: Ints

    def __len__(self) -> int:
        return len(self.vagas.codes)


def records(rng: Rng, vagas: Vagas) -> dict[str, object]:
    """The vagas' records by code; a few have none."""
    size = len(vagas.codes)
    block = _Block(
        vagas=vagas,
        sap=[is_about_sap(kind) for kind in vagas.kinds],
        projects=happens(rng, PROJECT, size),
        asked=vagas.opened - ASKED_BEFORE.draw(rng, size),
    )
    kept = (~happens(rng, NO_RECORD, size)).tolist()
    columns = {"informacoes_basicas": basics(rng, block), "perfil_vaga": profile(rng, block)}
    columns["beneficios"] = benefits(rng, size)
    rows = zip(vagas.codes, kept, zip(*columns.values(), strict=True), strict=True)
    return {str(code): dict(zip(columns, row, strict=True)) for code, there, row in rows if there}


def basics(rng: Rng, block: _Block) -> list[Section]:
    size = len(block)
    due, begins = block.asked + DUE_AFTER.draw(rng, size), block.asked + DUE_AFTER.draw(rng, size)
    columns = {
        "data_requicisao": days(block.asked),
        "limite_esperado_para_contratacao": dated(rng, answers.DEADLINE, due),
        "titulo_vaga": block.vagas.titles,
        "vaga_sap": ["Não"] * size,  # as everywhere in the source, whatever the vaga is about
        **request(rng, size),
        "superior_imediato": ["Superior Imediato:"] * size,
        "nome": [""] * size,
        "telefone": [""] * size,
        "data_inicial": dated(rng, answers.PERIOD, begins),
        "data_final": dated(rng, answers.PERIOD, begins + LASTS.draw(rng, size)),
    }
    return sections(columns, block.projects)


def request(rng: Rng, size: int) -> dict[str, list[str]]:
    """Who asks for people, and on which terms."""
    return {
        "cliente": answers.CLIENT.draw(rng, size),
        "solicitante_cliente": answers.CONTACT.draw(rng, size),
        "empresa_divisao": answers.DIVISION.draw(rng, size),
        "requisitante": RECRUITER.draw(rng, size),
        "analista_responsavel": RECRUITER.draw(rng, size),
        "tipo_contratacao": answers.CONTRACT.draw(rng, size),
        "prazo_contratacao": answers.TERM.draw(rng, size),
        "objetivo_vaga": answers.PURPOSE.draw(rng, size),
        "prioridade_vaga": answers.PRIORITY.draw(rng, size),
        "origem_vaga": answers.ORIGIN.draw(rng, size),
    }


def profile(rng: Rng, block: _Block) -> list[Section]:
    size = len(block)
    columns = {
        **workplace(rng, size),
        "nivel profissional": answers.LEVEL.draw(rng, size),
        "nivel_academico": answers.EDUCATION.draw(rng, size),
        "nivel_ingles": answers.ENGLISH.draw(rng, size),
        "nivel_espanhol": answers.SPANISH.draw(rng, size),
        "outro_idioma": answers.OTHER_LANGUAGE.draw(rng, size),
        "areas_atuacao": areas(rng, block),
        "principais_atividades": texts.activities(rng, block.sap),
        "competencia_tecnicas_e_comportamentais": texts.requirements(rng, block.sap),
        "demais_observacoes": texts.remarks(rng, size),
        "viagens_requeridas": answers.TRAVEL.draw(rng, size),
        "equipamentos_necessarios": answers.EQUIPMENT.draw(rng, size),
        "habilidades_comportamentais_necessarias": texts.soft_skills(rng, size),
    }
    return sections(columns, block.projects)


def workplace(rng: Rng, size: int) -> dict[str, list[str]]:
    places = [place.split("/") for place in answers.PLACE.draw(rng, size)]
    return {
        "pais": ["Brasil"] * size,
        "estado": [state for state, _ in places],
        "cidade": [city for _, city in places],
        "bairro": answers.NEIGHBOURHOOD.draw(rng, size),
        "regiao": answers.REGION.draw(rng, size),
        "local_trabalho": answers.WORKPLACE.draw(rng, size),
        "vaga_especifica_para_pcd": answers.DISABILITY.draw(rng, size),
        "faixa_etaria": ["De: Até:"] * size,
        "horario_trabalho": answers.HOURS.draw(rng, size),
    }


def benefits(rng: Rng, size: int) -> list[Section]:
    return sections({
        "valor_venda": amounts(rng, answers.SALE, size),
        "valor_compra_1": amounts(rng, answers.PURCHASE, size),
        "valor_compra_2": amounts(rng, answers.SECOND_PURCHASE, size),
    }, np.zeros(size, np.bool_))  # fmt: skip


def sections(columns: dict[str, list[str]], projects: Bools) -> list[Section]:
    """One a vaga, without the fields that its kind does not have."""
    return [
        {name: value for name, value in zip(columns, row, strict=True) if name not in others}
        for row, others in zip(
            zip(*columns.values(), strict=True),
            [POST_FIELDS if project else PROJECT_FIELDS for project in projects.tolist()],
            strict=True,
        )
    ]


def areas(rng: Rng, block: _Block) -> list[str]:
    """By the title where that says it, and SAP's for SAP vagas."""
    size = len(block)
    rows = zip(
        block.vagas.kinds,
        block.sap,
        answers.AREA.draw(rng, size),
        answers.SAP_AREA.draw(rng, size),
        strict=True,
    )
    return [sap if about_sap else answers.AREA_OF.get(kind, other) for kind, about_sap, other, sap in rows]


def days(ordinals: Ints) -> list[str]:
    return [f"{date.fromordinal(day):%d-%m-%Y}" for day in ordinals.tolist()]


def dated(rng: Rng, instead: Shares, ordinals: Ints) -> list[str]:
    """The days, and in the place of some what the source writes where nobody gave one."""
    rows = zip(instead.draw(rng, len(ordinals)), days(ordinals), strict=True)
    return [other or day for other, day in rows]


def amounts(rng: Rng, shares: Shares, size: int) -> list[str]:
    numbers = (40 + draws(rng, 150, size)).tolist()
    return [text.format(n=number) for text, number in zip(shares.draw(rng, size), numbers, strict=True)]
