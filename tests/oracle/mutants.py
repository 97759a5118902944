# ruff: noqa: RUF001 - look-alike characters are the subject
"""Raw applicants made to break a feature pipeline: every rule, at every edge that Unicode and JSON allow."""

import random
import string
from collections.abc import Iterator, Sequence
from copy import deepcopy

from tests.oracle.mutant_words import (
    ABOUT_THE_BOUNDS,
    ACROSS,
    AREA_WORDS,
    CERT_WORDS,
    CV_WORDS,
    DECIMALS,
    EMPTY,
    FILLER,
    FREE_MAIL,
    GLUE,
    INVISIBLE,
    LANGUAGES,
    LEVELS,
    LOCAL_PARTS,
    NO_EMAILS,
    NOT_TEXT,
    OTHER_DOMAINS,
    SALARIES,
    SALARY_ENDS,
    SALARY_STARTS,
    SCHOOL,
    SCHOOL_ENDS,
    SPACES,
    TITLE_WORDS,
)
from tests.oracle.mutations import as_digits, between, mutated, with_something_inside

Record = dict[str, object]


def applicants(seed: int, n: int, *, surrogates: bool = False) -> Iterator[Record]:
    """Yield n raw applicants, the same for the same arguments.

    Args:
        surrogates: Also put lone surrogates and U+0000 into some texts, which makes those records rejects.
    """
    chance = random.Random(seed)
    for _ in range(n):
        record = an_applicant(chance)
        if chance.random() < 0.25:
            split_a_phrase(chance, record)
        if surrogates and chance.random() < 0.2:
            put_faults_in(chance, record)
        if chance.random() < 0.12:
            break_the_shape(chance, record)
        yield record


def around(character: str) -> Record:
    """An applicant with the character wherever it might matter: for a sweep over all of Unicode."""
    c = character
    return {
        "infos_basicas": {
            "telefone": f"1234567{c}", "email": f"a@gmail{c}.com", "local": f"-{c}",
            "objetivo_profissional": f"intelligence{c}x{c}adm",
        },
        "informacoes_pessoais": {
            "telefone_celular": f"1234{c}567", "url_linkedin": c,
        },
        "informacoes_profissionais": {
            "titulo_profissional": f"te{c}sour redes{c} tecnologia{c}da informação business{c}",
            "area_atuacao": f"t{c}i {c}financ administr{c}", "remuneracao": f"4k{c}",
            "conhecimentos_tecnicos": f"{c}avançado {c}navision{c}",
            "certificacoes": f"77{c}418 {c}77-420 77-423{c} sap{c}", "outras_certificacoes": f"{c}fi",
        },
        "formacao_e_idiomas": {
            "nivel_academico": f"ensino{c}médio", "outro_idioma": f"português{c}- -x,{c}-",
            "nivel_ingles": f"básico{c}", "nivel_espanhol": f"{c}nenhum",
        },
        "cargo_atual": {},
        "cv_pt": f"{c}kpi sap{c} pro{c}theus {c}contab finan{c}ceir{c} excel{c}",
        "cv_en": c,
    }  # fmt: skip


def around_again(character: str) -> Record:
    """The same for the places that need a record of their own."""
    c = character
    return {
        "informacoes_profissionais": {"remuneracao": f"{c}3{c}500"},
        "informacoes_pessoais": {"email": f"a{c}b@gmail.com{c}", "email_secundario": f"a{c}@x.com"},
        "formacao_e_idiomas": {
            "nivel_academico": f"graduação {c}cursan{c}do {c}mba",
            "outro_idioma": f"{c},{c}-",
        },
        "cv_pt": f"{c}{'x' * 1500}{c}",
    }


