"""Feature contract v1, written as plainly as the contract itself: slow, and easy to check against its words.

It shares no code with the library, so that the two can only agree by both being right.
"""

import math
import re
import unicodedata
from typing import Final

FREE_MAIL: Final = (
    "gmail.com", "hotmail.com", "hotmail.com.br", "outlook.com", "outlook.com.br", "live.com", "msn.com",
    "yahoo.com", "yahoo.com.br", "icloud.com", "me.com", "bol.com.br", "uol.com.br", "terra.com.br",
    "ig.com.br", "globo.com", "globomail.com", "r7.com", "protonmail.com", "proton.me",
)  # fmt: skip
FEATURES: Final = (
    "tem_email", "tem_telefone", "tem_linkedin", "tem_local", "tem_objetivo", "email_corporativo",
    "salario_valor", "ingl_nenhum", "ingl_basico", "ingl_intermediario", "ingl_avancado", "ingl_outro",
    "esp_nenhum", "esp_basico", "esp_intermediario", "esp_avancado", "esp_outro", "outro_idioma_presente",
    "esc_pos", "esc_tecnologo", "esc_medio", "esc_superior_completo", "esc_superior_incompleto", "area_admin",
    "area_ti", "area_financeiro", "titulo_admin", "titulo_ti", "titulo_dados_bi", "titulo_financeiro",
    "cert_mos_word", "cert_mos_excel", "cert_mos_outlook", "cert_mos_powerpoint", "cert_sap_fi", "has_cert",
    "cv_excel_avancado", "cv_kpi", "cv_controladoria", "cv_contabil", "cv_financeiro", "cv_administrativo",
    "cv_sap", "cv_protheus", "cv_navision", "cv_tamanho_maior_1500",
)  # fmt: skip

Record = dict[str, object]


def code_of(key: str) -> int | None:
    """The applicant's code, or None where the key is not an ASCII integer within 53 bits."""
    if re.fullmatch(r"-?[0-9]+", key) is None:
        return None
    significant = key.removeprefix("-").lstrip("0")
    if len(significant) > 19:  # longer than any 53-bit integer, and perhaps than Python agrees to convert
        return None
    code = int(significant or "0")
    if key.startswith("-"):
        code = -code
    return code if -(2**53) < code < 2**53 else None


def has_a_section(record: Record) -> bool:
    """Whether the object is an applicant's record at all: one with none of these is a reject."""
    names = ("infos_basicas", "informacoes_pessoais", "informacoes_profissionais", "formacao_e_idiomas")
    return any(name in record for name in (*names, "cargo_atual", "cv_pt", "cv_en"))


# The text of a record


def text_at(record: Record, section: str, field: str) -> str:
    """One field of one section; the empty string where either is missing or of another type."""
    fields = record.get(section)
    if not isinstance(fields, dict):
        return ""
    return text_of(fields.get(field))


def text_of(value: object) -> str:
    return value if isinstance(value, str) else ""


def present(text: str) -> bool:
    return text.strip() not in ("", "-")


def fold(text: str) -> str:
    without_marks = ""
    for character in unicodedata.normalize("NFKD", text):
        if unicodedata.combining(character) == 0:
            without_marks += character
    return " ".join(without_marks.casefold().split())


def is_word_character(character: str) -> bool:
    return character == "_" or character.isalnum()


def has_prefix(folded: str, phrase: str) -> bool:
    """`p:phrase`: somewhere, at the start of a word."""
    for start in range(len(folded) - len(phrase) + 1):
        if folded[start : start + len(phrase)] == phrase and is_word_boundary_before(folded, start):
            return True
    return False


def has_word(folded: str, phrase: str) -> bool:
    """`w:phrase`: somewhere, as a whole word."""
    for start in range(len(folded) - len(phrase) + 1):
        end = start + len(phrase)
        if (
            folded[start:end] == phrase
            and is_word_boundary_before(folded, start)
            and is_word_boundary_after(folded, end)
        ):
            return True
    return False


