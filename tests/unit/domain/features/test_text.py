# ruff: noqa: RUF001 - look-alike characters are the subject
"""Folding, and the fast keyword search against its definition."""

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.features import RULES
from hiring.domain.features.text import FoldedTexts, Keyword, fold, prefix, word
from tests.unit.domain.strategies import characters, many, some, texts

EVERY_CODE_POINT = range(0x110000)
KEYWORDS = [
    word("ti"), word("sap"), word("sap fi"), word("excel avancado"), word("77-418"), word("data"), word("bi"),
    prefix("kpi"), prefix("administr"), prefix("tecnologia da informac"), prefix("contab"),
    prefix("business intelligence"),
]  # fmt: skip  # a list of words, not one a line
VANISH_OR_EXPAND = (
    "\u0301",
    "\u0327",
    "\u0345",
    "ﬁ",
    "ﬃ",
    "™",
    "½",
    "ß",
    "ŉ",
    "ﷺ",
    "각",
    "㎏",
    "№",
    "⑴",
    "…",
    "\u1abe",
)
DO_NOT_FOLD_AWAY = (
    "\0",
    "\ud800",
    "\udfff",
    "\u00ad",
    "\u200b",
    "\ufe0f",
    "•",
    "–",
    "_",
    "ж",
    "Z",
    "9",
    "\u00a0",
)


def fold_as_defined(text: str) -> str:
    kept = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.combining(c) == 0)
    return " ".join(kept.casefold().split())


def is_word(character: str) -> bool:
    return character == "_" or character.isalnum()


def mentions_as_defined(text: str, keyword: Keyword) -> bool:
    folded = fold_as_defined(text)
    start = folded.find(keyword.text)
    while start >= 0:
        before, after = folded[:start][-1:], folded[start + len(keyword.text) :][:1]
        if not is_word(before) and not (keyword.whole and is_word(after)):
            return True
        start = folded.find(keyword.text, start + 1)
    return False


def assert_found_as_defined(raw: list[str], keywords: list[Keyword]) -> None:
    folded = FoldedTexts(raw)
    for keyword in keywords:
        expected = [mentions_as_defined(text, keyword) for text in raw]
        found = folded.mention([keyword]).tolist()
        wrong = [text for text, a, b in zip(raw, expected, found, strict=True) if a != b]
        assert wrong == [], keyword


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ensino Médio", "ensino medio"),
        ("  A\t\u00a0b\u2003\x1c\x85c \n", "a b c"),
        ("AVANÇADO", "avancado"),
        ("ﬁ", "fi"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("ıſ", "ıs"),
        ("１２k", "12k"),  # full width
        ("a´b", "a b"),
        ("co\u00adop\u200b\ufe0f", "co\u00adop\u200b\ufe0f"),
        ("x²½™", "x21⁄2tm"),
        ("\0\ud800", "\0\ud800"),
        ("e\u0301\u0345", "e"),
        ("", ""),
        (" \u0301 ", ""),
    ],
)
def test_folding_takes_accents_case_and_runs_of_white_space_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@many
@given(texts)
def test_folding_is_what_the_contract_defines(text: str) -> None:
    assert fold(text) == fold_as_defined(text)


@many
@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_every_character_twice_is_folding_it_once_and_goes_character_by_character() -> None:
    for start in range(0, 0x110000, 4096):
        block = [chr(point) for point in range(start, start + 4096)]
        one_by_one = [fold(f"x{character}x")[1:-1] for character in block]
        folded = fold("".join(block))

        assert folded == " ".join("".join(one_by_one).split()), hex(start)
        assert fold(folded) == folded, hex(start)


def telling(point: int) -> bool:
    """Leaves out the great mass of ideographs and unassigned code points, which all fold to themselves."""
    category = unicodedata.category(chr(point))
    return category not in ("Cn", "Co", "Lo", "Cs") or unicodedata.decomposition(chr(point)) != ""


