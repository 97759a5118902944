"""The sections of the registration form, for a block of people each."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from hiring.synthetic.chance import Rng, Spread, draws, happens, kept_where, one_of
from hiring.synthetic.people import answers
from hiring.synthetic.people.contacts import Contact
from hiring.synthetic.people.phrases import SKILLS
from hiring.synthetic.people.population import FIRST_CODE, People, mostly

Section = dict[str, str]

OPENED: Final = datetime(2019, 1, 2, 8)  # noqa: DTZ001  # the export's times carry no zone
MINUTES: Final = 6 * 365 * 24 * 60 - 10_000  # from the first applicant's registration to the last one's
UNTOUCHED_FOR: Final = Spread((700, 0, 0), (200, 1, 20_000), (100, 20_001, 400_000))  # minutes
UNKNOWN_BIRTH: Final = ("0000-00-00",) * 11 + ("31-12-1969",)
EARLIEST_BIRTH: Final = date(1958, 1, 1).toordinal()
BIRTH_DAYS: Final = 16_800
SKILLS_LISTED: Final = Spread((60, 3, 25), (30, 26, 52))
FIRST_CONSENT: Final = datetime(2022, 3, 1)  # noqa: DTZ001  # as above
CONSENT_MINUTES: Final = 800 * 24 * 60
ONLY_SOMETIMES: Final = frozenset({"download_cv"})
ONLY_GRADUATES: Final = frozenset({"instituicao_ensino_superior", "cursos", "ano_conclusao"})
OLD_CONSENT: Final = "Cadastro anterior ao registro de aceite"


def basics(rng: Rng, people: People, contacts: Sequence[Contact], *, applicants: int) -> list[Section]:
    since = [OPENED + timedelta(minutes=(code - FIRST_CODE) * MINUTES // applicants) for code in people.codes]
    age = UNTOUCHED_FOR.draw(rng, len(people)).tolist()
    clerks = answers.ENTERED_BY.draw(rng, len(people))
    return [
        {
            "telefone_recado": "",
            "telefone": contact.telephone,
            "objetivo_profissional": title,
            "data_criacao": f"{start:%d-%m-%Y %H:%M:%S}",
            "inserido_por": clerk,
            "email": contact.email,
            "local": contact.place,
            "sabendo_de_nos_por": contact.source,
            "data_atualizacao": f"{start + timedelta(minutes=minutes):%d-%m-%Y %H:%M:%S}",
            "codigo_profissional": str(code),
            "nome": contact.name,
        }
        for code, contact, title, start, clerk, minutes in zip(
            people.codes, contacts, people.titles, since, clerks, age, strict=True
        )
    ]


def personal(rng: Rng, people: People, contacts: Sequence[Contact]) -> list[Section]:
    size = len(people)
    registered = people.registered
    columns = {
        "data_aceite": consents(rng, size),
        "download_cv": kept_where(happens(rng, 12, size), [f"{code}.pdf" for code in people.codes]),
        "nome": [contact.name for contact in contacts],
        "cpf": kept_where(happens(rng, 40, size), ["000.000.000-00"] * size),  # all zeros: nobody's number
        "fonte_indicacao": referrals(rng, contacts),
        "email": [contact.email for contact in contacts],
        "email_secundario": kept_where(happens(rng, 8, size), ["contato@trilha-dados.example"] * size),
        "data_nascimento": births(rng, people),
        "telefone_celular": [contact.telephone for contact in contacts],
        "telefone_recado": kept_where(happens(rng, 6, size), ["(11) 90000-0000"] * size),
        "sexo": kept_where(registered, answers.SEX.draw(rng, size)),
        "estado_civil": kept_where(registered, answers.CIVIL_STATUS.draw(rng, size)),
        "pcd": kept_where(registered, answers.DISABILITY.draw(rng, size)),
        "endereco": [contact.place.partition(", ")[2].lower() for contact in contacts],
        "skype": [""] * size,
        "url_linkedin": linkedins(rng, people),
        "facebook": [""] * size,
    }
    return [
        section if section["download_cv"] else without(section, ONLY_SOMETIMES) for section in rows(columns)
    ]


def professional(rng: Rng, people: People) -> list[Section]:
    size = len(people)
    listed = mostly(rng, people.registered, by_themselves=400, by_recruiters=0)
    certified = mostly(rng, people.registered, by_themselves=1000, by_recruiters=10)
    return rows({
        "titulo_profissional": people.titles,
        "area_atuacao": kept_where(people.registered, answers.AREA.draw(rng, size)),
        "conhecimentos_tecnicos": [skills(rng) if there else "" for there in listed.tolist()],
        "certificacoes": kept_where(certified, answers.CERTIFICATION.draw(rng, size)),
        "outras_certificacoes": kept_where(certified, answers.OTHER_CERTIFICATION.draw(rng, size)),
        "remuneracao": people.salary_texts,
        "nivel_profissional": kept_where(people.registered, answers.LEVEL.draw(rng, size)),
    })  # fmt: skip


def schooling(rng: Rng, people: People) -> list[Section]:
    size = len(people)
    others = answers.OTHER_LANGUAGE.draw(rng, size)
    finished = kept_where(happens(rng, 875, size), [str(1990 + n) for n in draws(rng, 35, size).tolist()])
    sections = rows({
        "nivel_academico": people.education,
        "instituicao_ensino_superior": [""] * size,
        "cursos": answers.COURSE.draw(rng, size),
        "ano_conclusao": [year or "0" for year in finished],
        "nivel_ingles": people.english,
        "nivel_espanhol": kept_where(people.registered, answers.SPANISH.draw(rng, size)),
        "outro_idioma": [
            other if asked else "-" for other, asked in zip(others, people.registered.tolist(), strict=True)
        ],
    })  # fmt: skip
    return [
        section if "Superior" in level or "Pós" in level else without(section, ONLY_GRADUATES)
        for section, level in zip(sections, people.education, strict=True)
    ]


def rows(columns: dict[str, list[str]]) -> list[Section]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def without(section: Section, keys: frozenset[str]) -> Section:
    return {key: value for key, value in section.items() if key not in keys}


def consents(rng: Rng, size: int) -> list[str]:
    minutes = draws(rng, CONSENT_MINUTES, size).tolist()
    given = [f"{FIRST_CONSENT + timedelta(minutes=later):%d/%m/%Y %H:%M}" for later in minutes]
    return [text or OLD_CONSENT for text in kept_where(happens(rng, 33, size), given)]


def referrals(rng: Rng, contacts: Sequence[Contact]) -> list[str]:
    details = answers.SOURCE_DETAIL.draw(rng, len(contacts))
    return [
        f"{contact.source}:{detail if contact.source else ''}"
        for contact, detail in zip(contacts, details, strict=True)
    ]


def births(rng: Rng, people: People) -> list[str]:
    size = len(people)
    known = mostly(rng, people.registered, by_themselves=930, by_recruiters=0).tolist()
    days = draws(rng, BIRTH_DAYS, size).tolist()
    unknown = one_of(rng, UNKNOWN_BIRTH, size)
    return [
        f"{date.fromordinal(EARLIEST_BIRTH + day):%d-%m-%Y}" if told else code
        for told, day, code in zip(known, days, unknown, strict=True)
    ]


def linkedins(rng: Rng, people: People) -> list[str]:
    told = mostly(rng, people.registered, by_themselves=150, by_recruiters=5)
    return kept_where(told, [f"https://linkedin.example/in/p{code}" for code in people.codes])


def skills(rng: Rng) -> str:
    [count] = SKILLS_LISTED.draw(rng, 1).tolist()
    return ", ".join([SKILLS[index] for index in rng.permutation(len(SKILLS))[:count].tolist()])
