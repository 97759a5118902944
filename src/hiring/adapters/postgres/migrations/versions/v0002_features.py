"""The feature table and the gold table of the profile `candidate`."""

from typing import Any, Final

import sqlalchemy as sa

from hiring.adapters.postgres.migrations.ddl import code, day, flag, line, number, table, text

revision: Final = "0002"
down_revision: Final = "0001"

_SALARY: Final = "salario_valor"

_FEATURES: Final = {
    "tem_email": "Gave a valid e-mail.",
    "tem_telefone": "Gave a phone number.",
    "tem_linkedin": "Gave a LinkedIn page.",
    "tem_local": "Gave a place.",
    "tem_objetivo": "Stated a professional goal.",
    "email_corporativo": "The e-mail is not at a free provider.",
    "salario_valor": "Stated pay (BRL a month).",
    "ingl_nenhum": "English: none or not stated.",
    "ingl_basico": "English: basic.",
    "ingl_intermediario": "English: intermediate.",
    "ingl_avancado": "English: advanced.",
    "ingl_outro": "English: another level (fluent, technical).",
    "esp_nenhum": "Spanish: none or not stated.",
    "esp_basico": "Spanish: basic.",
    "esp_intermediario": "Spanish: intermediate.",
    "esp_avancado": "Spanish: advanced.",
    "esp_outro": "Spanish: another level (fluent, technical).",
    "outro_idioma_presente": "Speaks a language besides Portuguese.",
    "esc_pos": "Postgraduate, MBA, master's or doctorate.",
    "esc_tecnologo": "Technical school or technologist.",
    "esc_medio": "Secondary school.",
    "esc_superior_completo": "University degree.",
    "esc_superior_incompleto": "University, not finished.",
    "area_admin": "Field: administration.",
    "area_ti": "Field: IT.",
    "area_financeiro": "Field: finance.",
    "titulo_admin": "Title or goal: administration.",
    "titulo_ti": "Title or goal: IT.",
    "titulo_dados_bi": "Title or goal: data or BI.",
    "titulo_financeiro": "Title or goal: finance.",
    "cert_mos_word": "Certificate MOS Word (77-418).",
    "cert_mos_excel": "Certificate MOS Excel (77-420).",
    "cert_mos_outlook": "Certificate MOS Outlook (77-423).",
    "cert_mos_powerpoint": "Certificate MOS PowerPoint (77-422).",
    "cert_sap_fi": "Certificate SAP FI.",
    "has_cert": "Gave any certificate.",
    "cv_excel_avancado": "CV mentions advanced Excel.",
    "cv_kpi": "CV mentions KPI.",
    "cv_controladoria": "CV mentions controllership.",
    "cv_contabil": "CV mentions accounting.",
    "cv_financeiro": "CV mentions finance.",
    "cv_administrativo": "CV mentions administration.",
    "cv_sap": "CV mentions SAP.",
    "cv_protheus": "CV mentions Protheus.",
    "cv_navision": "CV mentions Navision.",
    "cv_tamanho_maior_1500": "CV longer than 1,500 characters.",
}


def upgrade() -> None:
    table(
        "applicants_feat",
        "The 46 features of each applicant (profile candidate).",
        line(),
        code("codigo_profissional", "The applicant's code."),
        *of_people(),
        sa.UniqueConstraint("codigo_profissional", name="applicants_feat_codigo_profissional_key"),
    )
    table(
        "gold_applicants",
        "One row a decided (vaga, person): the applicant's features and the outcome.",
        line(),
        code("codigo_profissional", "The applicant's code."),
        code("vaga_codigo", "Code of the vaga."),
        day("data_candidatura", "Day of the application; null for unknown."),
        *of_people(),
        text("status_label", "Status as the label contract spells it."),
        flag("target", "1 hired, 0 not hired."),
        sa.UniqueConstraint("vaga_codigo", "codigo_profissional", name="gold_applicants_vaga_person_key"),
    )


def of_people() -> list[sa.Column[Any]]:
    """The columns of the 46 features, as this revision has them."""
    return [
        number(name, f"{meaning} Null for unknown.", nullable=True)
        if name == _SALARY
        else flag(name, f"{meaning} 1 yes, 0 no.", nullable=True)
        for name, meaning in _FEATURES.items()
    ]
