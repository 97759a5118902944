"""The features of vagas, and the gold table of the profile `candidate_vaga`."""

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from hiring.adapters.postgres.migrations.ddl import code, day, flag, line, number, table, text
from hiring.adapters.postgres.migrations.versions.v0002_features import of_people

revision: Final = "0009"
down_revision: Final = "0008"

# fmt: off
_OF_VAGAS: Final = {
    "vaga_ingles": "English that the vaga asks for.",
    "vaga_espanhol": "Spanish that the vaga asks for.",
    "vaga_escolaridade": "Schooling that the vaga asks for.",
    "vaga_nivel": "The vaga's seniority.",
    "vaga_titulo_nivel": "Seniority in the vaga's title.",
    "vaga_clt": "CLT contract (employee).",
    "vaga_cotas": "CLT contract under quotas.",
    "vaga_pj": "Contractor (PJ).",
    "vaga_cooperado": "Member of a cooperative.",
    "vaga_hunting": "Hunting (hired by the client).",
    "vaga_estagio": "Internship.",
    "vaga_contratacoes": "Possible kinds of contract.",
    "vaga_area_projetos": "The vaga's field: IT projects.",
    "vaga_area_sap": "The vaga's field: SAP.",
    "vaga_area_recursos_de_ti": "The vaga's field: IT resource management.",
    "vaga_area_programacao": "The vaga's field: programming.",
    "vaga_area_design": "The vaga's field: development and design.",
    "vaga_area_mobile": "The vaga's field: mobile development.",
    "vaga_area_ux": "The vaga's field: UX.",
    "vaga_area_administrativa": "The vaga's field: administration.",
    "vaga_area_financeira": "The vaga's field: finance or controllership.",
    "vaga_area_rh": "The vaga's field: human resources.",
    "vaga_area_comercial": "The vaga's field: sales.",
    "vaga_area_negocios": "The vaga's field: new business and partners.",
    "vaga_area_marketing": "The vaga's field: marketing.",
    "vaga_area_sistemas": "The vaga's field: systems and tools.",
    "vaga_area_suporte": "The vaga's field: support.",
    "vaga_area_infraestrutura": "The vaga's field: infrastructure.",
    "vaga_area_testes": "The vaga's field: quality and tests.",
    "vaga_area_qualidade": "The vaga's field: corporate quality.",
    "vaga_area_arquitetura": "The vaga's field: architecture.",
    "vaga_area_dados": "The vaga's field: databases.",
    "vaga_area_processos": "The vaga's field: processes and business.",
    "vaga_area_governanca": "The vaga's field: governance.",
    "vaga_cita_sap": "The vaga mentions SAP.",
    "vaga_prazo": "Term of the contract.",
    "vaga_prioridade": "The vaga's priority.",
    "vaga_objetivo": "The vaga's purpose.",
    "vaga_origem": "The vaga's origin.",
    "vaga_divisao": "Division of the company.",
    "vaga_local": "Workplace.",
    "vaga_estado": "State.",
    "vaga_cidade": "City.",
    "vaga_viagens": "Requires travel.",
    "vaga_titulo_tamanho": "Length of the vaga's title (characters).",
    "vaga_titulo_palavras": "Words in the vaga's title.",
    "vaga_titulo_digitos": "Digits in the vaga's title.",
    "vaga_atividades_tamanho": "Length of the tasks (characters).",
    "vaga_competencias_tamanho": "Length of the skills (characters).",
    "vaga_observacoes_tamanho": "Length of the remarks (characters).",
    "vaga_habilidades_tamanho": "Length of the soft skills (characters).",
    "vaga_texto": "Words of title, tasks and skills.",
}
_OF_PAIRS: Final = {
    "par_ingles": "English above (+) or below (-) what is asked, in levels.",
    "par_espanhol": "Spanish above (+) or below (-) what is asked, in levels.",
    "par_escolaridade": "Schooling above (+) or below (-) what is asked, in levels.",
    "par_nivel": "Seniority above (+) or below (-) what is asked, in levels.",
    "par_areas": "Fields in common, as a share of all.",
    "par_sap": "CV and vaga mention SAP.",
    "par_sap_falta": "The vaga mentions SAP, the CV does not.",
    "par_sap_sobra": "The CV mentions SAP, the vaga does not.",
    "par_cv_tamanho_log": "Length of the CV (logarithm).",
    "dias_desde_requisicao": "Days from the vaga's opening to the application.",
    "candidatura_mes": "Month of the application.",
    "candidatura_dia_semana": "Day of the week of the application (1 Monday).",
}
# fmt: on
_FLAGS: Final = frozenset(
    [
        "vaga_clt",
        "vaga_cotas",
        "vaga_pj",
        "vaga_cooperado",
        "vaga_hunting",
        "vaga_estagio",
        "vaga_area_projetos",
        "vaga_area_sap",
        "vaga_area_recursos_de_ti",
        "vaga_area_programacao",
        "vaga_area_design",
        "vaga_area_mobile",
        "vaga_area_ux",
        "vaga_area_administrativa",
        "vaga_area_financeira",
        "vaga_area_rh",
        "vaga_area_comercial",
        "vaga_area_negocios",
        "vaga_area_marketing",
        "vaga_area_sistemas",
        "vaga_area_suporte",
        "vaga_area_infraestrutura",
        "vaga_area_testes",
        "vaga_area_qualidade",
        "vaga_area_arquitetura",
        "vaga_area_dados",
        "vaga_area_processos",
        "vaga_area_governanca",
        "vaga_cita_sap",
        "par_sap",
        "par_sap_falta",
        "par_sap_sobra",
    ]
)
_TEXTS: Final = frozenset(
    [
        "vaga_prazo",
        "vaga_prioridade",
        "vaga_objetivo",
        "vaga_origem",
        "vaga_divisao",
        "vaga_local",
        "vaga_estado",
        "vaga_cidade",
        "vaga_viagens",
        "vaga_texto",
    ]
)


def upgrade() -> None:
    table(
        "vagas_feat",
        f"The {len(_OF_VAGAS)} features of each vaga (profile candidate_vaga).",
        line(),
        code("vaga_codigo", "Code of the vaga."),
        *_numbers(_OF_VAGAS),
        *_texts(_OF_VAGAS),
        sa.UniqueConstraint("vaga_codigo", name="vagas_feat_vaga_codigo_key"),
    )
    table(
        "gold_candidate_vaga",
        "One row a decided (vaga, person): the features of both and the outcome.",
        line(),
        code("codigo_profissional", "The applicant's code."),
        code("vaga_codigo", "Code of the vaga."),
        day("data_candidatura", "Day of the application; null for unknown."),
        *of_people(),
        *_numbers({**_OF_VAGAS, **_OF_PAIRS}),
        *_texts(_OF_VAGAS),
        text("status_label", "Status as the label contract spells it."),
        flag("target", "1 hired, 0 not hired."),
        sa.UniqueConstraint("vaga_codigo", "codigo_profissional", name="gold_candidate_vaga_vaga_person_key"),
    )


def _numbers(features: Mapping[str, str]) -> list[sa.Column[Any]]:
    return [
        flag(name, f"{meaning} 1 yes, 0 no.", nullable=True)
        if name in _FLAGS
        else number(name, f"{meaning} Null for unknown.", nullable=True)
        for name, meaning in features.items()
        if name not in _TEXTS
    ]


def _texts(features: Mapping[str, str]) -> list[sa.Column[Any]]:
    return [
        text(name, f"{meaning} Null for unknown.", nullable=True)
        for name, meaning in features.items()
        if name in _TEXTS
    ]