@pytest.mark.parametrize("around", ["{0}sap{0}", "x sap{0}", "{0}sap", "s{0}ap", "sap{0}fi"])
def test_every_telling_character_next_to_a_keyword_is_seen_as_defined(around: str) -> None:
    raw = [around.format(chr(point)) for point in EVERY_CODE_POINT if telling(point)]

    assert_found_as_defined(
        [*raw, *map(around.format, DO_NOT_FOLD_AWAY)], [word("sap"), prefix("sap"), word("sap fi")]
    )


@pytest.mark.slow
@pytest.mark.parametrize("around", ["{0}sap{0}", "sap{0}fi"])
def test_every_character_next_to_a_keyword_is_seen_as_defined(around: str) -> None:
    raw = [around.format(chr(point)) for point in EVERY_CODE_POINT]

    assert_found_as_defined(raw, [word("sap"), prefix("sap"), word("sap fi")])


planted = st.lists(
    st.sampled_from([keyword.text for keyword in KEYWORDS])
    | st.sampled_from([keyword.text.upper() for keyword in KEYWORDS])
    | st.sampled_from([*VANISH_OR_EXPAND, *DO_NOT_FOLD_AWAY, " ", "  ", "\n"])
    | characters,
    max_size=12,
).map("".join)


@many
@given(st.lists(planted | texts, max_size=10))
def test_keywords_are_found_where_the_definition_finds_them(raw: list[str]) -> None:
    assert_found_as_defined(raw, KEYWORDS)


@some
@given(st.lists(planted, max_size=4), st.integers(0, 4), st.sampled_from(VANISH_OR_EXPAND))
def test_one_text_on_the_exact_path_does_not_shift_its_neighbours(
    raw: list[str], place: int, trap: str
) -> None:
    assert_found_as_defined([*raw[:place], f"sap {trap}{trap} ti", *raw[place:]], KEYWORDS)


@some
@given(planted, planted)
def test_nothing_matches_across_two_texts(first: str, second: str) -> None:
    joined = FoldedTexts([first, second]).mention(KEYWORDS).tolist()

    assert joined == [*FoldedTexts([first]).mention(KEYWORDS), *FoldedTexts([second]).mention(KEYWORDS)]


def test_texts_of_many_groups_keep_their_places() -> None:
    filler = "é " * 40_000
    raw = [f"{filler}sap" if n % 3 == 0 else ("ﬁ sap" if n % 5 == 0 else filler) for n in range(30)]

    found = FoldedTexts(raw).mention([word("sap")])

    assert np.flatnonzero(found).tolist() == [n for n in range(30) if n % 3 == 0 or n % 5 == 0]


def test_a_phrase_is_found_where_it_overlaps_a_place_that_did_not_count() -> None:
    assert_found_as_defined(["xa a a", "a a ax", "xa a", "a  a"], [word("a a"), prefix("a a")])


def test_no_texts_mention_nothing() -> None:
    assert FoldedTexts([]).mention([word("sap")]).tolist() == []
    assert FoldedTexts(["", ""]).mention([word("sap")]).tolist() == [False, False]


def test_no_keywords_are_mentioned_nowhere() -> None:
    assert FoldedTexts(["sap", ""]).mention([]).tolist() == [False, False]


@pytest.mark.parametrize(
    "text", ["", "SAP", "avançado", " sap", "sap  fi", "sap ", "日本", "ﬁ", "-x", "sap -x"]
)
def test_a_keyword_that_is_not_folded_ascii_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a keyword is folded ASCII text"):
        word(text)


def test_a_keyword_says_how_it_is_matched() -> None:
    assert str(word("sap fi")) == "w:sap fi"
    assert str(prefix("kpi")) == "p:kpi"


def test_the_rules_keywords_hold_nothing_that_a_pattern_would_read_as_a_sign() -> None:
    keywords = [
        text for rule in RULES for text in re.findall(r"[wp]:([^:]+?)(?= [wp]:|$)", rule.computed_by.text)
    ]

    assert len(keywords) == sum(len(re.findall(r"\b[wp]:", rule.computed_by.text)) for rule in RULES)
    assert [text for text in keywords if not re.fullmatch(r"[a-z0-9 -]+", text)] == []
