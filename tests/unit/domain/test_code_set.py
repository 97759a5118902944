"""The codes of an export, in little memory."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.code_set import CodeSet
from hiring.domain.record_validation import LARGEST_CODE

CODES = st.integers(-LARGEST_CODE, LARGEST_CODE) | st.integers(-1_000, 1_000)


@given(st.lists(CODES), st.lists(CODES))
def test_it_holds_what_was_added_and_nothing_else(added: list[int], others: list[int]) -> None:
    codes = CodeSet()
    for code in added:
        codes.add(code)
    assert [code in codes for code in (*added, *others)] == [code in added for code in (*added, *others)]


def test_codes_in_a_row_take_less_than_a_byte_each() -> None:
    codes, count = CodeSet(), 100_000
    tracemalloc.start()
    try:
        for code in range(31_000, 31_000 + count):
            codes.add(code)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < count
