# ruff: noqa: RUF001 - look-alike characters are the subject
"""What may stand in an export: any text, any JSON value, any applicant."""

from typing import Final

from hypothesis import settings
from hypothesis import strategies as st

from tests.unit.domain.records import PATHS

some = settings(deadline=None, max_examples=50)
many = settings(deadline=None, max_examples=120)

FRAGMENTS: Final = (
    "TI", "ti", "Tecnologia", "da informação", "Excel", "avançado", "Excel avançado", "KPI", "kpi’s", "SAP",
    "SAP–FI", "sap fi", "sapfi", "FI", "ﬁ", "Administrativo", "adm", "Financeira", "contábil",
    "Controladoria", "Protheus", "Business Intelligence", "data", "dados", "77-418", "77-420",
    "ana@empresa.com", "bia@gmail.com", "Mestrado", "Básico", "Ensino Superior", "incompleto", "Português",
    "Francês - Avançado", "R$ 3.500,00", "5 mil", "12k", "40/h", "40028922", " ", "  ", "\n", "\t", "\x1c",
    "\x85", "\u00a0", "\u2028", "\u3000", "-", ",", ".", "_", "•", "0", "7", "\0", "\u00ad", "\u200b",
    "\u200d", "\ufe0f", "\u0301", "\u0327", "\u0345", "¨", "´", "½", "²", "™", "ß", "ẞ", "İ", "ı", "ſ", "K",
    "Å", "ŉ", "ǰ", "ΐ", "ﬃ", "ﷺ", "각", "日本", "٣", "Ж", "𝐊𝐏𝐈", "😀", "\ud800", "\udfff", "\U0010ffff",
)  # fmt: skip  # a list of traps, not one a line

characters = st.characters(exclude_categories=())
texts = st.lists(st.sampled_from(FRAGMENTS) | characters, max_size=14).map("".join)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)

_SECTIONS: Final = sorted({path.partition(".")[0] for path in PATHS if "." in path})


def _section(name: str, values: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    names = [path.partition(".")[2] for path in PATHS if path.startswith(f"{name}.")]
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, values))


applicants = st.fixed_dictionaries(
    {}, optional={"cv_pt": texts, **{name: _section(name, texts) for name in _SECTIONS}}
)
"""Sound records: any text in any field, any field missing."""

odd_applicants = st.fixed_dictionaries(
    {},
    optional={
        "cv_pt": json_values,
        "codigo_profissional": json_values,
        **{name: json_values | _section(name, json_values) for name in _SECTIONS},
    },
)
"""Records with any JSON value in any place."""
