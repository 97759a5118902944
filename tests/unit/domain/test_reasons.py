"""Reasons: the strongest first, in the direction of the probability, in a recruiter's words."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from hiring.domain.features import RULES
from hiring.domain.features.rules import Rule
from hiring.domain.features.sentences import SENTENCES
from hiring.domain.reasons import (
    Contributions,
    direction_of,
    reasons_from_json,
    reasons_json,
    reasons_of,
    sentences_of,
)
from hiring.domain.records import Floats
from hiring.domain.training.calibration import Calibrator, Isotonic, Sigmoid, Uncalibrated
from tests.contracts.pairs import PAIRS

EFFECTS = st.floats(-50, 50)
PAY = next(place for place, rule in enumerate(RULES) if rule.feature == "salario_valor")
THREE = RULES[PAY - 1 : PAY + 2]
"""A flag, the amount, and the first of a group of flags."""


def contributions(*values: float, direction: int = 1) -> Contributions:
    return Contributions(values=np.array([values]), bias=np.array([-1.0]), direction=direction)


def test_the_strongest_come_first_with_value_and_words() -> None:
    (reasons,) = reasons_of(contributions(0.1, -0.7, 0.3), np.array([[1.0, np.nan, 0.0]]), THREE, 2)
    assert [
        (reason.feature, reason.value, reason.contribution, reason.contribution > 0) for reason in reasons
    ] == [
        ("salario_valor", None, -0.7, False),
        ("ingl_nenhum", 0.0, 0.3, True),
    ]
    assert [(reason.pt, reason.en) for reason in reasons] == [
        ("Não informou uma remuneração mensal.", "Did not give a monthly salary."),
        ("Informou algum nível de inglês.", "Listed some level of English."),
    ]


@pytest.mark.parametrize(
    ("value", "pt", "en"),
    [
        (300.0, "R$ 300,00", "R$ 300.00"),
        (3000.0, "R$ 3.000,00", "R$ 3,000.00"),
        (3500.5, "R$ 3.500,50", "R$ 3,500.50"),
        (100_000.0, "R$ 100.000,00", "R$ 100,000.00"),
    ],
)
def test_an_amount_is_written_as_each_language_does(value: float, pt: str, en: str) -> None:
    rule = THREE[1]
    assert sentences_of(rule, value) == (
        f"Informou remuneração de {pt} por mês.",
        f"Gave a monthly salary of {en}.",
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.feature)
def test_every_feature_reads_as_sentences_that_differ(rule: Rule) -> None:
    values = (0.0, 1.0, None) if str(rule.kind) == "0/1" else (300.0, 100_000.0, None)
    said = [sentences_of(rule, value) for value in values]
    assert len({text for both in said for text in both}) == 6
    for text in (text for both in said for text in both):
        assert text[0].isupper()
        assert text.endswith(".")
        assert not re.search(r"\s\s|\.\.|: (sim|não|yes|no)\.", text)


def test_nobody_has_sentences_for_a_feature_that_there_is_not() -> None:
    assert set(SENTENCES) == {rule.feature for rule in RULES if str(rule.kind) == "0/1"}


def test_a_rule_without_sentences_is_answered_by_its_reading() -> None:
    rule = replace(RULES[0], feature="outra", pt="Mora perto da vaga", en="Lives near the vaga")
    assert [sentences_of(rule, value)[0] for value in (1.0, 0.0, None)] == [
        "Mora perto da vaga: sim.",
        "Mora perto da vaga: não.",
        "Não se sabe: Mora perto da vaga.",
    ]


def test_reasons_come_back_from_json() -> None:
    (reasons,) = reasons_of(contributions(0.1, -0.7, 0.3), np.array([[1.0, np.nan, 0.0]]), THREE, 3)
    assert reasons_from_json(json.loads(json.dumps(reasons_json(reasons)))) == reasons


def test_a_feature_that_did_nothing_is_no_reason() -> None:
    assert reasons_of(contributions(0.0, 0.0, -0.0), np.zeros((1, 3)), THREE, 3) == [()]
    (reasons,) = reasons_of(contributions(0.0, 0.2, 0.0), np.zeros((1, 3)), THREE, 3)
    assert len(reasons) == 1


def test_of_equally_strong_ones_the_first_column_comes_first() -> None:
    (reasons,) = reasons_of(contributions(-0.2, 0.2, -0.2), np.zeros((1, 3)), THREE, 3)
    assert [reason.feature for reason in reasons] == [rule.feature for rule in THREE]


def test_a_calibrator_that_decreases_turns_every_reason_round() -> None:
    (reasons,) = reasons_of(contributions(0.1, -0.7, 0.3, direction=-1), np.zeros((1, 3)), THREE, 3)
    assert [reason.contribution for reason in reasons] == [0.7, -0.3, -0.1]


def test_where_everybody_has_the_same_probability_there_are_no_reasons() -> None:
    assert reasons_of(contributions(0.1, -0.7, 0.3, direction=0), np.zeros((1, 3)), THREE, 3) == [()]


@pytest.mark.parametrize(
    ("calibrator", "direction"),
    [
        (Sigmoid(slope=-1.2, intercept=0.3), 1),
        (Sigmoid(slope=1.2, intercept=0.3), -1),
        (Sigmoid(slope=0.0, intercept=0.3), 0),
        (Isotonic(raw=(-1.0, 1.0), probabilities=(0.2, 0.6)), 1),
        (Uncalibrated(), 1),
    ],
)
def test_the_direction_is_where_the_probability_goes(calibrator: Calibrator, direction: int) -> None:
    low, high = calibrator(np.array([-0.5, 0.5])).tolist()
    assert direction_of(calibrator) == direction == np.sign(high - low)


@given(
    values=arrays.arrays(np.float64, (4, 3), elements=EFFECTS),
    direction=st.sampled_from([-1, 0, 1]),
    limit=st.integers(0, 5),
)
def test_all_reasons_together_are_all_contributions(values: Floats, direction: int, limit: int) -> None:
    told = Contributions(values=values, bias=np.zeros(4), direction=direction)
    everything, some = (reasons_of(told, np.ones((4, 3)), THREE, count) for count in (3, limit))
    for row, reasons, first in zip(values, everything, some, strict=True):
        assert sum(reason.contribution for reason in reasons) == pytest.approx(
            direction * row.sum(), abs=1e-9
        )
        sizes = [abs(reason.contribution) for reason in reasons]
        assert sizes == sorted(sizes, reverse=True)
        assert first == reasons[:limit]


def test_what_does_not_fit_together_is_a_bug() -> None:
    with pytest.raises(ValueError, match="one bias per row"):
        Contributions(values=np.zeros((2, 3)), bias=np.zeros(3), direction=1)
    with pytest.raises(ValueError, match="direction"):
        Contributions(values=np.zeros((2, 3)), bias=np.zeros(2), direction=2)
    with pytest.raises(ValueError, match="same columns"):
        reasons_of(contributions(0.1, 0.2), np.zeros((1, 3)), THREE, 3)
    with pytest.raises(ValueError, match="same columns"):
        reasons_of(contributions(0.1, 0.2, 0.3), np.zeros((1, 3)), THREE[:2], 3)


def _worded(feature: str, value: float | None) -> tuple[str, str]:
    return sentences_of(next(rule for rule in PAIRS.rules if rule.feature == feature), value)


def test_every_kind_of_value_is_worded() -> None:
    opened, city, title = "Day on which the vaga was opened", "The vaga's city", "The vaga's title"
    assert _worded("vaga_aberta_em", 18687.0) == ("Abertura da vaga: 01/03/2021.", f"{opened}: 2021-03-01.")
    assert _worded("dias_aberta", 1234.5) == ("Dias em aberto: 1.234,5.", "Days open: 1,234.5.")
    assert _worded("dias_aberta", None) == ("Não se sabe: Dias em aberto.", "Not known: Days open.")
    assert _worded("mesmo_ingles", 1.0)[0] == "Inglês que a vaga pede: sim."
    often = "Cidade da vaga: a de 12,6 % das linhas do treino."
    rare = "Cidade da vaga: rara ou ausente no treino."
    assert _worded("vaga_cidade", 0.126) == (often, f"{city}: that of 12.6 % of the training rows.")
    assert _worded("vaga_cidade", 0.0) == (rare, f"{city}: rare or absent in training.")
    learnt = "Título da vaga: pontuação aprendida de 0,25."
    assert _worded("vaga_titulo", 0.25) == (learnt, f"{title}: learnt score of 0.25.")
