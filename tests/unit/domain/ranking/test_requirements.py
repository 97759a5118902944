"""What a vaga asks for, in words that a person can check."""

import pytest

from hiring.domain.ranking.requirements import fault_of_typed, requirements_of
from tests.unit.domain.ranking.builders import VOCABULARY, a_vaga


def keys(titulo: str = "", *typed: str, **profile: str) -> list[str]:
    return [one.key for one in requirements_of(a_vaga(titulo, **profile), VOCABULARY, typed)]


def test_a_vaga_without_requirements_has_none() -> None:
    assert keys() == keys("-") == keys("Vaga 2022 - urgente") == []
    assert requirements_of({"perfil_vaga": None}, VOCABULARY) == ()


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Consultor SAP FI/CO Sr", ["sap:fi", "sap:co", "nivel:senior", "texto:consultor"]),
        ("SAP FICO", ["sap:co", "sap:fi"]),
        ("SAP", ["sap"]),
        ("Desenvolvedora Full-Stack", ["texto:desenvolvedor", "texto:full stack"]),
        ("Java Pleno/Sênior", ["nivel:pleno", "texto:java"]),
        ("Analista PL/SQL", ["texto:analista", "texto:plsql"]),
        ("Desenvolvedor C# Jr", ["texto:desenvolvedor", "texto:c#"]),
        ("FI", []),
    ],
)
def test_a_title_asks_for_its_known_words(title: str, found: list[str]) -> None:
    assert keys(title) == found


def test_a_module_needs_no_sap_in_the_title_where_the_area_says_it() -> None:
    assert keys("Consultor MM", areas_atuacao="TI - SAP-") == ["sap:mm", "texto:consultor"]


def test_fields_ask_for_levels_and_nothing_for_none() -> None:
    assert keys(
        nivel_ingles="Avançado", nivel_espanhol="Nenhum", nivel_academico="Ensino Superior Completo"
    ) == [
        "ingles:avancado",
        "escolaridade:superior_completo",
    ]
    assert keys(nivel_ingles="Técnico", nivel_espanhol="Fluente") == ["ingles:tecnico", "espanhol:fluente"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("inglês avançado", ["ingles:avancado"]),
        ("SAP MM e SD", ["sap:mm", "sap:sd"]),
        ("Pós-graduação", ["escolaridade:pos"]),
        ("sap", ["sap"]),
        ("  Kubernetes e Docker ", ["texto:kubernetes docker"]),
    ],
)
def test_a_recruiter_types_what_is_meant(typed: str, found: list[str]) -> None:
    asked = requirements_of(a_vaga(), VOCABULARY, [typed])

    assert [one.key for one in asked] == found
    assert all(one.typed for one in asked)


def test_what_is_typed_too_comes_first_and_once() -> None:
    found = requirements_of(a_vaga("SAP FI", nivel_ingles="Básico"), VOCABULARY, ["SAP FI"])

    assert [(one.key, one.typed) for one in found] == [("sap:fi", True), ("ingles:basico", False)]


@pytest.mark.parametrize(
    "text", ["mulher", "Homens até 40", "sem filhos", "PCD", "solteiro(a)", "boa aparência"]
)
def test_nobody_is_chosen_by_what_the_law_forbids(text: str) -> None:
    assert fault_of_typed(text) == "asks for what nobody may be chosen by"


@pytest.mark.parametrize("text", ["", " - ", "!", "de", "7", "a" * 101])
def test_what_asks_for_nothing_is_no_requirement(text: str) -> None:
    assert fault_of_typed(text) is not None
