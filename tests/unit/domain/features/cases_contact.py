# ruff: noqa: RUF001 - look-alike characters are the subject
"""What the contract says of e-mail, phone and the fields that need only be filled in."""

from typing import Final

from tests.unit.domain.records import (
    CERTS,
    CERTS_2,
    CV,
    EMAIL,
    EMAIL_2,
    EMAIL_3,
    GOAL,
    LINKEDIN,
    PHONE,
    PHONE_2,
    PHONE_3,
    PHONE_4,
    PLACE,
)

FREE: Final = (
    "gmail.com", "hotmail.com", "hotmail.com.br", "outlook.com", "outlook.com.br", "live.com", "msn.com",
    "yahoo.com", "yahoo.com.br", "icloud.com", "me.com", "bol.com.br", "uol.com.br", "terra.com.br",
    "ig.com.br", "globo.com", "globomail.com", "r7.com", "protonmail.com", "proton.me",
)  # fmt: skip  # a list of names, not one a line

CONTACT: Final[list[tuple[str, dict[str, object], float]]] = [
    ("tem_email", {EMAIL: "ana@empresa.com.br"}, 1),
    ("tem_email", {EMAIL_2: "ana@empresa.com.br"}, 1),
    ("tem_email", {EMAIL_3: "ana@empresa.com.br"}, 1),
    ("tem_email", {EMAIL: "ana", EMAIL_3: "ana@empresa.com.br"}, 1),
    ("tem_email", {EMAIL: "  ANA.LÚCIA+vagas@Empresa.com.br\n"}, 1),
    ("tem_email", {EMAIL: "joão@inovação-2.com.br"}, 1),  # folding leaves letters
    ("tem_email", {EMAIL: "ana@sub_dominio.empresa"}, 1),  # an underscore is a word character
    ("tem_email", {EMAIL: "ana＠empresa．com"}, 1),  # full width folds to @ and .
    ("tem_email", {}, 0),
    ("tem_email", {EMAIL: ""}, 0),
    ("tem_email", {EMAIL: "-"}, 0),
    ("tem_email", {EMAIL: "não tem"}, 0),
    ("tem_email", {EMAIL: "ana@empresa"}, 0),  # no dot
    ("tem_email", {EMAIL: "ana@empresa.com."}, 0),
    ("tem_email", {EMAIL: "ana@empresa..com"}, 0),
    ("tem_email", {EMAIL: "@empresa.com"}, 0),
    ("tem_email", {EMAIL: "ana@@empresa.com"}, 0),
    ("tem_email", {EMAIL: "ana lucia@empresa.com"}, 0),
    ("tem_email", {EMAIL: "ana@empresa.com; bia@empresa.com"}, 0),
    ("tem_email", {EMAIL: "ana@", EMAIL_2: "empresa.com"}, 0),  # each field is judged on its own
    ("tem_email", {EMAIL: ["ana@empresa.com"]}, 0),
    ("tem_email", {CV: "ana@empresa.com"}, 0),
    ("email_corporativo", {EMAIL: "ana@empresa.com.br"}, 1),
    ("email_corporativo", {EMAIL_2: "ana@empresa.com.br"}, 1),
    ("email_corporativo", {EMAIL_3: "ana@empresa.com.br"}, 1),
    ("email_corporativo", {EMAIL: "ana@mail.gmail.com"}, 1),  # the whole domain is compared
    ("email_corporativo", {EMAIL: "ana@gmail.com.br"}, 1),  # not in the list
    ("email_corporativo", {EMAIL: "ana", EMAIL_2: "ana@empresa.com", EMAIL_3: "ana@gmail.com"}, 1),
    ("email_corporativo", {EMAIL: "ana@gmail.com", EMAIL_2: "ana@empresa.com"}, 0),  # the first decides
    ("email_corporativo", {EMAIL: "ana", EMAIL_2: "ana@gmail.com", EMAIL_3: "ana@empresa.com"}, 0),
    ("email_corporativo", {EMAIL: "Ana@GMAIL.COM "}, 0),
    ("email_corporativo", {EMAIL: "ana@gmáil.com"}, 0),  # folded before it is compared
    ("email_corporativo", {}, 0),
    ("email_corporativo", {EMAIL: "empresa.com.br"}, 0),
    ("email_corporativo", {EMAIL: 1}, 0),
    *(("email_corporativo", {EMAIL: f"ana@{domain}"}, 0) for domain in FREE),
    ("tem_telefone", {PHONE: "(11) 4002-8922"}, 1),
    ("tem_telefone", {PHONE_2: "11 98765 4321"}, 1),
    ("tem_telefone", {PHONE_3: "+55 (11) 98765-4321 / falar com Zé"}, 1),
    ("tem_telefone", {PHONE_4: "12345678"}, 1),
    ("tem_telefone", {PHONE: "-", PHONE_3: "40028922"}, 1),
    ("tem_telefone", {PHONE: "4002\ud8008922"}, 1),  # whatever stands between the digits
    ("tem_telefone", {PHONE: "1234567"}, 0),
    ("tem_telefone", {PHONE: "4002", PHONE_2: "8922"}, 0),  # within one field
    ("tem_telefone", {PHONE: "٤٠٠٢٨٩٢٢"}, 0),  # ASCII digits alone,
    ("tem_telefone", {PHONE: "４００２８９２２"}, 0),  # and counted before folding
    ("tem_telefone", {PHONE: "400²8922"}, 0),
    ("tem_telefone", {PHONE: 40028922}, 0),
    ("tem_telefone", {}, 0),
    *(
        case
        for feature, path in (("tem_linkedin", LINKEDIN), ("tem_local", PLACE), ("tem_objetivo", GOAL))
        for case in (
            (feature, {path: "São Paulo"}, 1),
            (feature, {path: " . "}, 1),
            (feature, {path: "nan"}, 1),  # whatever a person wrote counts as written
            (feature, {path: "--"}, 1),
            (feature, {path: "\u200b"}, 1),  # a zero-width space is no white space
            (feature, {path: ""}, 0),
            (feature, {path: "-"}, 0),
            (feature, {path: " \t-\n"}, 0),
            (feature, {path: "\u00a0\u3000"}, 0),  # white space of other alphabets
            (feature, {path: None}, 0),
            (feature, {path: False}, 0),
            (feature, {path: 1.5}, 0),
            (feature, {path: ["x"]}, 0),
            (feature, {path: {"x": "y"}}, 0),
            (feature, {}, 0),
        )
    ),
    ("has_cert", {CERTS: "PMP"}, 1),
    ("has_cert", {CERTS_2: "Scrum"}, 1),
    ("has_cert", {CERTS: "-", CERTS_2: "Scrum"}, 1),
    ("has_cert", {CERTS: "", CERTS_2: " "}, 0),
    ("has_cert", {CERTS: "-", CERTS_2: "-"}, 0),  # each on its own, not `- -`
    ("has_cert", {CERTS: None, CERTS_2: float("nan")}, 0),  # the missing text that once counted as "nan"
    ("has_cert", {}, 0),
    ("cv_tamanho_maior_1500", {CV: "x" * 1501}, 1),
    ("cv_tamanho_maior_1500", {CV: "á" * 1501}, 1),
    ("cv_tamanho_maior_1500", {CV: "a" + " " * 1499 + "b"}, 1),  # inner white space counts: the raw text
    ("cv_tamanho_maior_1500", {CV: "e\u0301" * 751}, 1),  # so do combining marks
    ("cv_tamanho_maior_1500", {CV: "x" * 1500}, 0),
    ("cv_tamanho_maior_1500", {CV: " " * 900 + "x" * 1500 + "\n" * 900}, 0),
    ("cv_tamanho_maior_1500", {CV: "ﬃ" * 600}, 0),  # 1,800 characters once folded
    ("cv_tamanho_maior_1500", {CV: ["x"] * 1501}, 0),
    ("cv_tamanho_maior_1500", {CV: {"texto": "x" * 1501}}, 0),
    ("cv_tamanho_maior_1500", {}, 0),
]
