"""The 46 features of contract v1 as a table. The order is the model's column order.

A rule reads one record's fields and nothing else. Anything learnt (medians, encodings) belongs to the model.
"""

from typing import Final

from hiring.domain.features.formulas.fields import (
    another_language,
    any_email,
    any_phone,
    any_present,
    corporate_email,
    language,
    longer_than,
    mentions,
    salary,
    schooling,
)
from hiring.domain.features.formulas.salary import HIGHEST, LOWEST
from hiring.domain.features.kinds import Amount, Flag
from hiring.domain.features.rules import Rule
from hiring.domain.features.text import prefix, word

__all__ = [
    "AREA",
    "CERTS",
    "CV",
    "EMAILS",
    "ENGLISH",
    "GOAL",
    "LINKEDIN",
    "OTHERS",
    "PAY",
    "PHONES",
    "PLACE",
    "RULES",
    "SCHOOL",
    "SKILLS",
    "SPANISH",
    "TITLE",
]


def _under(section: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{section}.{name}" for name in names)


EMAILS: Final = ("infos_basicas.email", *_under("informacoes_pessoais", "email", "email_secundario"))
PHONES: Final = (
    *_under("infos_basicas", "telefone", "telefone_recado"),
    *_under("informacoes_pessoais", "telefone_celular", "telefone_recado"),
)
LINKEDIN: Final = ("informacoes_pessoais.url_linkedin",)
PLACE: Final = ("infos_basicas.local",)
GOAL: Final = ("infos_basicas.objetivo_profissional",)
PAY: Final = ("informacoes_profissionais.remuneracao",)
ENGLISH: Final = ("formacao_e_idiomas.nivel_ingles",)
SPANISH: Final = ("formacao_e_idiomas.nivel_espanhol",)
OTHERS: Final = ("formacao_e_idiomas.outro_idioma",)
SCHOOL: Final = ("formacao_e_idiomas.nivel_academico",)
AREA: Final = ("informacoes_profissionais.area_atuacao",)
TITLE: Final = ("informacoes_profissionais.titulo_profissional", *GOAL)
CERTS: Final = _under("informacoes_profissionais", "certificacoes", "outras_certificacoes")
SKILLS: Final = ("cv_pt", "informacoes_profissionais.conhecimentos_tecnicos")
CV: Final = ("cv_pt",)

FLAG: Final = Flag()
ONE_INGL, ONE_ESP, ONE_ESC = Flag("ingl_"), Flag("esp_"), Flag("esc_")
BRL_MONTH: Final = Amount(LOWEST, HIGHEST, "BRL/month")

# fmt: off
RULES: Final = (
    #    feature                    reads     computed by                                   kind         a recruiter reads it as (pt, en)
    Rule("tem_email",               EMAILS,   any_email,                                    FLAG,        "Informou um e-mail válido",                 "Gave a valid e-mail"),
    Rule("tem_telefone",            PHONES,   any_phone,                                    FLAG,        "Informou telefone",                         "Gave a phone number"),
    Rule("tem_linkedin",            LINKEDIN, any_present,                                  FLAG,        "Informou LinkedIn",                         "Gave a LinkedIn page"),
    Rule("tem_local",               PLACE,    any_present,                                  FLAG,        "Informou a localidade",                     "Gave a place"),
    Rule("tem_objetivo",            GOAL,     any_present,                                  FLAG,        "Informou objetivo profissional",            "Stated a professional goal"),
    Rule("email_corporativo",       EMAILS,   corporate_email,                              FLAG,        "O e-mail não é de provedor gratuito",       "The e-mail is not at a free provider"),
    Rule("salario_valor",           PAY,      salary,                                       BRL_MONTH,   "Remuneração informada (R$/mês)",            "Stated pay (BRL a month)"),
    Rule("ingl_nenhum",             ENGLISH,  language("nenhum"),                           ONE_INGL,    "Inglês: nenhum ou não informado",           "English: none or not stated"),
    Rule("ingl_basico",             ENGLISH,  language("basico"),                           ONE_INGL,    "Inglês: básico",                            "English: basic"),
    Rule("ingl_intermediario",      ENGLISH,  language("intermediario"),                    ONE_INGL,    "Inglês: intermediário",                     "English: intermediate"),
    Rule("ingl_avancado",           ENGLISH,  language("avancado"),                         ONE_INGL,    "Inglês: avançado",                          "English: advanced"),
    Rule("ingl_outro",              ENGLISH,  language("outro"),                            ONE_INGL,    "Inglês: outro nível (fluente, técnico)",    "English: another level (fluent, technical)"),
    Rule("esp_nenhum",              SPANISH,  language("nenhum"),                           ONE_ESP,     "Espanhol: nenhum ou não informado",         "Spanish: none or not stated"),
    Rule("esp_basico",              SPANISH,  language("basico"),                           ONE_ESP,     "Espanhol: básico",                          "Spanish: basic"),
    Rule("esp_intermediario",       SPANISH,  language("intermediario"),                    ONE_ESP,     "Espanhol: intermediário",                   "Spanish: intermediate"),
    Rule("esp_avancado",            SPANISH,  language("avancado"),                         ONE_ESP,     "Espanhol: avançado",                        "Spanish: advanced"),
    Rule("esp_outro",               SPANISH,  language("outro"),                            ONE_ESP,     "Espanhol: outro nível (fluente, técnico)",  "Spanish: another level (fluent, technical)"),
    Rule("outro_idioma_presente",   OTHERS,   another_language,                             FLAG,        "Fala outro idioma além do português",       "Speaks a language besides Portuguese"),
    Rule("esc_pos",                 SCHOOL,   schooling("pos"),                             ONE_ESC,     "Pós-graduação, MBA, mestrado ou doutorado", "Postgraduate, MBA, master's or doctorate"),
    Rule("esc_tecnologo",           SCHOOL,   schooling("tecnologo"),                       ONE_ESC,     "Ensino técnico ou tecnólogo",               "Technical school or technologist"),
    Rule("esc_medio",               SCHOOL,   schooling("medio"),                           ONE_ESC,     "Ensino médio",                              "Secondary school"),
    Rule("esc_superior_completo",   SCHOOL,   schooling("superior_completo"),               ONE_ESC,     "Ensino superior completo",                  "University degree"),
    Rule("esc_superior_incompleto", SCHOOL,   schooling("superior_incompleto"),             ONE_ESC,     "Ensino superior incompleto",                "University, not finished"),
    Rule("area_admin",              AREA,     mentions(prefix("administr")),                FLAG,        "Área de atuação: administrativa",           "Field: administration"),
    Rule("area_ti",                 AREA,     mentions(word("ti"), prefix("tecnologia")),   FLAG,        "Área de atuação: TI",                       "Field: IT"),
    Rule("area_financeiro",         AREA,     mentions(prefix("financ"), prefix("controlador")), FLAG,    "Área de atuação: finanças",                 "Field: finance"),
    Rule("titulo_admin",            TITLE,    mentions(prefix("administr"), word("adm")),   FLAG,        "Título ou objetivo: administração",         "Title or goal: administration"),
    Rule("titulo_ti",               TITLE,    mentions(word("ti"), prefix("tecnologia da informac"), prefix("desenvolved"), prefix("programad"), word("sistemas"), prefix("software"), prefix("infraestrutura"), word("redes"), word("devops")),
                                                                                            FLAG,        "Título ou objetivo: TI",                    "Title or goal: IT"),
    Rule("titulo_dados_bi",         TITLE,    mentions(word("bi"), word("dados"), word("data"), prefix("business intelligence"), prefix("analytics")),
                                                                                            FLAG,        "Título ou objetivo: dados ou BI",           "Title or goal: data or BI"),
    Rule("titulo_financeiro",       TITLE,    mentions(prefix("financ"), prefix("contab"), prefix("controlador"), prefix("tesour")),
                                                                                            FLAG,        "Título ou objetivo: finanças",              "Title or goal: finance"),
    Rule("cert_mos_word",           CERTS,    mentions(word("77-418")),                     FLAG,        "Certificação MOS Word (77-418)",            "Certificate MOS Word (77-418)"),
    Rule("cert_mos_excel",          CERTS,    mentions(word("77-420")),                     FLAG,        "Certificação MOS Excel (77-420)",           "Certificate MOS Excel (77-420)"),
    Rule("cert_mos_outlook",        CERTS,    mentions(word("77-423")),                     FLAG,        "Certificação MOS Outlook (77-423)",         "Certificate MOS Outlook (77-423)"),
    Rule("cert_mos_powerpoint",     CERTS,    mentions(word("77-422")),                     FLAG,        "Certificação MOS PowerPoint (77-422)",      "Certificate MOS PowerPoint (77-422)"),
    Rule("cert_sap_fi",             CERTS,    mentions(word("sap fi"), word("sapfi")),      FLAG,        "Certificação SAP FI",                       "Certificate SAP FI"),
    Rule("has_cert",                CERTS,    any_present,                                  FLAG,        "Informou alguma certificação",              "Gave any certificate"),
    Rule("cv_excel_avancado",       SKILLS,   mentions(word("excel avancado")),             FLAG,        "Currículo cita Excel avançado",             "CV mentions advanced Excel"),
    Rule("cv_kpi",                  SKILLS,   mentions(prefix("kpi")),                      FLAG,        "Currículo cita KPI",                        "CV mentions KPI"),
    Rule("cv_controladoria",        SKILLS,   mentions(prefix("controlador")),              FLAG,        "Currículo cita controladoria",              "CV mentions controllership"),
    Rule("cv_contabil",             SKILLS,   mentions(prefix("contab")),                   FLAG,        "Currículo cita contabilidade",              "CV mentions accounting"),
    Rule("cv_financeiro",           SKILLS,   mentions(prefix("financeir")),                FLAG,        "Currículo cita finanças",                   "CV mentions finance"),
    Rule("cv_administrativo",       SKILLS,   mentions(prefix("administr")),                FLAG,        "Currículo cita administração",              "CV mentions administration"),
    Rule("cv_sap",                  SKILLS,   mentions(word("sap")),                        FLAG,        "Currículo cita SAP",                        "CV mentions SAP"),
    Rule("cv_protheus",             SKILLS,   mentions(word("protheus")),                   FLAG,        "Currículo cita Protheus",                   "CV mentions Protheus"),
    Rule("cv_navision",             SKILLS,   mentions(word("navision")),                   FLAG,        "Currículo cita Navision",                   "CV mentions Navision"),
    Rule("cv_tamanho_maior_1500",   CV,       longer_than(1500),                            FLAG,        "Currículo com mais de 1.500 caracteres",    "CV longer than 1,500 characters"),
)
# fmt: on