def is_word_boundary_before(folded: str, start: int) -> bool:
    return start == 0 or not is_word_character(folded[start - 1])


def is_word_boundary_after(folded: str, end: int) -> bool:
    return end == len(folded) or not is_word_character(folded[end])


def says(folded: str, *rules: str) -> bool:
    """Whether any of the rules, written as in the contract (`w:ti`, `p:financ`), holds."""
    for rule in rules:
        kind, phrase = rule[:2], rule[2:]
        if kind == "w:" and has_word(folded, phrase):
            return True
        if kind == "p:" and has_prefix(folded, phrase):
            return True
    return False


# The rules


def domain_of(text: str) -> str | None:
    """The domain of a valid e-mail, else None."""
    match = re.fullmatch(r"[^@\s]+@([\w-]+(?:\.[\w-]+)+)", fold(text))
    return None if match is None else match.group(1)


def email_features(record: Record) -> dict[str, bool]:
    domains = []
    for section, field in (
        ("infos_basicas", "email"),
        ("informacoes_pessoais", "email"),
        ("informacoes_pessoais", "email_secundario"),
    ):
        domain = domain_of(text_at(record, section, field))
        if domain is not None:
            domains.append(domain)
    return {
        "tem_email": len(domains) > 0,
        "email_corporativo": len(domains) > 0 and domains[0] not in FREE_MAIL,
    }


def has_phone_number(text: str) -> bool:
    return sum(1 for character in text if character in "0123456789") >= 8


def contact_features(record: Record) -> dict[str, bool]:
    phones = (
        text_at(record, "infos_basicas", "telefone"),
        text_at(record, "infos_basicas", "telefone_recado"),
        text_at(record, "informacoes_pessoais", "telefone_celular"),
        text_at(record, "informacoes_pessoais", "telefone_recado"),
    )
    return {
        "tem_telefone": any(has_phone_number(phone) for phone in phones),
        "tem_linkedin": present(text_at(record, "informacoes_pessoais", "url_linkedin")),
        "tem_local": present(text_at(record, "infos_basicas", "local")),
        "tem_objetivo": present(text_at(record, "infos_basicas", "objetivo_profissional")),
    }


def salary_of(text: str) -> float:
    """BRL a month, or NaN."""
    folded = fold(text)
    if "/h" in folded or "hora" in folded:
        return math.nan
    match = re.search(r"([0-9]+(?:\.[0-9]{3}(?![0-9]))*)(?:[.,]([0-9]+))?", folded)
    if match is None:
        return math.nan
    rest = folded[match.end() :]
    if re.match(r"[.,][0-9]", rest):
        return math.nan
    value = float(match.group(1).replace(".", "") + "." + (match.group(2) or "0"))
    if re.match(r" ?(k|mil)(?!\w)", rest):
        value = value * 1000.0
    return value if 300.0 <= value <= 100_000.0 else math.nan


def language_features(name: str, text: str) -> dict[str, bool]:
    folded = fold(text)
    if not present(text) or folded == "nenhum":
        level = "nenhum"
    elif folded in ("basico", "intermediario", "avancado"):
        level = folded
    else:
        level = "outro"
    levels = ("nenhum", "basico", "intermediario", "avancado", "outro")
    return {f"{name}_{each}": each == level for each in levels}


def has_other_language(text: str) -> bool:
    for entry in fold(text).split(","):
        language = entry.split("-")[0].strip()
        if language not in ("", "portugues"):
            return True
    return False


def schooling_of(text: str) -> str:
    folded = fold(text)
    if says(folded, "p:pos", "p:mestrado", "p:doutorado", "p:mba", "p:especializacao"):
        return "esc_pos"
    if folded.startswith(("ensino tecnico", "tecnico", "tecnologo")):
        return "esc_tecnologo"
    if folded.startswith("ensino medio"):
        return "esc_medio"
    if folded.startswith(("ensino superior", "graduacao")):
        if "incomplet" in folded or "cursando" in folded or "trancad" in folded:
            return "esc_superior_incompleto"
        return "esc_superior_completo"
    return ""


