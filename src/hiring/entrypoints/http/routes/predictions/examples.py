"""A candidate and a raw record, as requests take them, and the answer to the first."""

from typing import Any, Final

from hiring.domain.features import Profile
from hiring.domain.features.kinds import Flag
from hiring.domain.features.rules import Rule
from hiring.domain.reasons import Reason, sentences_of
from hiring.entrypoints.http.schemas import Answer

REQUEST_ID: Final = "pedido-2"

_ONES: Final = (
    "tem_email",
    "tem_telefone",
    "tem_local",
    "ingl_avancado",
    "esp_nenhum",
    "esc_superior_completo",
    "area_financeiro",
    "titulo_financeiro",
    "cv_excel_avancado",
    "cv_sap",
)
_AMOUNTS: Final = {"salario_valor": 4500}
_MOVED: Final = {"cv_sap": 0.4182, "esp_nenhum": -0.1297}
APPLICANT: Final[dict[str, Any]] = {
    "infos_basicas": {
        "codigo_profissional": "31002",
        "email": "ana@example.com",
        "telefone": "(11) 99999-0000",
        "local": "São Paulo, São Paulo",
        "objetivo_profissional": "Analista financeiro",
    },
    "informacoes_pessoais": {"url_linkedin": ""},
    "informacoes_profissionais": {"area_atuacao": "Financeira", "remuneracao": "R$ 4.500,00"},
    "formacao_e_idiomas": {
        "nivel_academico": "Ensino Superior Completo",
        "nivel_ingles": "Avançado",
        "nivel_espanhol": "",
    },
    "cv_pt": "Conciliação bancária, contas a pagar, SAP FI e Excel avançado.",
}


EXAMPLE_VAGA: Final[dict[str, Any]] = {
    "informacoes_basicas": {"titulo_vaga": "Analista financeiro", "data_requicisao": "03-11-2026"},
    "perfil_vaga": {"nivel_ingles": "Intermediário", "areas_atuacao": "Financeira", "cidade": "São Paulo"},
}


def question_example(profile: Profile) -> dict[str, Any]:
    return {
        "codigo_profissional": 31001,
        "features": {rule.feature: _value(rule) for rule in profile.rules},
    }


def _value(rule: Rule) -> float | None:
    if isinstance(rule.kind, Flag):
        return int(rule.feature in _ONES)
    return _AMOUNTS.get(rule.feature)


def answer_example(profile: Profile) -> Answer:
    return Answer(
        probabilidade_contratacao=0.3127,
        aprovado_pelo_modelo=False,
        threshold=0.9011,
        operating_mode="prec80",
        codigo_profissional=31001,
        request_id=REQUEST_ID,
        reasons=reasons_example(profile),
    )


def reasons_example(profile: Profile) -> tuple[Reason, ...]:
    moved = [rule for rule in profile.rules if rule.feature in _MOVED]
    strongest = sorted(moved, key=lambda rule: -abs(_MOVED[rule.feature]))
    return tuple(
        Reason(
            feature=rule.feature,
            value=1.0,
            contribution=_MOVED[rule.feature],
            pt=sentences_of(rule, 1.0)[0],
            en=sentences_of(rule, 1.0)[1],
        )
        for rule in strongest
    )
