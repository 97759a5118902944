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
    "vaga_area_projetos": "Vaga in the field of IT projects.",
    "vaga_area_sap": "Vaga in the field of SAP.",
    "vaga_area_recursos_de_ti": "Vaga in the field of IT resource management.",
    "vaga_area_programacao": "Vaga in the field of programming.",
    "vaga_area_design": "Vaga in the field of development and design.",
    "vaga_area_mobile": "Vaga in the field of mobile development.",
    "vaga_area_ux": "Vaga in the field of UX.",
    "vaga_area_administrativa": "Vaga in the field of administration.",
    "vaga_area_financeira": "Vaga in the field of finance or controllership.",
    "vaga_area_rh": "Vaga in the field of human resources.",
    "vaga_area_comercial": "Vaga in the field of sales.",
    "vaga_area_negocios": "Vaga in the field of new business and partners.",
    "vaga_area_marketing": "Vaga in the field of marketing.",
    "vaga_area_sistemas": "Vaga in the field of systems and tools.",
    "vaga_area_suporte": "Vaga in the field of support.",
    "vaga_area_infraestrutura": "Vaga in the field of infrastructure.",
    "vaga_area_testes": "Vaga in the field of quality and tests.",
    "vaga_area_qualidade": "Vaga in the field of corporate quality.",
    "vaga_area_arquitetura": "Vaga in the field of architecture.",
    "vaga_area_dados": "Vaga in the field of databases.",
    "vaga_area_processos": "Vaga in the field of processes and business.",
    "vaga_area_governanca": "Vaga in the field of governance.",
    "vaga_cita_sap": "The vaga mentions SAP.",
    "vaga_prazo": "Term of the contract.",
    "vaga_prioridade": "The vaga's priority.",
    "vaga_objetivo": "The vaga's purpose.",
    "vaga_origem": "The vaga's origin.",
    "vaga_divisao": "Division that opened the vaga.",
    "vaga_local": "The vaga's workplace.",
    "vaga_estado": "The vaga's state.",
    "vaga_cidade": "The vaga's city.",
    "vaga_viagens": "Travel that the vaga requires.",
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
    "par_ingles": "English beside what the vaga asks for.",
    "par_espanhol": "Spanish beside what the vaga asks for.",
    "par_escolaridade": "Schooling beside what the vaga asks for.",
    "par_nivel": "Seniority beside what the vaga asks for.",
    "par_areas": "Fields in common, as a share of all.",
    "par_sap": "The CV and the vaga mention SAP.",
    "par_sap_falta": "Only the vaga mentions SAP.",
    "par_sap_sobra": "Only the CV mentions SAP.",
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
