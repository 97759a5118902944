"""The limits are those of PostgreSQL's `numeric`; tests/integration/postgres/test_values.py asks a server."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hiring.domain.long_numbers import TooLong, may_be_too_long, number_of
from tests.long_numbers import HELD, TOO_LONG


@pytest.mark.parametrize("literal", TOO_LONG)
def test_what_not_every_store_can_hold_is_found_wherever_it_stands(literal: str) -> None:
    assert isinstance(number_of(literal), TooLong)
    for before, behind in ((b"", b""), (b"x" * 1_023, b"y" * 5_000), (b"1e2 " * 3_000, b"")):
        assert may_be_too_long(b'{"a": "%b", "b": %b, "c": "%b"}' % (before, literal.encode(), behind))


@pytest.mark.parametrize("literal", HELD)
def test_what_every_store_can_hold_is_a_number(literal: str) -> None:
    found = number_of(literal)
    assert not isinstance(found, TooLong)
    assert found == float(literal)


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
@example(0)
def test_numbers_of_every_day_need_no_closer_look(number: float) -> None:
    text = json.dumps(number)
    assert not may_be_too_long(text.encode())
    assert type(number_of(text)) is float


@pytest.mark.parametrize(
    "text", [b"", b"1", b"e", b"1e", b"1e999", b"2e30", b"a1e9z e1234 (5e) 1E+999 1e-999"]
)
def test_text_that_looks_a_little_like_a_long_number_needs_none_either(text: bytes) -> None:
    assert not may_be_too_long(text)
