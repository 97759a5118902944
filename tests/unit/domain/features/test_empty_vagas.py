"""A vaga whose record says nothing that a rule reads is told from one that says something."""

import pytest

from hiring.domain.contract import VAGA_SECTIONS
from hiring.domain.features import CANDIDATE_VAGA
from hiring.domain.features.profiles import vaga_says_nothing

READ = sorted(
    {path for rule in CANDIDATE_VAGA.rules for path in rule.reads if path.partition(".")[0] in VAGA_SECTIONS}
)


def a_record(path: str, value: object) -> dict[str, object]:
    section, _, name = path.partition(".")
    return {section: {name: value}}


@pytest.mark.parametrize("path", READ)
def test_one_text_that_a_rule_reads_is_enough(path: str) -> None:
    assert not vaga_says_nothing(a_record(path, "x"))


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("value", ["", " \n\t", None, 7, True, ["x"], {"x": "y"}])
def test_what_rules_take_for_absent_is_nothing(path: str, value: object) -> None:
    assert vaga_says_nothing(a_record(path, value))


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"informacoes_basicas": {}},
        {"informacoes_basicas": "Analista", "perfil_vaga": ["SP"], "beneficios": None},
        {"titulo_vaga": "Analista"},
        {"informacoes_basicas": {"cliente": "x", "data_final": "01-01-2021"}},
        {"perfil_vaga": {"vaga_especifica_para_pcd": "Não", "faixa_etaria": "x"}},
        {"beneficios": {"valor_venda": "1,00"}},
    ],
)
def test_what_no_rule_reads_is_nothing(record: dict[str, object]) -> None:
    assert vaga_says_nothing(record)