def an_applicant(chance: random.Random) -> Record:
    return {
        "infos_basicas": fields(
            chance,
            telefone=a_phone(chance), telefone_recado=a_phone(chance), email=an_email(chance),
            objetivo_profissional=a_text(chance, TITLE_WORDS), local=a_presence(chance, "São Paulo"),
            codigo_profissional="31000",
        ),
        "informacoes_pessoais": fields(
            chance,
            email=an_email(chance), email_secundario=an_email(chance), telefone_celular=a_phone(chance),
            telefone_recado=a_phone(chance), url_linkedin=a_presence(chance, "linkedin.com/in/x"),
        ),
        "informacoes_profissionais": fields(
            chance,
            titulo_profissional=a_text(chance, TITLE_WORDS), area_atuacao=a_text(chance, AREA_WORDS),
            conhecimentos_tecnicos=a_text(chance, CV_WORDS), certificacoes=a_text(chance, CERT_WORDS),
            outras_certificacoes=a_text(chance, CERT_WORDS), remuneracao=a_salary(chance),
        ),
        "formacao_e_idiomas": fields(
            chance,
            nivel_academico=a_schooling(chance), nivel_ingles=a_level(chance), nivel_espanhol=a_level(chance),
            outro_idioma=other_languages(chance),
        ),
        "cargo_atual": {},
        "cv_pt": a_cv(chance),
        "cv_en": a_text(chance, CV_WORDS),
    }  # fmt: skip


def fields(chance: random.Random, **texts: str) -> Record:
    """The fields of one section: shuffled, some missing, some not text."""
    section: Record = {}
    for name in chance.sample(list(texts), len(texts)):
        fate = chance.random()
        if fate < 0.91:
            section[name] = texts[name]
        elif fate < 0.97:
            section[name] = deepcopy(chance.choice(NOT_TEXT))
    return section


def a_text(chance: random.Random, words: Sequence[str]) -> str:
    """Mutated keywords and neutral words; three in ten are blank or nearly so."""
    if chance.random() < 0.3:
        return chance.choice(EMPTY)
    text = between(chance) if chance.random() < 0.5 else ""
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        text += mutated(chance, chance.choice(words if chance.random() < 0.7 else FILLER)) + between(chance)
    return text if chance.random() < 0.5 else text.rstrip()


def a_presence(chance: random.Random, text: str) -> str:
    return chance.choice(EMPTY) if chance.random() < 0.7 else mutated(chance, text)


def an_email(chance: random.Random) -> str:
    if chance.random() < 0.35:
        return chance.choice((*EMPTY, *NO_EMAILS))
    local = chance.choice(LOCAL_PARTS)
    domain = chance.choice(FREE_MAIL if chance.random() < 0.6 else OTHER_DOMAINS)
    if chance.random() < 0.3:
        domain = mutated(chance, domain)
    spaces = (chance.choice(SPACES) if chance.random() < 0.15 else "" for _ in range(2))
    return (local + chance.choice(("@",) * 8 + ("＠", "﹫", " @")) + domain).join(spaces)


