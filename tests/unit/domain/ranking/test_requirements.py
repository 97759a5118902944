"""What a vaga asks for, in words that a person can check."""

import pytest

from hiring.domain.ranking.requirements import Requirement, fault_of_typed, requirements_of
from hiring.domain.ranking.sap import MODULES
from tests.unit.domain.ranking.builders import VOCABULARY, a_vaga

EVERY_REQUIREMENT = [
    one
    for vaga in (
        a_vaga(f"Consultor SAP {' '.join(MODULES)}"),
        a_vaga("Desenvolvedor Full Stack Java C# PL/SQL Sr", nivel_academico="Pós-graduação"),
        a_vaga("SAP Pleno", nivel_ingles="Técnico", nivel_espanhol="Fluente", nivel_academico="Ensino Médio"),
        a_vaga("Analista", nivel_ingles="Básico", nivel_academico="Ensino Superior Incompleto"),
        a_vaga("Analista", nivel_espanhol="Intermediário", nivel_academico="Ensino Técnico"),
        a_vaga("Analista", nivel_ingles="Avançado", nivel_academico="Ensino Superior Completo"),
    )
    for one in requirements_of(vaga, VOCABULARY)
]


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
        ("advanced English", ["ingles:avancado"]),
        ("Inglês: nível avançado", ["ingles:avancado"]),
        ("Espanhol", ["espanhol:basico"]),
        ("superior completo", ["escolaridade:superior_completo"]),
        ("university, not finished", ["escolaridade:superior_incompleto"]),
        ("MBA em finanças", ["escolaridade:pos"]),
        ("nível sênior", ["nivel:senior"]),
        ("engenheiro civil", ["texto:engenheiro civil"]),
        ("single sign-on", ["texto:single sign"]),
        ("possui CNH", ["texto:possui cnh"]),
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
    "text",
    [
        "mulher",
        "Homens até 40",
        "sem filhos",
        "tem filha",
        "PCD",
        "PCDs",
        "solteiro(a)",
        "solteiras",
        "grávidas",
        "deficientes",
        "idosos",
        "viúva",
        "mãe",
        "judeu",
        "estado civil",
        "single",
        "unmarried",
        "boa aparência",
    ],
)
def test_nobody_is_chosen_by_what_the_law_forbids(text: str) -> None:
    assert fault_of_typed(text) == "asks for what nobody may be chosen by"


@pytest.mark.parametrize("one", EVERY_REQUIREMENT, ids=lambda one: one.key)
def test_what_a_list_prints_can_be_typed(one: Requirement) -> None:
    for label in (one.pt, one.en):
        assert fault_of_typed(label) is None
        assert [again.key for again in requirements_of(a_vaga(), VOCABULARY, [label])] == [one.key]


@pytest.mark.parametrize("text", ["ana@uol.com.br", "CPF 123.456.789-09", "(11) 98765-4321"])
def test_what_is_one_persons_is_not_kept_with_a_list(text: str) -> None:
    assert "belongs to one person" in (fault_of_typed(text) or "")


@pytest.mark.parametrize("text", ["ISO 27001", "Windows Server 2019", "77-420"])
def test_other_numbers_may_be_typed(text: str) -> None:
    assert "belongs to one person" not in (fault_of_typed(text) or "")


@pytest.mark.parametrize("text", ["não fumante", "sem inglês", "without SAP"])
def test_what_is_not_wanted_is_not_looked_for(text: str) -> None:
    assert (fault_of_typed(text) or "").startswith("says what is not wanted")


@pytest.mark.parametrize(
    "text",
    ["inglês avançado ou fluente", "inglês avançado e espanhol básico", "inglês nenhum", "Java e inglês"],
)
def test_a_language_is_asked_for_by_one_level_which_records_have(text: str) -> None:
    assert "names a language" in (fault_of_typed(text) or "")


@pytest.mark.parametrize("text", ["", " - ", "!", "de", "7", "até 30 anos", "20 a 30 anos", "a" * 101])
def test_what_asks_for_nothing_is_no_requirement(text: str) -> None:
    assert fault_of_typed(text) is not None
