"""Profiles that read more than a person: views, kinds of columns, and what is learnt of texts."""

from dataclasses import replace

import numpy as np
import pytest

from hiring.domain.contract import Entity
from hiring.domain.errors import InvalidFeatures
from hiring.domain.features import CANDIDATE, CANDIDATE_VAGA, PROFILES, View
from hiring.domain.features.encodings import Lookup, share_of_rows
from hiring.domain.features.feature_input import read_feature_input
from hiring.domain.features.kinds import Amount, Code, Day
from hiring.domain.features.pairs import pair_record
from tests.contracts.pairs import FEATURES, PAIR, PAIRS, PERSON, VAGA, a_vaga, an_applicant

MARCH = np.datetime64("2021-03-11")
ENCODINGS = {
    "vaga_cidade": Lookup(("sao paulo",), (0.75,), 0.0),
    "vaga_titulo": Lookup(("analista",), (0.5,), 0.25),
}
KNOWN = PAIRS.learnt(ENCODINGS)


def test_the_registry_has_the_candidate_and_the_candidate_for_a_vaga() -> None:
    assert list(PROFILES) == [CANDIDATE.name, CANDIDATE_VAGA.name]
    assert [CANDIDATE.reads_vagas, CANDIDATE_VAGA.reads_vagas] == [False, True]
    assert CANDIDATE.texts == ()
    assert CANDIDATE_VAGA.features[: len(CANDIDATE.features)] == CANDIDATE.features


def test_a_pair_s_features_stand_in_the_order_of_the_views() -> None:
    person = an_applicant(linkedin="x", pay="3000", english="Avançado")
    row = KNOWN.features_of([pair_record(person, a_vaga(english="avancado"), MARCH)])
    opened = (np.datetime64("2021-03-01") - np.datetime64("1970-01-01")).astype(int)
    assert dict(zip(FEATURES, row[0], strict=True)) == {
        "tem_linkedin": 1.0,
        "salario_valor": 3000.0,
        "vaga_cidade": 0.75,
        "vaga_aberta_em": opened,
        "vaga_titulo": 0.5,
        "mesmo_ingles": 1.0,
        "dias_aberta": 10.0,
    }


def test_nothing_known_is_nothing_that_looks_like_data() -> None:
    row = KNOWN.features_of([pair_record({}, {}, np.datetime64("NaT"))])[0]
    unknown = {name for name, value in zip(FEATURES, row, strict=True) if np.isnan(value)}
    assert unknown == {"salario_valor", "vaga_aberta_em", "dias_aberta"}
    assert dict(zip(FEATURES, row, strict=True))["vaga_titulo"] == 0.25


def test_raw_inputs_keep_texts_and_no_number_for_them() -> None:
    numbers, texts = PAIRS.inputs_of([pair_record(an_applicant(), a_vaga(city=" São  Paulo"), MARCH)] * 3)
    assert numbers.shape == (3, len(FEATURES) - 2)
    assert texts.tolist() == [["sao paulo", "analista"]] * 3


def test_a_record_with_features_is_read_as_rules_compute_it() -> None:
    person, vaga = an_applicant(linkedin="x", pay="3000"), a_vaga()
    computed = KNOWN.features_of([pair_record(person, vaga, MARCH)])[0]
    given = {
        "tem_linkedin": True,
        "salario_valor": 3000,
        "vaga_cidade": "sao paulo",
        "vaga_aberta_em": "2021-03-01",
        "vaga_titulo": "analista",
        "mesmo_ingles": 0,
        "dias_aberta": 10,
    }
    read = read_feature_input(given, KNOWN, missing_is_unknown=False)
    assert read.tobytes() == computed.tobytes()


def test_every_wrong_value_is_named_by_its_kind() -> None:
    given = dict.fromkeys(FEATURES, 1) | {"vaga_aberta_em": "31-12-2020", "dias_aberta": 4000}
    with pytest.raises(InvalidFeatures) as refused:
        read_feature_input(given, KNOWN, missing_is_unknown=False)
    assert dict(refused.value.faults) == {
        "salario_valor": "must be from 300 to 100000 BRL a month, or null for unknown",
        "vaga_cidade": "must be a text, or null for unknown",
        "vaga_aberta_em": "must be a date such as 2026-01-31, or null for unknown",
        "vaga_titulo": "must be a text, or null for unknown",
        "dias_aberta": "must be from -3650 to 3650 days, or null for unknown",
    }


def test_what_may_be_unknown_may_be_null() -> None:
    nothing = dict.fromkeys(FEATURES) | {"tem_linkedin": 0, "mesmo_ingles": 0}
    row = read_feature_input(nothing, KNOWN, missing_is_unknown=False)
    assert np.isnan(row).sum() == 3


@pytest.mark.parametrize(
    ("entity", "view"), [(Entity.PERSON, VAGA), (Entity.VAGA, PERSON), (Entity.PERSON, PAIR)]
)
def test_a_view_reads_its_own_entity_alone(entity: Entity, view: View) -> None:
    with pytest.raises(ValueError, match=f"of a {entity.value}, may not read"):
        View(entity, view.rules)


def test_a_feature_is_in_a_profile_once() -> None:
    with pytest.raises(ValueError, match="there twice"):
        replace(PAIRS, views=(PERSON, PERSON))


def test_another_kind_is_another_fingerprint() -> None:
    for kind in (Code(at_least=6), Amount(0, 1, "")):
        rules = tuple(
            replace(rule, kind=kind) if rule.feature == "vaga_cidade" else rule for rule in VAGA.rules
        )
        assert (
            replace(PAIRS, views=(PERSON, View(Entity.VAGA, rules), PAIR)).fingerprint()
            != PAIRS.fingerprint()
        )
    assert replace(PAIRS, version="v2").fingerprint() != PAIRS.fingerprint()


def test_an_amount_has_bounds_in_order() -> None:
    for low, high in ((1.0, 1.0), (2.0, 1.0), (0.0, float("inf"))):
        with pytest.raises(ValueError, match="two finite bounds"):
            Amount(low, high, "BRL")


def test_a_day_is_the_number_that_it_was_made_of() -> None:
    assert Day.date(Day.days("2021-03-01")).isoformat() == "2021-03-01"
    assert Day.days("1970-01-01") == 0.0


def test_frequent_words_have_their_share_and_rare_ones_none() -> None:
    texts = np.array(["a"] * 6 + ["b"] * 2 + [None] * 2, np.object_)
    learnt = share_of_rows(3)(texts, np.zeros(10, np.bool_))
    assert learnt == Lookup(("a",), (0.6,), 0.0)
    assert learnt(np.array(["a", "b", None, "new"], np.object_)).tolist() == [0.6, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("texts", "numbers", "otherwise"),
    [(("a",), (), 0.0), (("a", "a"), (0.1, 0.2), 0.0), (("a",), (np.nan,), 0.0), ((), (), np.inf)],
)
def test_a_lookup_that_makes_no_sense_is_refused(
    texts: tuple[str, ...], numbers: tuple[float, ...], otherwise: float
) -> None:
    with pytest.raises(ValueError, match="a lookup"):
        Lookup(texts, numbers, otherwise)
