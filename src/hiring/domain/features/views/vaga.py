"""What a vaga's own record says: levels, contract, areas, place, texts. Nothing in it knows any candidate."""

from typing import Final

from hiring.domain.features.formulas.comparisons import (
    LONGEST_TEXT,
    characters,
    choice,
    choices,
    digits,
    level,
    words,
    words_of,
)
from hiring.domain.features.formulas.fields import mentions
from hiring.domain.features.formulas.levels import (
    LANGUAGE_LEVELS,
    SCHOOLING_LEVELS,
    SENIORITY_LEVELS,
    language_of,
    schooling_level_of,
    seniority_of,
)
from hiring.domain.features.kinds import Amount, Code, Flag, Learnt, Level
from hiring.domain.features.rules import Rule
from hiring.domain.features.text import prefix, word

__all__ = [
    "ACADEMIC",
    "AREAS",
    "ASKED_ENGLISH",
    "ASKED_SPANISH",
    "OPENED",
    "RULES",
    "SENIORITY",
    "TEXTS",
    "TITLE",
]


def _basic(name: str) -> tuple[str, ...]:
    return (f"informacoes_basicas.{name}",)


def _profile(name: str) -> tuple[str, ...]:
    return (f"perfil_vaga.{name}",)


OPENED: Final = _basic("data_requicisao")
TITLE: Final = _basic("titulo_vaga")
CONTRACT: Final = _basic("tipo_contratacao")
AREAS: Final = _profile("areas_atuacao")
ASKED_ENGLISH: Final = _profile("nivel_ingles")
ASKED_SPANISH: Final = _profile("nivel_espanhol")
ACADEMIC: Final = _profile("nivel_academico")
SENIORITY: Final = _profile("nivel profissional")
TASKS: Final = _profile("principais_atividades")
SKILLS: Final = _profile("competencia_tecnicas_e_comportamentais")
HABITS: Final = _profile("habilidades_comportamentais_necessarias")
REMARKS: Final = _profile("demais_observacoes")
TEXTS: Final = (*TITLE, *TASKS, *SKILLS, *HABITS)

FLAG: Final = Flag()
CODE: Final = Code(at_least=30)
LANGUAGE: Final = Level(names=LANGUAGE_LEVELS)
SCHOOLING: Final = Level(names=SCHOOLING_LEVELS)
STANDING: Final = Level(names=SENIORITY_LEVELS)
LENGTH: Final = Amount(0, LONGEST_TEXT, "characters")
WORDS: Final = Amount(0, LONGEST_TEXT, "words")
DIGITS: Final = Amount(0, LONGEST_TEXT, "digits")
KINDS: Final = Amount(0, 20, "kinds")

