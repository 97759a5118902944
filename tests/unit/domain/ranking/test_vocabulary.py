"""The words that vagas ask for are learnt from vagas, and are plain values."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.ranking.vocabulary import MOST_TERMS, Vocabulary, learn_vocabulary
from hiring.domain.ranking.words import spellings_of, stem_of, words_of
from tests.unit.domain.ranking.builders import VOCABULARY, Record

WORDS = st.sampled_from(["desenvolvedora", "analistas", "engenheira", "redes", "java", "consultores", "sap"])


def vagas(*titles: str, times: int = 10, **basics: str) -> list[Record]:
    return [a_titled(title, basics) for title in titles] * times


def a_titled(title: str, basics: Record) -> Record:
    return {"informacoes_basicas": {"titulo_vaga": title, **basics}}


REST = vagas("outra", times=400)


def test_frequent_words_of_titles_are_learnt_by_frequency() -> None:
    learnt = learn_vocabulary(
        [*vagas("Java", times=12), *vagas("Kotlin", times=10), *vagas("Perl", times=9), *REST]
    )

    assert (learnt.terms, learnt.titles, learnt.vagas) == (("java", "kotlin"), (12, 10), 431)


def test_words_that_most_vagas_have_tell_nothing() -> None:
    assert learn_vocabulary(vagas("Analista", times=100)).terms == ()


def test_spellings_of_a_word_are_counted_together_and_shown_as_the_most_frequent() -> None:
    learnt = learn_vocabulary([*vagas("Desenvolvedora", times=4), *vagas("Developer", times=7), *REST])

    assert (learnt.terms, learnt.titles) == (("developer",), (11,))
    assert learnt.terms_in("desenvolvedores") == ["developer"]


def test_words_that_stand_together_are_one_term() -> None:
    titles = [*vagas("Scrum Master", times=20), *vagas("Master", times=5), *vagas("Dev Java", times=10)]
    learnt = learn_vocabulary([*titles, *vagas("Dev", times=200), *vagas("outra", times=1_000)])

    assert learnt.terms_in("Scrum Master") == ["scrum master"]
    assert learnt.terms_in("Dev Java") == ["dev", "java"]


def test_names_places_levels_and_the_protected_are_no_words_of_a_craft() -> None:
    named = [
        *vagas("Acme Java", cliente="Acme S/A"),
        *vagas("Natalia Java", requisitante="Natália Souza"),
        *vagas("Java Sr PCD mulheres"),
        *[{**one, "perfil_vaga": {"cidade": "Campinas"}} for one in vagas("Java Campinas")],
    ]

    assert learn_vocabulary([*named, *REST]).terms == ("java",)


def test_a_word_of_one_client_is_not_learnt() -> None:
    own = [*vagas("Proxxi", times=19, cliente="A"), *vagas("Proxxi", times=1, cliente="B")]
    shared = [*vagas("Java", times=10, cliente="A"), *vagas("Java", times=10, cliente="B")]

    assert learn_vocabulary([*own, *shared, *vagas("outra", times=400, cliente="C")]).terms == ("java",)
    assert "proxxi" in learn_vocabulary([*own, *vagas("outra", times=400, cliente="A")]).terms


def test_two_thousand_terms_are_kept() -> None:
    many = [
        f"craft{chr(97 + number // 676)}{chr(97 + number // 26 % 26)}{chr(97 + number % 26)}"
        for number in range(2_100)
    ]

    assert len(learn_vocabulary(vagas(*many)).terms) == MOST_TERMS


def test_it_goes_through_json() -> None:
    assert Vocabulary.from_json(json.loads(json.dumps(VOCABULARY.to_json()))) == VOCABULARY


@pytest.mark.parametrize(
    "values",
    [{}, {"terms": ["java"], "titles": [], "vagas": 3}, {"terms": "java", "titles": [4], "vagas": 3}],
)
def test_what_is_no_vocabulary_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="vocabulary"):
        Vocabulary.from_json(values)


@given(WORDS)
def test_every_spelling_of_a_word_is_that_word(word: str) -> None:
    assert word in spellings_of(word)
    assert set(spellings_of(word)) == set(spellings_of(stem_of(word)))


def test_a_text_is_words() -> None:
    assert words_of("Analista C++/C#, .NET e PL/SQL – 3 vagas") == [
        "analista",
        "c++",
        "c#",
        "net",
        "plsql",
        "vagas",
    ]