def schooling_features(text: str) -> dict[str, bool]:
    level = schooling_of(text)
    levels = ("esc_pos", "esc_tecnologo", "esc_medio", "esc_superior_completo", "esc_superior_incompleto")
    return {each: each == level for each in levels}


def area_features(text: str) -> dict[str, bool]:
    folded = fold(text)
    return {
        "area_admin": says(folded, "p:administr"),
        "area_ti": says(folded, "w:ti", "p:tecnologia"),
        "area_financeiro": says(folded, "p:financ", "p:controlador"),
    }


def title_features(record: Record) -> dict[str, bool]:
    folded = fold(
        text_at(record, "informacoes_profissionais", "titulo_profissional")
        + " "
        + text_at(record, "infos_basicas", "objetivo_profissional")
    )
    return {
        "titulo_admin": says(folded, "p:administr", "w:adm"),
        "titulo_ti": says(
            folded,
            "w:ti",
            "p:tecnologia da informac",
            "p:desenvolved",
            "p:programad",
            "w:sistemas",
            "p:software",
            "p:infraestrutura",
            "w:redes",
            "w:devops",
        ),
        "titulo_dados_bi": says(
            folded, "w:bi", "w:dados", "w:data", "p:business intelligence", "p:analytics"
        ),
        "titulo_financeiro": says(folded, "p:financ", "p:contab", "p:controlador", "p:tesour"),
    }


def certificate_features(record: Record) -> dict[str, bool]:
    certificates = text_at(record, "informacoes_profissionais", "certificacoes")
    others = text_at(record, "informacoes_profissionais", "outras_certificacoes")
    folded = fold(certificates + " " + others)
    return {
        "cert_mos_word": says(folded, "w:77-418"),
        "cert_mos_excel": says(folded, "w:77-420"),
        "cert_mos_outlook": says(folded, "w:77-423"),
        "cert_mos_powerpoint": says(folded, "w:77-422"),
        "cert_sap_fi": says(folded, "w:sap fi", "w:sapfi"),
        "has_cert": present(certificates) or present(others),
    }


def cv_features(record: Record) -> dict[str, bool]:
    cv = text_of(record.get("cv_pt"))
    folded = fold(cv + " " + text_at(record, "informacoes_profissionais", "conhecimentos_tecnicos"))
    return {
        "cv_excel_avancado": says(folded, "w:excel avancado"),
        "cv_kpi": says(folded, "p:kpi"),
        "cv_controladoria": says(folded, "p:controlador"),
        "cv_contabil": says(folded, "p:contab"),
        "cv_financeiro": says(folded, "p:financeir"),
        "cv_administrativo": says(folded, "p:administr"),
        "cv_sap": says(folded, "w:sap"),
        "cv_protheus": says(folded, "w:protheus"),
        "cv_navision": says(folded, "w:navision"),
        "cv_tamanho_maior_1500": len(cv.strip()) > 1500,
    }


def features(record: Record) -> dict[str, float]:
    """The 46 features in the contract's order; `salario_valor` may be NaN, the others are 0.0 or 1.0."""
    if not isinstance(record, dict):
        raise TypeError("a record that is not an object is a reject: it has no features")
    found: dict[str, float] = {
        **email_features(record),
        **contact_features(record),
        "salario_valor": salary_of(text_at(record, "informacoes_profissionais", "remuneracao")),
        **language_features("ingl", text_at(record, "formacao_e_idiomas", "nivel_ingles")),
        **language_features("esp", text_at(record, "formacao_e_idiomas", "nivel_espanhol")),
        "outro_idioma_presente": has_other_language(text_at(record, "formacao_e_idiomas", "outro_idioma")),
        **schooling_features(text_at(record, "formacao_e_idiomas", "nivel_academico")),
        **area_features(text_at(record, "informacoes_profissionais", "area_atuacao")),
        **title_features(record),
        **certificate_features(record),
        **cv_features(record),
    }
    return {feature: float(found[feature]) for feature in FEATURES}
