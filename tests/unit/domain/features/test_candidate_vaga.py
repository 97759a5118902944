"""The features of a person for a vaga, as an analyst would work them out by hand."""

import json
from collections.abc import Mapping

import numpy as np
import pytest

from hiring.domain.contract import FIELDS, Entity, Known
from hiring.domain.features import CANDIDATE, CANDIDATE_VAGA, features_of
from hiring.domain.features.pairs import pair_record
from hiring.domain.features.profile import View
from hiring.domain.reasons import sentences_of

VAGA = {
    "informacoes_basicas": {
        "data_requicisao": "01-03-2021",
        "titulo_vaga": "2020-1/2-9999999-Analista SAP FI Sr",
        "tipo_contratacao": "CLT Full, PJ/Autônomo",
        "prazo_contratacao": "Indeterminado",
        "prioridade_vaga": "Alta: Alta complexidade 3 a 5 dias",
        "objetivo_vaga": "Contratação",
        "origem_vaga": "",
        "empresa_divisao": "Decision São Paulo",
        "limite_esperado_para_contratacao": "01-05-2021",
        "cliente": "Morris, Moran and Dodson",
    },
    "perfil_vaga": {
        "estado": "São Paulo",
        "cidade": "São Paulo",
        "local_trabalho": "2000",
        "nivel profissional": "Sênior",
        "nivel_academico": "Ensino Superior Completo",
        "nivel_ingles": "Avançado",
        "nivel_espanhol": "Nenhum",
        "areas_atuacao": "TI - SAP-TI - Projetos-",
        "principais_atividades": "Implantar SAP FI.",
        "competencia_tecnicas_e_comportamentais": "SAP FI, inglês",
        "demais_observacoes": " Remoto ",
        "viagens_requeridas": "Não",
        "faixa_etaria": "De: 18 Até: 30",
    },
    "beneficios": {"valor_venda": "130,00 -"},
}
PERSON = {
    "infos_basicas": {"objetivo_profissional": "Consultor SAP"},
    "informacoes_profissionais": {"titulo_profissional": "Pleno", "area_atuacao": "TI - SAP, Comercial"},
    "formacao_e_idiomas": {
        "nivel_ingles": "Básico",
        "nivel_espanhol": "",
        "nivel_academico": "Pós Graduação Completo",
    },
    "cv_pt": "Certificado SAP",
}
TEXTS = {
    "vaga_prazo": "indeterminado",
    "vaga_prioridade": "alta: alta complexidade 3 a 5 dias",
    "vaga_objetivo": "contratacao",
    "vaga_origem": None,
    "vaga_divisao": "decision sao paulo",
    "vaga_local": "2000",
    "vaga_estado": "sao paulo",
    "vaga_cidade": "sao paulo",
    "vaga_viagens": "nao",
    "vaga_texto": "2020 9999999 analista sap fi sr implantar sap fi sap fi ingles",
}
NUMBERS = {
    "vaga_ingles": 4,
    "vaga_espanhol": 0,
    "vaga_escolaridade": 4,
    "vaga_nivel": 5,
    "vaga_titulo_nivel": 5,
    "vaga_clt": 1,
    "vaga_pj": 1,
    "vaga_contratacoes": 2,
    "vaga_area_sap": 1,
    "vaga_area_projetos": 1,
    "vaga_cita_sap": 1,
    "vaga_titulo_tamanho": 35,
    "vaga_titulo_palavras": 6,
    "vaga_titulo_digitos": 13,
    "vaga_atividades_tamanho": 17,
    "vaga_competencias_tamanho": 14,
    "vaga_observacoes_tamanho": 6,
    "par_ingles": -3,
    "par_espanhol": np.nan,
    "par_escolaridade": 1,
    "par_nivel": -1,
    "par_areas": 1 / 3,
    "par_sap": 1,
    "par_cv_tamanho_log": np.log(16),
    "dias_desde_requisicao": 10,
    "candidatura_mes": 3,
    "candidatura_dia_semana": 4,
}
MARCH = np.datetime64("2021-03-11")  # a Thursday


def inputs_of(pairs: list[Mapping[str, object]]) -> tuple[list[dict[str, float]], list[dict[str, object]]]:
    """Numbers and texts by name, without those of the person alone."""
    numbers, texts = CANDIDATE_VAGA.inputs_of(pairs)
    names = [rule.feature for rule in CANDIDATE_VAGA.rules if not rule.kind.text]
    kept = slice(len(CANDIDATE.features), None)
    return (
        [dict(zip(names[kept], row[kept].tolist(), strict=True)) for row in numbers],
        [dict(zip([name for name, _ in CANDIDATE_VAGA.texts], row, strict=True)) for row in texts],
    )


