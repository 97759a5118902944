"""What records show: matched, missing, and unknown, which is held against nobody."""

import pytest

from hiring.domain.ranking.evidence import Evidence, evidence_of
from hiring.domain.ranking.requirements import requirements_of
from tests.unit.domain.ranking.builders import VOCABULARY, Record, a_person, a_vaga

MATCHED, MISSING, UNKNOWN = Evidence.MATCHED, Evidence.MISSING, Evidence.UNKNOWN


def shown(person: Record, titulo: str = "", *typed: str, **profile: str) -> list[int]:
    asked = requirements_of(a_vaga(titulo, **profile), VOCABULARY, typed)
    [row] = evidence_of([person], asked).tolist()
    return list(row)


@pytest.mark.parametrize(
    ("level", "found"),
    [
        ("Fluente", MATCHED),
        ("Avançado", MATCHED),
        ("Intermediário", MISSING),
        ("Nenhum", MISSING),
        ("", UNKNOWN),
        ("-", UNKNOWN),
        ("falo bem", UNKNOWN),
    ],
)
def test_a_language_is_compared_by_level(level: str, found: Evidence) -> None:
    assert shown(a_person(ingles=level), nivel_ingles="Avançado") == [found]


@pytest.mark.parametrize(
    ("level", "found"),
    [
        ("Pós Graduação Completo", MATCHED),
        ("Tecnólogo em Redes", MATCHED),
        ("Ensino Técnico Completo", MISSING),
        ("Ensino Superior Cursando", MISSING),
        ("Ensino Fundamental Completo", MISSING),
        ("", UNKNOWN),
    ],
)
def test_schooling_is_compared_by_level(level: str, found: Evidence) -> None:
    assert shown(a_person(escolaridade=level), nivel_academico="Ensino Superior Completo") == [found]


@pytest.mark.parametrize(
    "cv", ["Desenvolvedora Java", "DESENVOLVEDORES", "senior developer", "Developers in Java", "dev"]
)
def test_a_womans_title_and_the_other_languages_show_the_same(cv: str) -> None:
    assert shown(a_person(cv=cv), "Desenvolvedor") == shown(a_person(cv=cv), "Desenvolvedora") == [MATCHED]


@pytest.mark.parametrize("cv", ["full stack", "Full-Stack", "fullstack", "FULL/STACK"])
def test_a_pair_is_found_however_it_is_joined(cv: str) -> None:
    assert shown(a_person(cv=cv), "Full stack") == [MATCHED]


@pytest.mark.parametrize("cv", ["PL/SQL", "plsql", "PL SQL"])
def test_a_language_that_looks_like_a_level_is_found(cv: str) -> None:
    assert shown(a_person(cv=cv), "PL-SQL") == [MATCHED]


def test_a_word_inside_another_is_not_the_word() -> None:
    assert shown(a_person(cv="javascript"), "Java") == [MISSING]


def test_a_module_shows_only_in_a_text_that_speaks_of_sap() -> None:
    assert shown(a_person(cv="Consultor SAP: MM e FI/CO"), "SAP FI") == [MATCHED]
    assert shown(a_person(cv="hi fi"), "SAP FI") == [MISSING]
    assert shown(a_person(cv="SAP FICO"), "SAP CO") == [MATCHED]


def test_a_word_is_missing_only_where_a_cv_was_given() -> None:
    assert shown(a_person(cv="Cobol"), "Java") == [MISSING]
    assert shown(a_person(titulo="Analista"), "Java") == [UNKNOWN]
    assert shown(a_person(titulo="Java"), "Java") == [MATCHED]
    assert shown({}, "Java", nivel_ingles="Básico") == [UNKNOWN, UNKNOWN]


def test_a_typed_requirement_needs_all_its_words() -> None:
    assert shown(a_person(cv="Kubernetes, Docker"), "", "Docker e Kubernetes") == [MATCHED]
    assert shown(a_person(cv="Docker"), "", "Docker e Kubernetes") == [MISSING]


def test_seniority_is_read_from_titles_alone() -> None:
    assert shown(a_person(titulo="Analista Sr"), "Pleno") == [MATCHED]
    assert shown(a_person(titulo="Analista Jr"), "Pleno") == [MISSING]
    assert shown(a_person(titulo="Analista", cv="reported to a senior"), "Pleno") == [UNKNOWN]


def test_rows_depend_on_their_person_alone() -> None:
    asked = requirements_of(a_vaga("Desenvolvedor Java Sr", nivel_ingles="Básico"), VOCABULARY)
    people = [a_person(cv="Java ® ﬁ"), a_person(), a_person(titulo="Dev sr", ingles="Nenhum")]

    together = evidence_of(people, asked)

    assert together.tolist() == [evidence_of([person], asked).tolist()[0] for person in people]
    assert evidence_of([], asked).shape == (0, 4)
    assert evidence_of(people, ()).shape == (3, 0)
