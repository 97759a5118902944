"""Rows as psycopg copies them."""

import numpy as np
import pytest

from hiring.adapters.postgres.tables.layouts import Layout
from hiring.application.ports.specs.dataset import PROSPECTS, features_spec
from hiring.domain.features import CANDIDATE
from hiring.domain.records import FeatureRows
from tests.contracts.builders import assert_same_rows, some_features, some_prospects
from tests.contracts.pairs import PAIRS


def test_unknown_is_none_in_flags_and_amounts() -> None:
    rows = FeatureRows(
        codigo_profissional=np.array([7, 8]),
        features=np.array([[1.0, np.nan, 18_687.0, 0.0, -3.0], [np.nan, 2.5, np.nan, np.nan, np.nan]]),
        texts=np.array([["ção", None], [None, ""]], np.object_),
    )
    layout = Layout(features_spec(PAIRS))
    written = list(layout.encode(rows, 1))
    assert written == [
        (1, 7, 1, None, 18_687.0, 0, -3.0, "ção", None),
        (2, 8, None, 2.5, None, None, None, None, ""),
    ]
    assert_same_rows(layout.decode([row[1:] for row in written]), rows)


@pytest.mark.parametrize("value", [0.5, 32_768.0, -32_769.0, np.inf])
def test_a_flag_that_is_no_small_integer_is_refused(value: float) -> None:
    rows = some_features()
    rows.features[0, 0] = value
    with pytest.raises(ValueError, match="small integer"):
        list(Layout(features_spec(CANDIDATE)).encode(rows, 1))


def test_lines_are_numbered_on_from_where_the_last_write_ended() -> None:
    lines = [row[0] for row in Layout(PROSPECTS).encode(some_prospects(0, 1_100), 41)]
    assert lines == list(range(41, 1_141))


def test_a_matrix_of_another_width_is_refused() -> None:
    rows = some_features()
    wrong = type(rows)(codigo_profissional=rows.codigo_profissional, features=rows.features[:, 1:])
    with pytest.raises(ValueError, match=f"{len(CANDIDATE.features)} features"):
        list(Layout(features_spec(CANDIDATE)).encode(wrong, 1))
