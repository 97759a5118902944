"""The 46 features of contract v1 as a table. The order is the model's column order.

A rule reads one record's fields and nothing else. Anything learnt (medians, encodings) belongs to the model.
"""

from dataclasses import dataclass
from typing import Final, Literal

from hiring.domain.contract import FIELDS, Known
from hiring.domain.features.formulas import (
    Formula,
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
    "Rule",
    "Unit",
]

Unit = Literal["0/1", "BRL/month"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One feature.

    Args:
        feature: Column name; part of the contract, never renamed.
        reads: Paths of the source fields, see `hiring.domain.contract`.
        computed_by: The formula over those fields.
        unit: `0/1`, or BRL a month with NaN for unknown.
        pt: What a recruiter reads, in Portuguese.
        en: The same in English.

    Raises:
        ValueError: A field that the source does not have, that is known only after the decision, or that
            is protected: such a feature would leak or discriminate, so the rule table does not even import.
    """

    feature: str
    reads: tuple[str, ...]
    computed_by: Formula
    unit: Unit
    pt: str
    en: str

    def __post_init__(self) -> None:
        for path in self.reads:
            field = FIELDS.get(path)
            if field is None or field.known is Known.AFTER or field.protected:
                message = (
                    f"{self.feature} may not read {path}: unknown, protected, or written after the decision"
                )
                raise ValueError(message)


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

# fmt: off
RULES: Final = (
    #    feature                    reads     computed by                                   unit         a recruiter reads it as (pt, en)
    Rule("tem_email",               EMAILS,   any_email,                                    "0/1",       "Informou um e-mail válido",                 "Gave a valid e-mail"),
    Rule("tem_telefone",            PHONES,   any_phone,                                    "0/1",       "Informou telefone",                         "Gave a phone number"),
    Rule("tem_linkedin",            LINKEDIN, any_present,                                  "0/1",       "Informou LinkedIn",                         "Gave a LinkedIn page"),
    Rule("tem_local",               PLACE,    any_present,                                  "0/1",       "Informou a localidade",                     "Gave a place"),
    Rule("tem_objetivo",            GOAL,     any_present,                                  "0/1",       "Informou objetivo profissional",            "Stated a professional goal"),
    Rule("email_corporativo",       EMAILS,   corporate_email,                              "0/1",       "O e-mail não é de provedor gratuito",       "The e-mail is not at a free provider"),
    Rule("salario_valor",           PAY,      salary,                                       "BRL/month", "Remuneração informada (R$/mês)",            "Stated pay (BRL a month)"),
    Rule("ingl_nenhum",             ENGLISH,  language("nenhum"),                           "0/1",       "Inglês: nenhum ou não informado",           "English: none or not stated"),
    Rule("ingl_basico",             ENGLISH,  language("basico"),                           "0/1",       "Inglês: básico",                            "English: basic"),
    Rule("ingl_intermediario",      ENGLISH,  language("intermediario"),                    "0/1",       "Inglês: intermediário",                     "English: intermediate"),
    Rule("ingl_avancado",           ENGLISH,  language("avancado"),                         "0/1",       "Inglês: avançado",                          "English: advanced"),
    Rule("ingl_outro",              ENGLISH,  language("outro"),                            "0/1",       "Inglês: outro nível (fluente, técnico)",    "English: another level (fluent, technical)"),
    Rule("esp_nenhum",              SPANISH,  language("nenhum"),                           "0/1",       "Espanhol: nenhum ou não informado",         "Spanish: none or not stated"),
    Rule("esp_basico",              SPANISH,  language("basico"),                           "0/1",       "Espanhol: básico",                          "Spanish: basic"),
    Rule("esp_intermediario",       SPANISH,  language("intermediario"),                    "0/1",       "Espanhol: intermediário",                   "Spanish: intermediate"),
    Rule("esp_avancado",            SPANISH,  language("avancado"),                         "0/1",       "Espanhol: avançado",                        "Spanish: advanced"),
    Rule("esp_outro",               SPANISH,  language("outro"),                            "0/1",       "Espanhol: outro nível (fluente, técnico)",  "Spanish: another level (fluent, technical)"),
    Rule("outro_idioma_presente",   OTHERS,   another_language,                             "0/1",       "Fala outro idioma além do português",       "Speaks a language besides Portuguese"),
    Rule("esc_pos",                 SCHOOL,   schooling("pos"),                             "0/1",       "Pós-graduação, MBA, mestrado ou doutorado", "Postgraduate, MBA, master's or doctorate"),
    Rule("esc_tecnologo",           SCHOOL,   schooling("tecnologo"),                       "0/1",       "Ensino técnico ou tecnólogo",               "Technical school or technologist"),
    Rule("esc_medio",               SCHOOL,   schooling("medio"),                           "0/1",       "Ensino médio",                              "Secondary school"),
    Rule("esc_superior_completo",   SCHOOL,   schooling("superior_completo"),               "0/1",       "Ensino superior completo",                  "University degree"),
    Rule("esc_superior_incompleto", SCHOOL,   schooling("superior_incompleto"),             "0/1",       "Ensino superior incompleto",                "University, not finished"),
    Rule("area_admin",              AREA,     mentions(prefix("administr")),                "0/1",       "Área de atuação: administrativa",           "Field: administration"),
    Rule("area_ti",                 AREA,     mentions(word("ti"), prefix("tecnologia")),   "0/1",       "Área de atuação: TI",                       "Field: IT"),
    Rule("area_financeiro",         AREA,     mentions(prefix("financ"), prefix("controlador")), "0/1",  "Área de atuação: finanças",                 "Field: finance"),
    Rule("titulo_admin",            TITLE,    mentions(prefix("administr"), word("adm")),   "0/1",       "Título ou objetivo: administração",         "Title or goal: administration"),
    Rule("titulo_ti",               TITLE,    mentions(word("ti"), prefix("tecnologia da informac"), prefix("desenvolved"), prefix("programad"), word("sistemas"), prefix("software"), prefix("infraestrutura"), word("redes"), word("devops")),
                                                                                            "0/1",       "Título ou objetivo: TI",                    "Title or goal: IT"),
    Rule("titulo_dados_bi",         TITLE,    mentions(word("bi"), word("dados"), word("data"), prefix("business intelligence"), prefix("analytics")),
                                                                                            "0/1",       "Título ou objetivo: dados ou BI",           "Title or goal: data or BI"),
    Rule("titulo_financeiro",       TITLE,    mentions(prefix("financ"), prefix("contab"), prefix("controlador"), prefix("tesour")),
                                                                                            "0/1",       "Título ou objetivo: finanças",              "Title or goal: finance"),
    Rule("cert_mos_word",           CERTS,    mentions(word("77-418")),                     "0/1",       "Certificação MOS Word (77-418)",            "Certificate MOS Word (77-418)"),
    Rule("cert_mos_excel",          CERTS,    mentions(word("77-420")),                     "0/1",       "Certificação MOS Excel (77-420)",           "Certificate MOS Excel (77-420)"),
    Rule("cert_mos_outlook",        CERTS,    mentions(word("77-423")),                     "0/1",       "Certificação MOS Outlook (77-423)",         "Certificate MOS Outlook (77-423)"),
    Rule("cert_mos_powerpoint",     CERTS,    mentions(word("77-422")),                     "0/1",       "Certificação MOS PowerPoint (77-422)",      "Certificate MOS PowerPoint (77-422)"),
    Rule("cert_sap_fi",             CERTS,    mentions(word("sap fi"), word("sapfi")),      "0/1",       "Certificação SAP FI",                       "Certificate SAP FI"),
    Rule("has_cert",                CERTS,    any_present,                                  "0/1",       "Informou alguma certificação",              "Gave any certificate"),
    Rule("cv_excel_avancado",       SKILLS,   mentions(word("excel avancado")),             "0/1",       "Currículo cita Excel avançado",             "CV mentions advanced Excel"),
    Rule("cv_kpi",                  SKILLS,   mentions(prefix("kpi")),                      "0/1",       "Currículo cita KPI",                        "CV mentions KPI"),
    Rule("cv_controladoria",        SKILLS,   mentions(prefix("controlador")),              "0/1",       "Currículo cita controladoria",              "CV mentions controllership"),
    Rule("cv_contabil",             SKILLS,   mentions(prefix("contab")),                   "0/1",       "Currículo cita contabilidade",              "CV mentions accounting"),
    Rule("cv_financeiro",           SKILLS,   mentions(prefix("financeir")),                "0/1",       "Currículo cita finanças",                   "CV mentions finance"),
    Rule("cv_administrativo",       SKILLS,   mentions(prefix("administr")),                "0/1",       "Currículo cita administração",              "CV mentions administration"),
    Rule("cv_sap",                  SKILLS,   mentions(word("sap")),                        "0/1",       "Currículo cita SAP",                        "CV mentions SAP"),
    Rule("cv_protheus",             SKILLS,   mentions(word("protheus")),                   "0/1",       "Currículo cita Protheus",                   "CV mentions Protheus"),
    Rule("cv_navision",             SKILLS,   mentions(word("navision")),                   "0/1",       "Currículo cita Navision",                   "CV mentions Navision"),
    Rule("cv_tamanho_maior_1500",   CV,       longer_than(1500),                            "0/1",       "Currículo com mais de 1.500 caracteres",    "CV longer than 1,500 characters"),
)
# fmt: on
