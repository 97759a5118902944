"""What a recruiter reads of a person's feature: sentences in both languages, for either value of a flag."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Sentences(NamedTuple):
    """Of one 0/1 feature."""

    pt_one: str
    pt_zero: str
    en_one: str
    en_zero: str


def _stated(pt: str, en: str) -> Sentences:
    """What a person states, or does not."""
    return Sentences(f"Informou {pt}.", f"Não informou {pt}.", f"Stated {en}.", f"Did not state {en}.")


def _title(pt: str, en: str) -> Sentences:
    return Sentences(
        f"O título ou o objetivo profissional menciona {pt}.",
        f"O título e o objetivo profissional não mencionam {pt}.",
        f"The title or the professional goal mentions {en}.",
        f"Neither the title nor the professional goal mentions {en}.",
    )


def _resume(pt: str, en: str) -> Sentences:
    return Sentences(
        f"O currículo menciona {pt}.",
        f"O currículo não menciona {pt}.",
        f"The CV mentions {en}.",
        f"The CV does not mention {en}.",
    )


SENTENCES: Final[Mapping[str, Sentences]] = {
    "tem_email": _stated("um e-mail válido", "a valid e-mail address"),
    "tem_telefone": _stated("um telefone", "a phone number"),
    "tem_linkedin": _stated("o perfil do LinkedIn", "a LinkedIn profile"),
    "tem_local": _stated("a localidade", "a location"),
    "tem_objetivo": _stated("um objetivo profissional", "a professional goal"),
    "email_corporativo": Sentences(
        "O e-mail não é de um provedor gratuito.",
        "O e-mail é de um provedor gratuito, ou não há e-mail válido.",
        "The e-mail address is not with a free provider.",
        "The e-mail address is with a free provider, or there is no valid one.",
    ),
    "ingl_nenhum": Sentences(
        "Não tem inglês, ou não informou o nível.",
        "Informou algum nível de inglês.",
        "Has no English, or did not state the level.",
        "Stated some level of English.",
    ),
    "ingl_basico": _stated("inglês básico", "basic English"),
    "ingl_intermediario": _stated("inglês intermediário", "intermediate English"),
    "ingl_avancado": _stated("inglês avançado", "advanced English"),
    "ingl_outro": _stated(
        "outro nível de inglês, como fluente ou técnico",
        "another level of English, such as fluent or technical",
    ),
    "esp_nenhum": Sentences(
        "Não tem espanhol, ou não informou o nível.",
        "Informou algum nível de espanhol.",
        "Has no Spanish, or did not state the level.",
        "Stated some level of Spanish.",
    ),
    "esp_basico": _stated("espanhol básico", "basic Spanish"),
    "esp_intermediario": _stated("espanhol intermediário", "intermediate Spanish"),
    "esp_avancado": _stated("espanhol avançado", "advanced Spanish"),
    "esp_outro": _stated(
        "outro nível de espanhol, como fluente ou técnico",
        "another level of Spanish, such as fluent or technical",
    ),
    "outro_idioma_presente": _stated("outro idioma além do português", "another language besides Portuguese"),
    "esc_pos": Sentences(
        "Informou pós-graduação, MBA, mestrado ou doutorado.",
        "Não informou pós-graduação, MBA, mestrado nem doutorado.",
        "Stated a postgraduate course, an MBA, a master's degree or a doctorate.",
        "Did not state a postgraduate course, an MBA, a master's degree or a doctorate.",
    ),
    "esc_tecnologo": Sentences(
        "Informou curso técnico ou tecnólogo.",
        "Não informou curso técnico nem tecnólogo.",
        "Stated a technical or technologist course.",
        "Did not state a technical or technologist course.",
    ),
    "esc_medio": _stated("o ensino médio como escolaridade", "secondary school as the level of education"),
    "esc_superior_completo": _stated("ensino superior completo", "a university degree"),
    "esc_superior_incompleto": _stated("ensino superior incompleto", "an unfinished university course"),
    "area_admin": _stated(
        "a área administrativa como área de atuação", "administration as the field of work"
    ),
    "area_ti": _stated("TI como área de atuação", "IT as the field of work"),
    "area_financeiro": _stated("finanças como área de atuação", "finance as the field of work"),
    "titulo_admin": _title("administração", "administration"),
    "titulo_ti": _title("TI", "IT"),
    "titulo_dados_bi": _title("dados ou BI", "data or BI"),
    "titulo_financeiro": _title("finanças", "finance"),
    "cert_mos_word": _stated("a certificação MOS Word (77-418)", "the certificate MOS Word (77-418)"),
    "cert_mos_excel": _stated("a certificação MOS Excel (77-420)", "the certificate MOS Excel (77-420)"),
    "cert_mos_outlook": _stated(
        "a certificação MOS Outlook (77-423)", "the certificate MOS Outlook (77-423)"
    ),
    "cert_mos_powerpoint": _stated(
        "a certificação MOS PowerPoint (77-422)", "the certificate MOS PowerPoint (77-422)"
    ),
    "cert_sap_fi": _stated("a certificação SAP FI", "the certificate SAP FI"),
    "has_cert": Sentences(
        "Informou alguma certificação.",
        "Não informou nenhuma certificação.",
        "Stated at least one certificate.",
        "Stated no certificate.",
    ),
    "cv_excel_avancado": _resume("Excel avançado", "advanced Excel"),
    "cv_kpi": _resume("KPI", "KPI"),
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
    "salario_valor": ("Informou remuneração de R$ {} por mês.", "Stated a pay of R$ {} a month."),
}
UNKNOWN: Final[Mapping[str, tuple[str, str]]] = {
    "salario_valor": ("Não informou uma remuneração mensal.", "Did not state a monthly pay."),
}
