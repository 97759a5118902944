"""Bytes as PostgreSQL documents them for COPY ... (FORMAT BINARY)."""

import struct

import numpy as np
import pytest

from hiring.adapters.postgres.tables import binary
from hiring.adapters.postgres.tables.layouts import Layout
from hiring.application.ports.specs.dataset import PROSPECTS, features_spec
from hiring.domain.features import CANDIDATE
from hiring.domain.records import FeatureRows
from tests.contracts.builders import assert_same_rows, days, some_features, some_prospects
from tests.contracts.pairs import PAIRS

NULL = b"\xff\xff\xff\xff"


def test_a_number_is_its_length_and_its_bytes() -> None:
    assert binary.ints(np.array([1, -2]), 2) == ([b"\0\0\0\x02\0\x01", b"\0\0\0\x02\xff\xfe"],)
    assert binary.ints(np.array([31_001]), 8) == ([b"\0\0\0\x08\0\0\0\0\0\0\x79\x19"],)


@pytest.mark.parametrize("value", [32_768, -32_769])
def test_a_number_that_does_not_fit_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="2 bytes"):
        binary.ints(np.array([0, value]), 2)


def test_a_day_is_counted_from_the_year_2000() -> None:
    (found,) = binary.days(days("2000-01-02", "NaT", "1999-12-31"))
    assert found == [b"\0\0\0\x04\0\0\0\x01", NULL, b"\0\0\0\x04\xff\xff\xff\xff"]


def test_a_text_is_its_utf8_bytes_and_none_is_null() -> None:
    assert binary.texts(["ção", "", None]) == ([b"\0\0\0\x05\xc3\xa7\xc3\xa3o", b"\0\0\0\0", NULL],)


def test_a_document_has_the_version_of_jsonb() -> None:
    assert binary.documents([b"{}", b"[1]"]) == ([b"\0\0\0\x03\x01", b"\0\0\0\x04\x01"], [b"{}", b"[1]"])


def test_unknown_is_null_in_flags_and_amounts() -> None:
    flag, amount = b"\0\0\0\x02\0\x01", b"\0\0\0\x08" + struct.pack(">d", 2.5)
    values = np.array([[1.0, 2.5], [np.nan, 2.5], [1.0, np.nan], [np.nan, np.nan]])
    (found,) = binary.numbers(values, np.array([True, False]))
    assert found == [flag + amount, NULL + amount, flag + NULL, NULL * 2]


@pytest.mark.parametrize("value", [0.5, 40_000.0, np.inf])
@pytest.mark.filterwarnings("ignore:invalid value encountered in cast:RuntimeWarning")
def test_a_flag_that_is_no_small_integer_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="small integer"):
        binary.numbers(np.array([[value]]), np.array([True]))


def test_rows_begin_with_the_number_of_their_fields() -> None:
    assert binary.rows([([b"a", b"b"],), ([b"c", b"d"], [b"e", b"f"])], 3) == b"\0\x03ace\0\x03bdf"
    assert binary.rows([([],), ([], [])], 3) == b""


def test_lines_are_numbered_on_from_where_the_last_write_ended() -> None:
    (block,) = Layout(PROSPECTS).encode(some_prospects(0, 1), 41)
    assert block.startswith(b"\0\x0a" + binary.ints(np.array([41]), 8)[0][0])


def test_many_rows_come_in_blocks() -> None:
    blocks = list(Layout(PROSPECTS).encode(some_prospects(0, 1_100), 1))
    assert len(blocks) > 1
    assert b"".join(blocks) == b"".join(
        b"".join(Layout(PROSPECTS).encode(some_prospects(n, n + 1), n + 1)) for n in range(1_100)
    )


def test_a_matrix_of_another_width_is_refused() -> None:
    rows = some_features()
    wrong = type(rows)(codigo_profissional=rows.codigo_profissional, features=rows.features[:, 1:])
    with pytest.raises(ValueError, match="46 features"):
        list(Layout(features_spec(CANDIDATE)).encode(wrong, 1))


def test_features_that_are_texts_stand_behind_those_that_are_numbers() -> None:
    rows = FeatureRows(
        codigo_profissional=np.array([7]),
        features=np.array([[1.0, np.nan, 18_687.0, 0.0, -3.0]]),
        texts=np.array([["ção", None]], np.object_),
    )
    layout = Layout(features_spec(PAIRS))
    (block,) = layout.encode(rows, 1)
    assert block.endswith(b"\0\0\0\x05\xc3\xa7\xc3\xa3o" + NULL)
    read = layout.decode([(7, 1, None, 18_687.0, 0, -3.0, "ção", None)])
    assert_same_rows(read, rows)
