import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.adapters.exports.documents import DocumentFaults
from hiring.adapters.exports.record_validation import fault_of
from hiring.adapters.exports.scanner import Member
from hiring.domain.display import make_printable
from hiring.domain.record_validation import (
    CODE_NOT_INTEGER,
    CODE_TOO_LARGE,
    LONE_SURROGATE,
    NUL,
    TOO_LONG_A_NUMBER,
    code_of,
    fault_of_code,
    fault_of_value,
)
from tests.oracle import contract_v1
from tests.unit.adapters.exports import reference
from tests.unit.adapters.exports.strategies import KEYS, objects_of, values


@pytest.mark.parametrize("key", KEYS)
def test_a_key_has_the_code_that_the_contract_says(key: str) -> None:
    assert code_of(key) == contract_v1.code_of(key)


@given(st.from_regex(r"\A-?0{0,25}[0-9]{0,21}\Z") | st.text(max_size=4))
def test_any_key_has_the_code_that_the_contract_says(key: str) -> None:
    assert code_of(key) == contract_v1.code_of(key)


@pytest.mark.parametrize(
    ("field", "code"),
    [(7, 7), (-7, -7), (0, 0), ("7", 7), ("007", 7), (2**53 - 1, 2**53 - 1), (1 - 2**53, 1 - 2**53),
     (2**53, None), (-(2**53), None), (2**53 + 1, None), (2**63, None), ("9007199254740992", None),
     (10**400, None), ("9" * 5_000, None), ("0" * 5_000 + "7", 7),
     (True, None), (7.0, None), (float("inf"), None), (None, None), ([7], None),
     ({}, None), ("7.0", None)],
)  # fmt: skip  # a table
def test_a_code_is_an_integer_or_its_digits(field: object, code: int | None) -> None:
    assert code_of(field) == code


@pytest.mark.parametrize(
    ("field", "fault"),
    [(7, None), ("007", None), (2**53 - 1, None), (2**53, CODE_TOO_LARGE), (-(2**53), CODE_TOO_LARGE),
     ("-9007199254740993", CODE_TOO_LARGE), ("9" * 5_000, CODE_TOO_LARGE), (10**400, CODE_TOO_LARGE),
     ("maria", CODE_NOT_INTEGER), ("", CODE_NOT_INTEGER), (7.0, CODE_NOT_INTEGER), (True, CODE_NOT_INTEGER),
     (None, CODE_NOT_INTEGER), (1e300, CODE_NOT_INTEGER), ("9007199254740993.0", CODE_NOT_INTEGER)],
)  # fmt: skip  # a table
def test_what_is_no_code_says_why(field: object, fault: str | None) -> None:
    assert fault_of_code(field) == fault


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ('{"a": "\\u0000"}', NUL),
        ('{"a": "\\\\u0000"}', None),
        ('{"a": "\\\\\\u0000"}', NUL),
        ('{"\\u0000": 1}', NUL),
        ('{"a": {"b": [1, ["\\u0000"]]}}', NUL),
        ('{"a": "\\u0000", "a": "b"}', NUL),
        ('{"a": "\\ud83d\\ude00"}', None),
        ('{"a": "\\uD83D\\uDE00\\u00e9"}', None),
        ('{"a": "\\ud83d"}', LONE_SURROGATE),
        ('{"a": "\\uDE00\\uD83D"}', LONE_SURROGATE),
        ('{"a": "\\ud83dx\\ude00"}', LONE_SURROGATE),
        ('{"\\udfff": 1}', LONE_SURROGATE),
        ('{"a": "\\\\ud83d"}', None),
        ('{"a": "\\ud83d", "b": "\\u0000"}', NUL),
        ('{"a": "\\ud83d", "b": 1e131072}', LONE_SURROGATE),
        ('{"a": [{"b": 1e131072}], "a": 1}', TOO_LONG_A_NUMBER),
        ('{"a": "' + "9" * 131_073 + '", "b": "1e131072"}', None),
        ('{"a": 1e999, "b": "\\ud83d\\ude00", "c": ' + "9" * 5_000 + "}", None),
    ],
)
def test_a_document_is_faulty_if_a_database_cannot_hold_its_text(document: str, fault: str | None) -> None:
    assert fault_of(document.encode()) == fault


@given(objects_of(values))
def test_any_document_is_judged_like_a_naive_reader_does(document: str) -> None:
    reason = reference.reason_against("7", reference.DECODER.decode(document), set())

    assert fault_of(document.encode()) == reason


@given(st.lists(objects_of(values), max_size=80))
def test_records_that_are_looked_at_together_are_judged_like_one_alone(documents: list[str]) -> None:
    faults = DocumentFaults(("a",), "has no section")
    members = [Member(key="7", value=document.encode(), at=0) for document in documents]

    assert list(faults(members)) == [fault for member in members for fault in faults([member])]


def test_decoded_values_of_any_shape_are_judged() -> None:
    assert fault_of_value({"a": [1, None, {"b": "c"}]}) is None
    assert fault_of_value({"a": [1, None, {"b\0": "c"}]}) == NUL


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_a_printed_key_is_short_and_on_one_line(key: str) -> None:
    shown = make_printable(key)

    assert shown.isprintable()
    assert len(shown) <= 64 * len("\\U0010ffff")
    shown.encode()
