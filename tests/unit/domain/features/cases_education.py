"""What the contract says of languages and schooling: one level in, its one-hot out."""

from typing import Final

from tests.unit.domain.records import ENGLISH, OTHERS, SCHOOL, SPANISH

LANGUAGE_LEVELS: Final = ("nenhum", "basico", "intermediario", "avancado", "outro")

LANGUAGE: Final[list[tuple[object, str]]] = [
    ("", "nenhum"),
    ("-", "nenhum"),
    (" - ", "nenhum"),
    ("Nenhum", "nenhum"),
    ("NENHUM ", "nenhum"),
    (None, "nenhum"),
    (3, "nenhum"),
    (["Avançado"], "nenhum"),
    ("Básico", "basico"),
    ("basico", "basico"),
    ("BA\u0301SICO\u00a0", "basico"),
    ("Intermediário", "intermediario"),
    ("intermediario", "intermediario"),
    ("Avançado", "avancado"),
    ("  avancado", "avancado"),
    ("Fluente", "outro"),
    ("Técnico", "outro"),
    ("Básico / Intermediário", "outro"),  # equality of the whole text
    ("Avançado-", "outro"),
    ("nenhuma", "outro"),
    ("Ava\u00adnçado", "outro"),  # a soft hyphen stays
    ("nan", "outro"),
    ("\u0301", "outro"),  # present, though nothing of it is left
]

SCHOOL_LEVELS: Final = ("pos", "tecnologo", "medio", "superior_completo", "superior_incompleto")

SCHOOLING: Final[list[tuple[object, str | None]]] = [
    ("Pós Graduação Completo", "pos"),
    ("Pós-Graduação Incompleta", "pos"),
    ("Mestrado Cursando", "pos"),
    ("Doutorado", "pos"),
    ("MBA em Finanças", "pos"),
    ("Especialização", "pos"),
    ("Ensino Superior Completo, MBA", "pos"),  # the first that holds
    ("Ensino Técnico e Mestrado", "pos"),
    ("Possui ensino médio", "pos"),  # the start of a word, literally
    ("Ensino Técnico Completo", "tecnologo"),
    ("Técnico em Contabilidade", "tecnologo"),
    ("Tecnólogo", "tecnologo"),
    ("  TECNO\u0301LOGO incompleto", "tecnologo"),
    ("Ensino Médio Completo", "medio"),
    ("ensino   medio incompleto", "medio"),
    ("Ensino Superior Completo", "superior_completo"),
    ("Ensino Superior", "superior_completo"),
    ("Graduação em Direito", "superior_completo"),
    ("Ensino Superior Incompleto", "superior_incompleto"),
    ("Ensino Superior Cursando", "superior_incompleto"),
    ("Graduação - trancada", "superior_incompleto"),
    ("GRADUAÇÃO INCOMPLETA", "superior_incompleto"),
    ("Superior Completo", None),
    ("Curso de Graduação", None),  # the text must start so
    ("Completo: ensino médio", None),
    ("Politécnico", None),  # inside a word
    ("Curso técnico", None),
    ("Ensino Fundamental Completo", None),
    ("Propósito", None),
    ("xmba", None),
    ("Médio", None),
    ("", None),
    ("-", None),
    (None, None),
    (["Ensino Médio"], None),
    ({"nivel": "MBA"}, None),
]

EDUCATION: Final[list[tuple[str, dict[str, object], float]]] = [
    *(
        (f"{language}_{level}", {path: text}, float(level == expected))
        for language, path in (("ingl", ENGLISH), ("esp", SPANISH))
        for text, expected in LANGUAGE
        for level in LANGUAGE_LEVELS
    ),
    *(
        (f"esc_{level}", {SCHOOL: text}, float(level == schooling))
        for text, schooling in SCHOOLING
        for level in SCHOOL_LEVELS
    ),
    ("ingl_nenhum", {}, 1),
    ("esp_nenhum", {}, 1),
    ("ingl_avancado", {SPANISH: "Avançado"}, 0),
    ("esp_avancado", {ENGLISH: "Avançado"}, 0),
    ("outro_idioma_presente", {OTHERS: "Francês"}, 1),
    ("outro_idioma_presente", {OTHERS: "Francês - Avançado"}, 1),
    ("outro_idioma_presente", {OTHERS: "Português - Fluente, Alemão - Básico"}, 1),
    ("outro_idioma_presente", {OTHERS: ", -Avançado,Italiano"}, 1),
    ("outro_idioma_presente", {OTHERS: "Português de Portugal"}, 1),  # not the word alone
    ("outro_idioma_presente", {OTHERS: "nenhum"}, 1),  # literally what the contract says
    ("outro_idioma_presente", {OTHERS: "Português"}, 0),
    ("outro_idioma_presente", {OTHERS: "PORTUGUE\u0302S - Fluente"}, 0),
    ("outro_idioma_presente", {OTHERS: "português-nativo ,  portugues - avançado"}, 0),
    ("outro_idioma_presente", {OTHERS: "-"}, 0),
    ("outro_idioma_presente", {OTHERS: " - Avançado"}, 0),  # a level without a language
    ("outro_idioma_presente", {OTHERS: ",,"}, 0),
    ("outro_idioma_presente", {OTHERS: ""}, 0),
    ("outro_idioma_presente", {OTHERS: ["Francês"]}, 0),
    ("outro_idioma_presente", {OTHERS: True}, 0),
    ("outro_idioma_presente", {}, 0),
]
