"""The table of rules: its order, what it may read, and its fingerprint."""

import re
from dataclasses import replace

import pytest

from hiring.domain.contract import FIELDS, NEVER_FEATURES, Entity, Known
from hiring.domain.features import CANDIDATE, FEATURES, RULES, Profile, Rule, View, features_of, fingerprint
from hiring.domain.features.formulas.fields import any_present, mentions
from hiring.domain.features.kinds import Amount, Flag
from hiring.domain.features.text import prefix, word

CONTRACT_V1 = (
    "tem_email, tem_telefone, tem_linkedin, tem_local, tem_objetivo, email_corporativo, salario_valor, "
    "ingl_nenhum, ingl_basico, ingl_intermediario, ingl_avancado, ingl_outro, "
    "esp_nenhum, esp_basico, esp_intermediario, esp_avancado, esp_outro, outro_idioma_presente, "
    "esc_pos, esc_tecnologo, esc_medio, esc_superior_completo, esc_superior_incompleto, "
    "area_admin, area_ti, area_financeiro, titulo_admin, titulo_ti, titulo_dados_bi, titulo_financeiro, "
    "cert_mos_word, cert_mos_excel, cert_mos_outlook, cert_mos_powerpoint, cert_sap_fi, has_cert, "
    "cv_excel_avancado, cv_kpi, cv_controladoria, cv_contabil, cv_financeiro, cv_administrativo, "
    "cv_sap, cv_protheus, cv_navision, cv_tamanho_maior_1500"
)

FINGERPRINT = "24d3baf4287efbbce88af512f31bbf93f7df1d18157ac818e1c6c0fabf2d29c4"
# Every stored model names the fingerprint of its rules and is refused under another one. Change this literal
# only with a deliberate change of the contract: all models must then be trained again.


def a_profile(name: str, rules: tuple[Rule, ...]) -> Profile:
    return Profile(name=name, version="v1", views=(View(Entity.PERSON, rules),))


def a_rule(reads: tuple[str, ...] = ("cv_pt",)) -> Rule:
    return Rule("cv_novo", reads, any_present, Flag(), "Novo", "New")


def test_the_columns_stand_in_the_order_of_the_contract() -> None:
    assert list(FEATURES) == CONTRACT_V1.split(", ")
    assert len(FEATURES) == len(set(FEATURES))
    assert FEATURES == CANDIDATE.features == tuple(rule.feature for rule in RULES)


def test_the_profile_is_the_candidates() -> None:
    assert CANDIDATE.name == "candidate"
    assert CANDIDATE.rules == RULES


def test_salary_alone_is_an_amount() -> None:
    assert [rule.feature for rule in RULES if str(rule.kind) != "0/1"] == ["salario_valor"]


def test_every_rule_is_worded_for_a_recruiter_in_both_languages_and_unlike_any_other() -> None:
    for wording in ([rule.pt for rule in RULES], [rule.en for rule in RULES]):
        assert all(wording)
        assert len(set(wording)) == len(RULES)


def test_every_rule_says_in_words_what_it_computes() -> None:
    by_text: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for rule in RULES:
        by_text.setdefault((rule.computed_by.text, rule.reads), []).append(rule.feature)

    assert [names for names in by_text.values() if len(names) > 1] == []


AFTER = sorted(path for path, field in FIELDS.items() if field.known is Known.AFTER)
PROTECTED = sorted(path for path, field in FIELDS.items() if field.protected)


def test_the_contract_knows_what_is_written_after_the_decision() -> None:
    assert AFTER == [
        "cargo_atual",
        "prospect.comentario",
        "prospect.recrutador",
        "prospect.situacao_candidado",
        "prospect.ultima_atualizacao",
        "vaga.modalidade",
    ]


def test_the_contract_knows_identity_and_protected_attributes() -> None:
    names = {path.rpartition(".")[2] for path in PROTECTED}
    assert names == {"nome", "cpf", "sexo", "data_nascimento", "estado_civil", "pcd", "endereco", "cep"}


def test_training_refuses_every_field_that_no_rule_may_read() -> None:
    assert {path.rpartition(".")[2] for path in (*AFTER, *PROTECTED)} <= NEVER_FEATURES
    assert NEVER_FEATURES.isdisjoint(FEATURES)


@pytest.mark.parametrize(
    "name",
    [
        *sorted(NEVER_FEATURES),
        "ordem_chegada",
        "ordem_de_chegada_na_vaga",
        "numero_candidatos",
        "numero_de_candidatos",
        "posicao_na_lista",
        "total_prospects",
        "valor_venda",
        "valor_compra_1",
    ],
)
def test_a_rule_may_not_be_called_what_leaks_or_discriminates(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"{name} must never be a feature")):
        replace(RULES[0], feature=name)


@pytest.mark.parametrize(
    "path", [*AFTER, *PROTECTED, "infos_basicas.inventado", "email", "", "cargo_atual.titulo"]
)
def test_a_rule_may_not_read_what_leaks_discriminates_or_does_not_exist(path: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"cv_novo may not read {path}: ")):
        a_rule(reads=("cv_pt", path))


def test_a_rule_may_read_any_other_field() -> None:
    free = [path for path in FIELDS if path not in {*AFTER, *PROTECTED}]

    assert a_rule(reads=tuple(free)).reads == tuple(free)


def test_the_fingerprint_is_the_one_that_stored_models_name() -> None:
    assert fingerprint() == CANDIDATE.fingerprint() == FINGERPRINT


@pytest.mark.parametrize(
    "changed",
    [
        a_profile("candidate", RULES[:-1]),
        a_profile("candidate", (RULES[1], RULES[0], *RULES[2:])),
        a_profile("candidate", (*RULES[:-1], replace(RULES[-1], feature="cv_longo"))),
        a_profile(
            "candidate", (*RULES[:-1], replace(RULES[-1], reads=(*RULES[-1].reads, "infos_basicas.local")))
        ),
        a_profile("candidate", (*RULES[:-1], replace(RULES[-1], kind=Amount(300, 100_000, "BRL/month")))),
        a_profile("candidate", (*RULES[:-1], replace(RULES[-1], computed_by=mentions(word("sap"))))),
        a_profile("candidate_vaga", RULES),
    ],
    ids=["a rule less", "another order", "a name", "a field", "a unit", "a formula", "another profile"],
)
def test_the_fingerprint_changes_with_what_it_stands_for(changed: Profile) -> None:
    assert changed.fingerprint() != FINGERPRINT


def test_whole_words_and_starts_of_words_have_different_fingerprints() -> None:
    one, other = (
        a_profile("p", (replace(RULES[-1], computed_by=mentions(keyword)),))
        for keyword in (word("sap"), prefix("sap"))
    )

    assert one.fingerprint() != other.fingerprint()


def test_the_fingerprint_does_not_change_with_a_wording() -> None:
    reworded = a_profile("candidate", tuple(replace(rule, pt="?", en="?") for rule in RULES))

    assert reworded.fingerprint() == FINGERPRINT


def test_a_second_profile_is_a_second_table() -> None:
    short = a_profile("short", (a_rule(),))

    assert short.features == ("cv_novo",)
    assert short.features_of([{"cv_pt": "x"}, {"cv_pt": "-"}]).tolist() == [[1.0], [0.0]]


@pytest.mark.parametrize("wrong", [None, "Ana Maria", 5, ["Ana Maria"]], ids=repr)
def test_a_record_that_is_no_object_is_refused_without_repeating_it(wrong: object) -> None:
    with pytest.raises(TypeError, match=r"^record 1 is not a JSON object$"):
        features_of([{}, wrong])  # type: ignore[list-item]  # that is the point
