"""From a recruiter's status to a label, and from dates to days."""

import unicodedata
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.features.formulas.days import NO_DAY, day_of
from hiring.domain.labeling import Outcome, outcome_of
from tests.unit.domain.strategies import some, texts

STATUSES = [
    ("Aprovado", Outcome.HIRED),
    ("Contratado pela Decision", Outcome.HIRED),
    ("Contratado como Hunting", Outcome.HIRED),
    ("Proposta Aceita", Outcome.HIRED),
    ("Encaminhar Proposta", Outcome.HIRED),
    ("Documentação PJ", Outcome.HIRED),
    ("Documentação CLT", Outcome.HIRED),
    ("Documentação Cooperado", Outcome.HIRED),
    ("Não Aprovado pelo Cliente", Outcome.NOT_HIRED),
    ("Não Aprovado pelo RH", Outcome.NOT_HIRED),
    ("Não Aprovado pelo Requisitante", Outcome.NOT_HIRED),
    ("Recusado", Outcome.NOT_HIRED),
    ("Desistiu", Outcome.NOT_HIRED),
    ("Desistiu da Contratação", Outcome.NOT_HIRED),
    ("Sem interesse nesta vaga", Outcome.NOT_HIRED),
    ("Prospect", Outcome.UNDECIDED),
    ("Inscrito", Outcome.UNDECIDED),
    ("Encaminhado ao Requisitante", Outcome.UNDECIDED),
    ("Em avaliação pelo RH", Outcome.UNDECIDED),
    ("Entrevista Técnica", Outcome.UNDECIDED),
    ("Entrevista com Cliente", Outcome.UNDECIDED),
]
KNOWN = dict(STATUSES)


@pytest.mark.parametrize(("status", "outcome"), STATUSES)
def test_a_status_of_the_contract_has_its_outcome(status: str, outcome: Outcome) -> None:
    assert outcome_of(status) == (outcome, status)


@pytest.mark.parametrize(("status", "outcome"), STATUSES)
def test_a_status_is_matched_folded_and_named_as_the_contract_spells_it(
    status: str, outcome: Outcome
) -> None:
    bare = "".join(c for c in unicodedata.normalize("NFD", status) if not unicodedata.combining(c))
    variants = [
        status.upper(),
        status.lower(),
        bare,
        unicodedata.normalize("NFD", status),
        f" \t{status}\n",
        status.replace(" ", "\u00a0 "),
    ]

    assert [outcome_of(variant) for variant in variants] == [(outcome, status)] * len(variants)


@pytest.mark.parametrize(
    "status",
    [
        "",
        " ",
        "-",
        "Aprovad",
        "Aprovado!",
        "Não Aprovado",
        "Contratado",
        "Desistiu da  Contratação.",
        "\ud800",
        "nan",
    ],
)
def test_any_other_status_is_unknown_and_named_as_it_came(status: str) -> None:
    assert outcome_of(status) == (Outcome.UNKNOWN, status)


def test_no_status_at_all_is_unknown_and_nameless() -> None:
    assert outcome_of(None) == (Outcome.UNKNOWN, "")


@some
@given(texts)
def test_a_status_is_known_or_keeps_its_name(status: str) -> None:
    outcome, name = outcome_of(status)

    assert (outcome is Outcome.UNKNOWN and name == status) or KNOWN[name] is outcome


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25-03-2021", "2021-03-25"),
        (" 01-12-1999\n", "1999-12-01"),
        ("29-02-2020", "2020-02-29"),
        ("01-01-1970", "1970-01-01"),
        ("30-12-1969", "1969-12-30"),
        ("01-01-0001", "0001-01-01"),
        ("31-12-9999", "9999-12-31"),
    ],
)
def test_a_date_is_a_day(text: str, day: str) -> None:
    assert day_of(text) == np.datetime64(day, "D")
    assert day_of(text).dtype == np.dtype("datetime64[D]")


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "-",
        "0000-00-00",
        "00-00-0000",
        "31-12-1969",
        " 31-12-1969 ",
        "29-02-2021",
        "31-04-2021",
        "00-01-2021",
        "01-13-2021",
        "01-01-0000",
        "2021-03-25",
        "25/03/2021",
        "25-3-2021",
        "25-03-21",
        "25-03-2021 10:00",
        "25-03-20211",
        "٢٥-٠٣-٢٠٢١",
        "ontem",
    ],
)
def test_any_other_date_is_no_day(text: str | None) -> None:
    assert np.isnat(day_of(text))
    assert day_of(text).dtype == NO_DAY.dtype == np.dtype("datetime64[D]")


@some
@given(st.dates().filter(lambda day: day != date(1969, 12, 31)))
def test_every_day_survives_being_written_and_read(day: date) -> None:
    assert day_of(f"{day.day:02}-{day.month:02}-{day.year:04}") == np.datetime64(day, "D")


@some
@given(texts)
def test_no_text_can_make_a_date_fail(text: str) -> None:
    assert np.isnat(day_of(text)) or len(text.strip()) == len("dd-mm-yyyy")