def test_a_vaga_and_a_person_as_worked_out_by_hand() -> None:
    [numbers], [texts] = inputs_of([pair_record(PERSON, VAGA, MARCH)])
    assert texts == TEXTS
    others = set(numbers) - set(NUMBERS)
    np.testing.assert_equal({name: numbers[name] for name in NUMBERS}, NUMBERS)
    assert {name for name in others if numbers[name]} == set()


def test_an_absent_field_is_unknown_and_never_too_low() -> None:
    [numbers], [texts] = inputs_of([pair_record({}, {}, np.datetime64("NaT"))])
    assert set(texts.values()) == {None}
    unknown = {name for name, value in numbers.items() if np.isnan(value)}
    gaps = {"par_ingles", "par_espanhol", "par_escolaridade", "par_nivel", "par_areas"}
    levels = {"vaga_ingles", "vaga_espanhol", "vaga_escolaridade", "vaga_nivel", "vaga_titulo_nivel"}
    days = {"dias_desde_requisicao", "candidatura_mes", "candidatura_dia_semana"}
    assert unknown == gaps | levels | days


def test_the_first_46_are_those_of_the_person() -> None:
    numbers, _ = CANDIDATE_VAGA.inputs_of([pair_record(PERSON, VAGA, MARCH)])
    np.testing.assert_array_equal(numbers[:, : len(CANDIDATE.features)], features_of([PERSON]))


def test_what_is_computed_once_a_side_is_what_each_pair_alone_gives() -> None:
    people = [PERSON, {"cv_pt": "Java"}, json.loads(json.dumps(PERSON))]
    vagas = [VAGA, {"perfil_vaga": {"nivel_ingles": "Fluente"}}, {}]
    days = [MARCH, np.datetime64("2020-12-31"), np.datetime64("NaT")]
    pairs = [pair_record(person, vaga, day) for person in people for vaga in vagas for day in days]
    together = CANDIDATE_VAGA.inputs_of(pairs)
    alone = [CANDIDATE_VAGA.inputs_of([pair]) for pair in pairs]
    merged = [CANDIDATE_VAGA.inputs_of([dict(pair)]) for pair in pairs]
    for part in range(2):
        np.testing.assert_array_equal(together[part], np.concatenate([each[part] for each in alone]))
        np.testing.assert_array_equal(together[part], np.concatenate([each[part] for each in merged]))


def test_no_field_value_can_fail() -> None:
    odd: list[object] = [None, 7, True, [], {}, "x" * 200_000, "\ud800", "00-00-0000", "1e999"]
    paths = [path for path in FIELDS if path.partition(".")[0] in {"informacoes_basicas", "perfil_vaga"}]
    for value in odd:
        vaga: dict[str, dict[str, object]] = {}
        for path in paths:
            section, _, name = path.partition(".")
            vaga.setdefault(section, {})[name] = value
        for strange in (vaga, dict.fromkeys(vaga, value)):
            numbers, _ = CANDIDATE_VAGA.inputs_of([pair_record(PERSON, strange, MARCH)])
            for rule, number in zip(
                [rule for rule in CANDIDATE_VAGA.rules if not rule.kind.text], numbers[0], strict=True
            ):
                assert np.isnan(number) or rule.kind.fault_of(float(number)) is None, rule.feature


READS = {path for rule in CANDIDATE_VAGA.rules for path in rule.reads}


@pytest.mark.parametrize(
    "words",
    [
        *("cliente", "solicitante", "requisitante", "analista_responsavel", "nome", "faixa_etaria", "pcd"),
        *("valor_", "limite_esperado", "data_inicial", "data_final", "situacao", "recrutador", "comentario"),
        "modalidade",
    ],
)
def test_no_rule_reads_names_protected_fields_or_what_follows_the_decision(words: str) -> None:
    assert not [path for path in READS if words in path]
    assert all(FIELDS[path].known is Known.BEFORE for path in READS)


def test_its_views_are_of_a_person_a_vaga_and_both() -> None:
    assert [view.entity for view in CANDIDATE_VAGA.views] == [Entity.PERSON, Entity.VAGA, Entity.PAIR]
    vaga = next(view for view in CANDIDATE_VAGA.views if view.entity is Entity.VAGA)
    with pytest.raises(ValueError, match="of a person, may not read"):
        View(Entity.PERSON, vaga.rules)


@pytest.mark.parametrize(
    ("feature", "value", "pt", "en"),
    [
        ("par_ingles", -3.0, "3 níveis abaixo do pedido", "3 levels below what is asked"),
        ("par_ingles", 1.0, "1 nível acima do pedido", "1 level above what is asked"),
        ("par_nivel", 0.0, "como pedido", "as asked"),
        ("vaga_ingles", 4.0, "avançado", "advanced"),
    ],
)
def test_levels_are_told_by_name(feature: str, value: float, pt: str, en: str) -> None:
    [rule] = [rule for rule in CANDIDATE_VAGA.rules if rule.feature == feature]
    assert sentences_of(rule, value) == (f"{rule.pt}: {pt}.", f"{rule.en}: {en}.")
