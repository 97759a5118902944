"""What a recruiter reads about a feature: sentences in both languages, for both values of a flag."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Sentences(NamedTuple):
    """The sentences of one 0/1 feature."""

    pt_one: str
    pt_zero: str
    en_one: str
    en_zero: str


def _given(pt: str, en: str) -> Sentences:
    """What a person gives, or does not."""
    return Sentences(f"Informou {pt}.", f"Não informou {pt}.", f"Gave {en}.", f"Did not give {en}.")


def _listed(pt: str, en: str) -> Sentences:
    """What a person lists of their education and work, or does not."""
    return Sentences(f"Informou {pt}.", f"Não informou {pt}.", f"Listed {en}.", f"Did not list {en}.")


def _title(pt: str, en: str) -> Sentences:
    return Sentences(
        f"O título ou o objetivo profissional menciona {pt}.",
        f"O título e o objetivo profissional não mencionam {pt}.",
        f"The job title or the career objective mentions {en}.",
        f"Neither the job title nor the career objective mentions {en}.",
    )


def _resume(pt: str, en: str) -> Sentences:
    return Sentences(
        f"O currículo menciona {pt}.",
        f"O currículo não menciona {pt}.",
        f"The CV mentions {en}.",
        f"The CV does not mention {en}.",
    )


SENTENCES: Final[Mapping[str, Sentences]] = {
    "tem_email": _given("um e-mail válido", "a valid e-mail address"),
    "tem_telefone": _given("um telefone", "a phone number"),
    "tem_linkedin": _given("o perfil do LinkedIn", "a LinkedIn profile"),
    "tem_local": _given("a localidade", "a location"),
    "tem_objetivo": _given("um objetivo profissional", "a career objective"),
    "email_corporativo": Sentences(
        "O e-mail não é de um provedor gratuito.",
        "O e-mail é de um provedor gratuito, ou não há e-mail válido.",
        "The e-mail address is not from a free provider.",
        "The e-mail address is from a free provider, or there is no valid one.",
    ),
    "ingl_nenhum": Sentences(
        "Não tem inglês, ou não informou o nível.",
        "Informou algum nível de inglês.",
        "Has no English, or did not give a level.",
        "Listed some level of English.",
    ),
    "ingl_basico": _listed("inglês básico", "basic English"),
    "ingl_intermediario": _listed("inglês intermediário", "intermediate English"),
    "ingl_avancado": _listed("inglês avançado", "advanced English"),
    "ingl_outro": _listed(
        "outro nível de inglês, como fluente ou técnico",
        "another level of English, such as fluent or technical",
    ),
    "esp_nenhum": Sentences(
        "Não tem espanhol, ou não informou o nível.",
        "Informou algum nível de espanhol.",
        "Has no Spanish, or did not give a level.",
        "Listed some level of Spanish.",
    ),
    "esp_basico": _listed("espanhol básico", "basic Spanish"),
    "esp_intermediario": _listed("espanhol intermediário", "intermediate Spanish"),
    "esp_avancado": _listed("espanhol avançado", "advanced Spanish"),
    "esp_outro": _listed(
        "outro nível de espanhol, como fluente ou técnico",
        "another level of Spanish, such as fluent or technical",
    ),
    "outro_idioma_presente": _listed("outro idioma além do português", "a language other than Portuguese"),
    "esc_pos": Sentences(
        "Informou pós-graduação, MBA, mestrado ou doutorado.",
        "Não informou pós-graduação, MBA, mestrado nem doutorado.",
        "Listed a postgraduate course, an MBA, a master's degree or a doctorate.",
        "Listed no postgraduate course, MBA, master's degree or doctorate.",
    ),
    "esc_tecnologo": Sentences(
        "Informou curso técnico ou tecnólogo.",
        "Não informou curso técnico nem tecnólogo.",
        "Listed a technical or technologist course.",
        "Listed no technical or technologist course.",
    ),
    "esc_medio": _listed("o ensino médio como escolaridade", "secondary school as their education"),
    "esc_superior_completo": _listed("ensino superior completo", "a university degree"),
    "esc_superior_incompleto": _listed("ensino superior incompleto", "an unfinished university degree"),
    "area_admin": _listed(
        "a área administrativa como área de atuação", "administration as their field of work"
    ),
    "area_ti": _listed("TI como área de atuação", "IT as their field of work"),
    "area_financeiro": _listed("finanças como área de atuação", "finance as their field of work"),
    "titulo_admin": _title("administração", "administration"),
    "titulo_ti": _title("TI", "IT"),
    "titulo_dados_bi": _title("dados ou BI", "data or BI"),
    "titulo_financeiro": _title("finanças", "finance"),
    "cert_mos_word": _listed("a certificação MOS Word (77-418)", "the MOS Word certification (77-418)"),
    "cert_mos_excel": _listed("a certificação MOS Excel (77-420)", "the MOS Excel certification (77-420)"),
    "cert_mos_outlook": _listed(
        "a certificação MOS Outlook (77-423)", "the MOS Outlook certification (77-423)"
    ),
    "cert_mos_powerpoint": _listed(
        "a certificação MOS PowerPoint (77-422)", "the MOS PowerPoint certification (77-422)"
    ),
    "cert_sap_fi": _listed("a certificação SAP FI", "the SAP FI certification"),
    "has_cert": Sentences(
        "Informou alguma certificação.",
        "Não informou nenhuma certificação.",
        "Listed at least one certification.",
        "Listed no certification.",
    ),
    "cv_excel_avancado": _resume("Excel avançado", "advanced Excel"),
    "cv_kpi": _resume("KPI", "KPIs"),
    "cv_controladoria": _resume("controladoria", "controllership"),
    "cv_contabil": _resume("contabilidade", "accounting"),
    "cv_financeiro": _resume("finanças", "finance"),
    "cv_administrativo": _resume("administração", "administration"),
    "cv_sap": _resume("SAP", "SAP"),
    "cv_protheus": _resume("Protheus", "Protheus"),
    "cv_navision": _resume("Navision", "Navision"),
    "cv_tamanho_maior_1500": Sentences(
        "O currículo tem mais de 1.500 caracteres.",
        "O currículo não passa de 1.500 caracteres.",
        "The CV is longer than 1,500 characters.",
        "The CV is not longer than 1,500 characters.",
    ),
}

AMOUNTS: Final[Mapping[str, tuple[str, str]]] = {
    "salario_valor": ("Informou remuneração de R$ {} por mês.", "Gave a monthly salary of R$ {}."),
}
UNKNOWN: Final[Mapping[str, tuple[str, str]]] = {
    "salario_valor": ("Não informou uma remuneração mensal.", "Did not give a monthly salary."),
}
