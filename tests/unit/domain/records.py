"""Applicants as the export has them, built from the few fields that a test is about."""

from collections.abc import Mapping
from typing import Any, Final

CV: Final = "cv_pt"
EMAIL: Final = "infos_basicas.email"
EMAIL_2: Final = "informacoes_pessoais.email"
EMAIL_3: Final = "informacoes_pessoais.email_secundario"
PHONE: Final = "infos_basicas.telefone"
PHONE_2: Final = "infos_basicas.telefone_recado"
PHONE_3: Final = "informacoes_pessoais.telefone_celular"
PHONE_4: Final = "informacoes_pessoais.telefone_recado"
LINKEDIN: Final = "informacoes_pessoais.url_linkedin"
PLACE: Final = "infos_basicas.local"
GOAL: Final = "infos_basicas.objetivo_profissional"
PAY: Final = "informacoes_profissionais.remuneracao"
ENGLISH: Final = "formacao_e_idiomas.nivel_ingles"
SPANISH: Final = "formacao_e_idiomas.nivel_espanhol"
OTHERS: Final = "formacao_e_idiomas.outro_idioma"
SCHOOL: Final = "formacao_e_idiomas.nivel_academico"
AREA: Final = "informacoes_profissionais.area_atuacao"
TITLE: Final = "informacoes_profissionais.titulo_profissional"
CERTS: Final = "informacoes_profissionais.certificacoes"
CERTS_2: Final = "informacoes_profissionais.outras_certificacoes"
SKILLS: Final = "informacoes_profissionais.conhecimentos_tecnicos"

PATHS: Final = (
    CV, EMAIL, EMAIL_2, EMAIL_3, PHONE, PHONE_2, PHONE_3, PHONE_4, LINKEDIN, PLACE, GOAL, PAY, ENGLISH,
    SPANISH, OTHERS, SCHOOL, AREA, TITLE, CERTS, CERTS_2, SKILLS,
)  # fmt: skip  # a list of names, not one a line


def an_applicant(fields: Mapping[str, object] | None = None) -> dict[str, object]:
    """A record in which only these fields, given as `section.field`, are there."""
    record: dict[str, Any] = {}
    for path, value in (fields or {}).items():
        section, _, name = path.partition(".")
        if name:
            record.setdefault(section, {})[name] = value
        else:
            record[section] = value
    return record
