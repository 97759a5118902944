# ruff: noqa: RUF001 - look-alike characters are the subject
"""Words, characters and writings that the mutants are made of."""

from typing import Final

SPACES: Final[tuple[str, ...]] = (
    *"\t\n\v\f\r\x1c\x1d\x1e\x1f \x85",
    *"\u00a0\u1680\u2000\u2003\u2007\u2009\u2028\u2029\u202f\u205f\u3000",
)
INVISIBLE: Final[tuple[str, ...]] = (
    "\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\ufe0e", "\ufe0f", "\u034f", "\u180e",
    "\U000e0101",
)  # fmt: skip
MARKS: Final[tuple[str, ...]] = (
    "\u0301", "\u0327", "\u0303", "\u0345", "\u20d0", "\u3099", "\uff9e", "\u0488", "\u093f", "\u094d",
    "\u05b0",
)  # fmt: skip
SPACE_MAKERS: Final[tuple[str, ...]] = (
    "´", "¨", "¸", "\u02dc", "\u2017", "\u203e", "\u309b", "\ufc5e", "\ufdfa", "\uffe3",
)  # fmt: skip
LETTERS: Final[tuple[str, ...]] = (
    *"eéçAZªºßẞİıſςΣΐŉǰÅﬁﬂ™ⅣⅷＡｚ한ᄒ漢Ꭰꭰдअ𝐤ﾊ",
    "e\u0301",
    "ﾊ\uff9e",
    "℡",
    "㎏",
)
DIGITS: Final[tuple[str, ...]] = (*"0179½²³①⒈٣৩５𝟓", "_", "＿", "‿")
SIGNS: Final[tuple[str, ...]] = (
    *"•·–—-‑－.,．，…/／()[]{}:;@#+&*|'\"’`^~$€°®©😀№", "’s", "'s", "👨\u200d👩\u200d👧", "❤\ufe0f", "ﷺ",
)  # fmt: skip
GLUE: Final[tuple[str, ...]] = SPACES + INVISIBLE + MARKS + SPACE_MAKERS + LETTERS + DIGITS + SIGNS
NOT_TEXT: Final[tuple[object, ...]] = (
    0, 1, -1, 3500, 3500.5, 1e300, 2**53 + 1, 2**64, True, False, None, [], ["a@b.com", "3500"],
    [[1, {"a": None}]], {}, {"email": "a@b.com", "texto": "SAP FI"},
)  # fmt: skip
EMPTY: Final = (
    "", "", "-", " - ", "-\n", "\u00a0-\u3000", "\x1c-\x85", " ", " \t\n", "\x1d", "\x85", "\u3000", "--",
    "- -", "–", "－", "‑", "\u200b", "\u200b-", "-\u00ad", "\u0301", "-\u0301", "´", "_", ".", "0", "nan",
    "None", "null", "N/A", "não", "x",
)  # fmt: skip
FILLER: Final = (
    "analista", "assistente", "de", "e", "reunião", "tinta", "Itaú", "abril", "banco", "adminis", "gestão",
    "mídias", "database", "dadosa", "sapato", "sapfico", "excel", "avançado", "excelente", "financ",
    "subfinanceiro", "recontabil", "skpi", "mil", "k", "2013", "77", "418",
)  # fmt: skip
TITLE_WORDS: Final = (
    "administração", "administr", "adm", "ti", "tecnologia da informação", "tecnologia da informac",
    "desenvolvedor", "programador", "sistemas", "software", "infraestrutura", "redes", "devops", "bi",
    "dados", "data", "business intelligence", "analytics", "financeiro", "finanças", "contabilidade",
    "contábil", "controladoria", "tesouraria",
)  # fmt: skip
AREA_WORDS: Final = (
    "ti", "tecnologia", "administrativa", "administração", "financeira", "finanças", "controladoria",
    "recursos humanos",
)  # fmt: skip
CERT_WORDS: Final = (
    "77-418", "77-420", "77-423", "77-422", "sap fi", "sapfi", "[77-418]", "sap", "fi", "177-418", "77-4180",
    "77-421",
)  # fmt: skip
CV_WORDS: Final = (
    "excel avançado", "kpi", "kpis", "controladoria", "contábil", "contabilidade", "financeiro", "finanças",
    "administrativo", "sap", "sapfi", "protheus", "navision",
)  # fmt: skip
LEVELS: Final = (
    "nenhum", "básico", "intermediário", "avançado", "fluente", "técnico", "basico e", "basicos",
    "pré-intermediário",
)  # fmt: skip
LANGUAGES: Final = (
    "português", "português brasileiro", "francês", "italiano", "alemão", "日本語", "nenhum", "", " ", "-",
    "\u200b", "portugues_",
)  # fmt: skip
SCHOOL: Final = (
    "ensino técnico", "técnico", "tecnólogo", "tecnólogos", "ensino médio", "ensino superior", "graduação",
    "pós", "pós-graduação", "mestrado", "doutorado", "mba", "especialização", "ensino fundamental", "possui",
    "compós", "tecnicamente", "ensino médios", "superior",
)  # fmt: skip
SCHOOL_ENDS: Final = (
    "completo", "incompleto", "incompleta", "cursando", "trancado", "trancada", "in completo",
    "tran\u00adcado", "sincompletos",
)  # fmt: skip
FREE_MAIL: Final = (
    "gmail.com", "hotmail.com", "hotmail.com.br", "outlook.com", "outlook.com.br", "live.com", "msn.com",
    "yahoo.com", "yahoo.com.br", "icloud.com", "me.com", "bol.com.br", "uol.com.br", "terra.com.br",
    "ig.com.br", "globo.com", "globomail.com", "r7.com", "protonmail.com", "proton.me",
)  # fmt: skip
OTHER_DOMAINS: Final = (
    "empresa.com.br", "mail.gmail.com", "gmail.com.br", "xgmail.com", "gmail", "gmail.com.", ".gmail.com",
    "gmail..com", "São-Paulo.br", "straße.de", "ΣΊΣΥΦΟΣ.gr", "例え.jp", "a_b.c_d", "-.-",
    "ｇｍａｉｌ．ｃｏｍ", "gmail。com", "gma\u00adil.com",
    "gmail.com\u200b", "gm@il.com", "İG.com.br", "1.2", "٣.٤",
    "gmáil.com", "me․com", "hotmail.com/br", "अनि.com", "yahoo .com",
)  # fmt: skip
NO_EMAILS: Final = (
    "@gmail.com", "ana", "ana@", "ana@@gmail.com", "a b@gmail.com", "a@b.com, c@d.com",
    "a@b.com c@d.com",
)  # fmt: skip
LOCAL_PARTS: Final = (
    "ana", "a.souza", "josé", "a\u00adb", "ﬁ", "_", "-", "a\u200b", "'", "a+b", "😀", "a´s", "a\tb", "A",
)  # fmt: skip
SALARIES: Final = (
    "R$ 3.500,00", "2.500", "R$ 4.000.00", "1700.", "3500.00", "12k", "5 mil", "4,5 mil", "entre 3000 e 4000",
    "100.000", "1.234.567,89", "4,5", "5 milhões", "3,500.00", "1234.567", "3 500", "R$ 40/h", "a combinar",
    "R$2100,00", "R$12.000", "-3500", "−3500", "senhora 3500", "3500 por HÓRA", "／Ｈ 3500", "299", "299,99",
    "299.999", "300", "300,00", "0,3k", "0.300k", "0.3 mil", "100000", "100000,00", "100.000,01",
    "100000.0000000000000001", "100k", "100,0 mil", "100.000 mil", "100.1k", "99.999", "1.2.3", "1.500.5000",
    "1.5000k", "12.34.567", "1..500", "13º salário", "350½", "3½ mil", "⒈500", "３．５００", "٣٥٠٠", "3500.٣",
    "3500٣", "①②③④", "𝟑𝟓𝟎𝟎", "R$ 1.500/mês", "10 a 12k", "3500,", "3500,,5",
)  # fmt: skip
SALARY_STARTS: Final = (
    "", "", "", "R$ ", "R$", "r$\u00a0", "US$ ", "€", "-", "+ ", "−", "~", "entre ", "a partir de ", "CLT ",
    "pj2 ", "a.", ".", ",", "\u200b", "½ ", "\n", "senhora ", "(", "#", "1\u0301", "٣",
)  # fmt: skip
SALARY_ENDS: Final = (
    "", "", "", "", "k", " k", "  k", "K", "\u212a", "ｋ", "\u00a0k", "\tmil", "mil", " mil", " MIL", "\nmil",
    " milhões", "milreais", " mils", "kk", "k_", "k2", "k²", "k.", "k,00", "k½", "ké", "k\u0301",
    "mil\u0301a", "k\u00ad", "\u00adk", "k\u200ba", "mil\ufe0f", "-k", ".k", " .k", "´k", "´´mil", "/h", "/H",
    "/ h", "/hora", " hora", " ho\u0301ra", "ho\u00adra", " por hora", "/mês", "℅h", ".", ",", ".5", ",5",
    ". 5", ".٣", ",５", "½", "²", " a 4000", " - 5.000,00", " 000", "e3", "\u200b500", "\u0301500", "…5", "m",
    " reais", "%", ")",
)  # fmt: skip
ABOUT_THE_BOUNDS: Final = (
    "299", "300", "301", "99999", "100000", "100001", "100.000", "100.001", "0,3", "0.299", "0,30", "99,9",
    "100", "100,001", "99.999,99",
)  # fmt: skip
DECIMALS: Final = (
    "", "", "", ",00", ".00", ",5", ".5", ",500", ".500", ",5000", ".5000", ",", ".", ",00.", ".000,0.1",
)  # fmt: skip
DIGIT_FORMS: Final = (
    "0123456789",
    "０１２３４５６７８９",
    "٠١٢٣٤٥٦٧٨٩",
    "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "०१२३४५६७८९",
)
ACROSS: Final = (  # phrases that may begin in one field and end in the next one of the same feature
    (
        ("informacoes_profissionais", "titulo_profissional"),
        ("infos_basicas", "objetivo_profissional"),
        ("tecnologia da informação", "business intelligence", "de TI", "devops"),
    ),
    (
        ("informacoes_profissionais", "certificacoes"),
        ("informacoes_profissionais", "outras_certificacoes"),
        ("sap fi", "sapfi", "77-418", "77-422"),
    ),
    (
        ("", "cv_pt"),
        ("informacoes_profissionais", "conhecimentos_tecnicos"),
        ("excel avançado", "sap", "controladoria", "kpi"),
    ),
)
