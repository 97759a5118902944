"""What a person and a vaga have in common, and when the one was put forward for the other.

A gap of levels says by how many the person exceeds what is asked; an absent field is unknown, never too low.
The day is allowed in a score, and frozen where people are put in an order: see `dated` of a profile.
"""

from typing import Final

from hiring.domain.features.formulas.comparisons import (
    common_areas,
    days_between,
    gap,
    in_both,
    log_characters,
    month,
    only_first,
    weekday,
)
from hiring.domain.features.formulas.levels import (
    LANGUAGE_LEVELS,
    SCHOOLING_LEVELS,
    SENIORITY_LEVELS,
    language_of,
    schooling_level_of,
    seniority_of,
)
from hiring.domain.features.kinds import Amount, Flag, Gap
from hiring.domain.features.rules import Rule
from hiring.domain.features.text import word
from hiring.domain.features.views import candidate, vaga

__all__ = ["APPLIED", "MATCH", "TIME"]

APPLIED: Final = ("prospect.data_candidatura",)
OWN_SAP: Final = (*candidate.SKILLS, *candidate.TITLE)
SAP: Final = (*OWN_SAP, *vaga.TEXTS)
FURTHEST: Final = 3_650

FLAG: Final = Flag()
LANGUAGES: Final = Gap(levels=len(LANGUAGE_LEVELS))
SCHOOLINGS: Final = Gap(levels=len(SCHOOLING_LEVELS))
STANDINGS: Final = Gap(levels=len(SENIORITY_LEVELS))
SHARE: Final = Amount(0, 1, "share")
LOG: Final = Amount(0, 12, "log characters")
DAYS: Final = Amount(-FURTHEST, FURTHEST, "days")
MONTH: Final = Amount(1, 12, "month")
WEEKDAY: Final = Amount(1, 7, "day of the week")
# fmt: off
MATCH: Final = (
    #    feature                   reads                                      computed by                                  kind        a recruiter reads it as (pt, en)
    Rule("par_ingles",             (*candidate.ENGLISH, *vaga.ASKED_ENGLISH), gap(language_of, LANGUAGE_LEVELS),           LANGUAGES,  "Inglês em relação ao que a vaga pede",       "English beside what the vaga asks for"),
    Rule("par_espanhol",           (*candidate.SPANISH, *vaga.ASKED_SPANISH), gap(language_of, LANGUAGE_LEVELS),           LANGUAGES,  "Espanhol em relação ao que a vaga pede",     "Spanish beside what the vaga asks for"),
    Rule("par_escolaridade",       (*candidate.SCHOOL, *vaga.ACADEMIC),       gap(schooling_level_of, SCHOOLING_LEVELS),   SCHOOLINGS, "Escolaridade em relação à que a vaga pede", "Schooling beside what the vaga asks for"),
    Rule("par_nivel",              (*candidate.TITLE, *vaga.SENIORITY),       gap(seniority_of, SENIORITY_LEVELS),         STANDINGS,  "Senioridade em relação à que a vaga pede",  "Seniority beside what the vaga asks for"),
    Rule("par_areas",              (*candidate.AREA, *vaga.AREAS),            common_areas,                                SHARE,      "Áreas em comum, como parte de todas",                       "Fields in common, as a share of all"),
    Rule("par_sap",                SAP,                                       in_both(len(OWN_SAP), word("sap")),          FLAG,       "O currículo e a vaga citam SAP",                                "The CV and the vaga mention SAP"),
    Rule("par_sap_falta",          SAP,                                       only_first(len(OWN_SAP), word("sap"), turned=True), FLAG, "Só a vaga cita SAP",                        "Only the vaga mentions SAP"),
    Rule("par_sap_sobra",          SAP,                                       only_first(len(OWN_SAP), word("sap")),       FLAG,       "Só o currículo cita SAP",                         "Only the CV mentions SAP"),
    Rule("par_cv_tamanho_log",     candidate.CV,                              log_characters,                              LOG,        "Tamanho do currículo (logaritmo)",                          "Length of the CV (logarithm)"),
)
TIME: Final = (
    Rule("dias_desde_requisicao",  (*vaga.OPENED, *APPLIED),                  days_between(FURTHEST),                      DAYS,       "Dias da abertura da vaga à candidatura",                    "Days from the vaga's opening to the application"),
    Rule("candidatura_mes",        APPLIED,                                   month,                                       MONTH,      "Mês da candidatura",                                        "Month of the application"),
    Rule("candidatura_dia_semana", APPLIED,                                   weekday,                                     WEEKDAY,    "Dia da semana da candidatura (1 segunda)",                  "Day of the week of the application (1 Monday)"),
)
# fmt: on