def a_phone(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return chance.choice(EMPTY)
    phone = "".join(chance.choice(string.digits) for _ in range(chance.choice((4, 7, 7, 8, 9, 11))))
    if chance.random() < 0.25:
        phone = as_digits(chance, phone, share=chance.choice((0.1, 1.0)))
    if chance.random() < 0.6:
        at = chance.randint(0, len(phone))
        phone = phone[:at] + chance.choice((*GLUE, "(11) ", " ramal ")) + phone[at:]
    return phone


def a_salary(chance: random.Random) -> str:
    fate = chance.random()
    if fate < 0.1:
        return chance.choice(EMPTY)
    if fate < 0.3:
        return chance.choice(SALARIES)
    text = chance.choice(SALARY_STARTS) + an_amount(chance) + chance.choice(SALARY_ENDS)
    if chance.random() < 0.1:
        text += between(chance) + an_amount(chance)
    if chance.random() < 0.1:
        text = as_digits(chance, text, share=chance.choice((0.2, 1.0)))
    return with_something_inside(chance, text) if chance.random() < 0.1 else text


def an_amount(chance: random.Random) -> str:
    if chance.random() < 0.3:  # round about the two bounds, and about what `k` makes of them
        return chance.choice(ABOUT_THE_BOUNDS)
    if chance.random() < 0.3:  # any pile of digits and separators
        length = chance.choice((1, 3, 5, 8, 12, 400))
        return "".join(chance.choice("0123456789" * 2 + ".,.,. ") for _ in range(length))
    low, high = chance.choice(((0, 99), (200, 9999), (200, 9999), (9000, 110_000), (10**6, 10**12)))
    whole = str(chance.randint(low, high))
    if chance.random() < 0.5:
        whole = f"{int(whole):,}".replace(",", chance.choice(".......,´ \u200b"))
    return whole + chance.choice(DECIMALS)


def a_level(chance: random.Random) -> str:
    if chance.random() < 0.25:
        return chance.choice(EMPTY)
    level = mutated(chance, chance.choice(LEVELS))
    return level if chance.random() < 0.7 else between(chance) + level + between(chance)


def other_languages(chance: random.Random) -> str:
    entries = []
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        dash = chance.choice((" - ", "-", "- ", "－", " – ", "‑", "", "\u00a0-\u00a0", "--", "\n"))
        language = "português" if chance.random() < 0.6 else chance.choice(LANGUAGES)
        entries.append(mutated(chance, language) + dash + chance.choice(LEVELS))
    return chance.choice((",", ", ", "，", ";", " , ", ",,")).join(entries) or chance.choice(EMPTY)


def a_schooling(chance: random.Random) -> str:
    if chance.random() < 0.1:
        return chance.choice(EMPTY)
    parts = [mutated(chance, chance.choice(SCHOOL)), mutated(chance, chance.choice(SCHOOL_ENDS))]
    if chance.random() < 0.3:
        parts.insert(chance.randint(0, 2), mutated(chance, chance.choice(SCHOOL)))
    start = chance.choice(GLUE) if chance.random() < 0.15 else ""
    return start + "".join(part + between(chance) for part in parts)


def a_cv(chance: random.Random) -> str:
    fate = chance.random()
    if fate < 0.3:  # about the length that counts, with and without white space around it
        body = chance.choice(("x", "é", "😀", "a b ", "\ufb01", "\u200b")) * 1600
        body = body[: 1500 + chance.choice((-1, 0, 1, 2))]
        edges = [chance.choice((*SPACES, *INVISIBLE, "", " \n\n ", "-", "´")) for _ in range(2)]
        return edges[0] + body + edges[1]
    if fate < 0.31:  # a long one
        text = ""
        while len(text) < 20_000:
            text += (chance.choice(FILLER) if chance.random() < 0.999 else a_text(chance, CV_WORDS)) + " "
        return text
    return a_text(chance, CV_WORDS)


def split_a_phrase(chance: random.Random, record: Record) -> None:
    """End one field and begin the next one with the two halves of a phrase, at a space or anywhere else."""
    first, second, phrases = chance.choice(ACROSS)
    phrase = mutated(chance, chance.choice(phrases))
    spaces = [at for at, c in enumerate(phrase) if c == " "]
    at = chance.choice(spaces) if spaces and chance.random() < 0.8 else chance.randint(0, len(phrase))
    pad = chance.choice(("", "", " ", "\n", "\u00a0", "\u200b", "\u0301", "-"))
    put(record, first, chance.choice(("", "x ", "x")) + phrase[:at] + pad)
    put(record, second, pad + phrase[at:].lstrip(" ") + chance.choice(("", " x", "x", ".")))


def put(record: Record, path: tuple[str, str], value: object) -> None:
    section, field = path
    if not section:
        record[field] = value
        return
    fields_there = record.get(section)
    if isinstance(fields_there, dict):
        fields_there[field] = value


def put_faults_in(chance: random.Random, record: Record) -> None:
    text = chance.choice(("cv_pt", "cv_en"))
    record[text] = "sap " + chance.choice(("\ud800", "\udc00", "\udfff\ud83d", "\x00", "kpi\x00")) + "kpi"


def break_the_shape(chance: random.Random, record: Record) -> None:
    """Lose sections, turn them or the CV into something else, or add what nobody asked for."""
    for name in chance.sample(list(record), chance.choice((1, 1, 2, 7))):
        if chance.random() < 0.4:
            del record[name]
        else:
            record[name] = deepcopy(chance.choice((*NOT_TEXT, "SAP FI", "")))
    if not record:
        record["cargo_atual"] = {}  # an object with none of the sections is a reject, and no mutant
    if chance.random() < 0.3:
        record["cursos"] = {"cv_pt": "SAP", "email": "a@b.com"}