# fmt: off
RULES: Final = (
    #    feature                      reads          computed by                                   kind       a recruiter reads it as (pt, en)
    Rule("vaga_ingles",               ASKED_ENGLISH, level(language_of, LANGUAGE_LEVELS),          LANGUAGE,  "Inglês que a vaga pede",                        "English that the vaga asks for"),
    Rule("vaga_espanhol",             ASKED_SPANISH, level(language_of, LANGUAGE_LEVELS),          LANGUAGE,  "Espanhol que a vaga pede",                      "Spanish that the vaga asks for"),
    Rule("vaga_escolaridade",         ACADEMIC,      level(schooling_level_of, SCHOOLING_LEVELS),  SCHOOLING, "Escolaridade que a vaga pede",                  "Schooling that the vaga asks for"),
    Rule("vaga_nivel",                SENIORITY,     level(seniority_of, SENIORITY_LEVELS),        STANDING,  "Nível profissional da vaga",                    "The vaga's seniority"),
    Rule("vaga_titulo_nivel",         TITLE,         level(seniority_of, SENIORITY_LEVELS),        STANDING,  "Nível no título da vaga",                       "Seniority in the vaga's title"),
    Rule("vaga_clt",                  CONTRACT,      mentions(word("clt full")),                   FLAG,      "Contratação CLT",                               "CLT contract (employee)"),
    Rule("vaga_cotas",                CONTRACT,      mentions(word("clt cotas")),                  FLAG,      "Contratação CLT por cotas",                     "CLT contract under quotas"),
    Rule("vaga_pj",                   CONTRACT,      mentions(word("pj")),                         FLAG,      "Contratação PJ ou autônomo",                    "Contractor (PJ)"),
    Rule("vaga_cooperado",            CONTRACT,      mentions(word("cooperado")),                  FLAG,      "Contratação como cooperado",                    "Member of a cooperative"),
    Rule("vaga_hunting",              CONTRACT,      mentions(word("hunting")),                    FLAG,      "Contratação por hunting",                       "Hunting (hired by the client)"),
    Rule("vaga_estagio",              CONTRACT,      mentions(prefix("estagi")),                   FLAG,      "Estágio",                                       "Internship"),
    Rule("vaga_contratacoes",         CONTRACT,      choices,                                      KINDS,     "Tipos de contratação possíveis",                "Possible kinds of contract"),
    Rule("vaga_area_projetos",        AREAS,         mentions(word("projetos")),                   FLAG,      "Vaga da área de projetos de TI",                  "Vaga in the field of IT projects"),
    Rule("vaga_area_sap",             AREAS,         mentions(word("sap")),                        FLAG,      "Vaga da área de SAP",                             "Vaga in the field of SAP"),
    Rule("vaga_area_recursos_de_ti",  AREAS,         mentions(word("gestao e alocacao de recursos")), FLAG,   "Vaga da área de gestão de recursos de TI",        "Vaga in the field of IT resource management"),
    Rule("vaga_area_programacao",     AREAS,         mentions(word("programacao")),                FLAG,      "Vaga da área de programação",                     "Vaga in the field of programming"),
    Rule("vaga_area_design",          AREAS,         mentions(word("design")),                     FLAG,      "Vaga da área de desenvolvimento e design",        "Vaga in the field of development and design"),
    Rule("vaga_area_mobile",          AREAS,         mentions(word("mobile")),                     FLAG,      "Vaga da área de desenvolvimento mobile",          "Vaga in the field of mobile development"),
    Rule("vaga_area_ux",              AREAS,         mentions(word("ux")),                         FLAG,      "Vaga da área de UX",                              "Vaga in the field of UX"),
    Rule("vaga_area_administrativa",  AREAS,         mentions(prefix("administrativ")),            FLAG,      "Vaga da área administrativa",                  "Vaga in the field of administration"),
    Rule("vaga_area_financeira",      AREAS,         mentions(prefix("financeir")),                FLAG,      "Vaga da área financeira ou de controladoria",     "Vaga in the field of finance or controllership"),
    Rule("vaga_area_rh",              AREAS,         mentions(word("recursos humanos")),           FLAG,      "Vaga da área de recursos humanos",                "Vaga in the field of human resources"),
    Rule("vaga_area_comercial",       AREAS,         mentions(word("comercial")),                  FLAG,      "Vaga da área comercial",                       "Vaga in the field of sales"),
    Rule("vaga_area_negocios",        AREAS,         mentions(word("novos negocios")),             FLAG,      "Vaga da área de novos negócios e parcerias",      "Vaga in the field of new business and partners"),
    Rule("vaga_area_marketing",       AREAS,         mentions(word("marketing")),                  FLAG,      "Vaga da área de marketing",                       "Vaga in the field of marketing"),
    Rule("vaga_area_sistemas",        AREAS,         mentions(word("sistemas e ferramentas")),     FLAG,      "Vaga da área de sistemas e ferramentas",          "Vaga in the field of systems and tools"),
    Rule("vaga_area_suporte",         AREAS,         mentions(word("suporte")),                    FLAG,      "Vaga da área de suporte",                         "Vaga in the field of support"),
    Rule("vaga_area_infraestrutura",  AREAS,         mentions(word("infraestrutura")),             FLAG,      "Vaga da área de infraestrutura",                  "Vaga in the field of infrastructure"),
    Rule("vaga_area_testes",          AREAS,         mentions(word("testes")),                     FLAG,      "Vaga da área de qualidade e testes",              "Vaga in the field of quality and tests"),
    Rule("vaga_area_qualidade",       AREAS,         mentions(word("qualidade corporativa")),      FLAG,      "Vaga da área de qualidade corporativa",           "Vaga in the field of corporate quality"),
    Rule("vaga_area_arquitetura",     AREAS,         mentions(word("arquitetura")),                FLAG,      "Vaga da área de arquitetura",                     "Vaga in the field of architecture"),
    Rule("vaga_area_dados",           AREAS,         mentions(word("banco de dados")),             FLAG,      "Vaga da área de banco de dados",                  "Vaga in the field of databases"),
    Rule("vaga_area_processos",       AREAS,         mentions(word("processos e negocios")),       FLAG,      "Vaga da área de processos e negócios",            "Vaga in the field of processes and business"),
    Rule("vaga_area_governanca",      AREAS,         mentions(word("governanca")),                 FLAG,      "Vaga da área de governança",                      "Vaga in the field of governance"),
    Rule("vaga_cita_sap",             TEXTS,         mentions(word("sap")),                        FLAG,      "A vaga cita SAP",                               "The vaga mentions SAP"),
    Rule("vaga_prazo",                _basic("prazo_contratacao"), choice,                         CODE,      "Prazo da contratação",                          "Term of the contract"),
    Rule("vaga_prioridade",           _basic("prioridade_vaga"), choice,                           CODE,      "Prioridade da vaga",                            "The vaga's priority"),
    Rule("vaga_objetivo",             _basic("objetivo_vaga"), choice,                             CODE,      "Objetivo da vaga",                              "The vaga's purpose"),
    Rule("vaga_origem",               _basic("origem_vaga"), choice,                               CODE,      "Origem da vaga",                                "The vaga's origin"),
    Rule("vaga_divisao",              _basic("empresa_divisao"), choice,                           CODE,      "Divisão da empresa que abriu a vaga",                            "Division that opened the vaga"),
    Rule("vaga_local",                _profile("local_trabalho"), choice,                          CODE,      "Local de trabalho da vaga",                             "The vaga's workplace"),
    Rule("vaga_estado",               _profile("estado"), choice,                                  CODE,      "Estado da vaga",                                        "The vaga's state"),
    Rule("vaga_cidade",               _profile("cidade"), choice,                                  CODE,      "Cidade da vaga",                                        "The vaga's city"),
    Rule("vaga_viagens",              _profile("viagens_requeridas"), choice,                      CODE,      "Viagens que a vaga exige",                                 "Travel that the vaga requires"),
    Rule("vaga_titulo_tamanho",       TITLE,         characters,                                   LENGTH,    "Tamanho do título da vaga (caracteres)",        "Length of the vaga's title (characters)"),
    Rule("vaga_titulo_palavras",      TITLE,         words,                                        WORDS,     "Palavras no título da vaga",                    "Words in the vaga's title"),
    Rule("vaga_titulo_digitos",       TITLE,         digits,                                       DIGITS,    "Algarismos no título da vaga",                  "Digits in the vaga's title"),
    Rule("vaga_atividades_tamanho",   TASKS,         characters,                                   LENGTH,    "Tamanho das atividades (caracteres)",           "Length of the tasks (characters)"),
    Rule("vaga_competencias_tamanho", SKILLS,        characters,                                   LENGTH,    "Tamanho das competências (caracteres)",         "Length of the skills (characters)"),
    Rule("vaga_observacoes_tamanho",  REMARKS,       characters,                                   LENGTH,    "Tamanho das observações (caracteres)",          "Length of the remarks (characters)"),
    Rule("vaga_habilidades_tamanho",  HABITS,        characters,                                   LENGTH,    "Tamanho das habilidades (caracteres)",          "Length of the soft skills (characters)"),
    Rule("vaga_texto",                TEXTS,         words_of,                                     Learnt(),  "Palavras do título, das atividades e das competências", "Words of title, tasks and skills"),
)
# fmt: on
