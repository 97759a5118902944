# ruff: noqa: RUF001 - look-alike characters are the subject
"""Columns of equal length, and names that may stand in SQL."""

import numpy as np
import pytest

from hiring.domain.errors import InvalidName
from hiring.domain.records import ApplicantRows, FeatureRows, GoldRows, ProspectRows, Reject, table_name


def some_features(*people: int) -> FeatureRows:
    codes = np.array(people, np.int64)
    return FeatureRows(
        codigo_profissional=codes, features=np.column_stack([codes, codes * 2]).astype(np.float64)
    )


def some_applicants(*people: int) -> ApplicantRows:
    return ApplicantRows(
        codigo_profissional=np.array(people, np.int64),
        document=[f'{{"x": {code}}}'.encode() for code in people],
    )


def some_prospects(*people: int) -> ProspectRows:
    codes, texts = np.array(people, np.int64), [None if code % 2 else str(code) for code in people]
    return ProspectRows(
        vaga_codigo=codes,
        codigo_profissional=codes,
        position=codes,
        nome=texts,
        situacao_candidado=texts,
        data_candidatura=texts,
        ultima_atualizacao=texts,
        comentario=texts,
        recrutador=texts,
    )


def test_rows_are_as_many_as_their_columns_are_long() -> None:
    assert len(some_features(1, 2, 3)) == len(some_applicants(1, 2, 3)) == len(some_prospects(1, 2, 3)) == 3
    assert len(some_features()) == len(some_applicants()) == 0


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^ApplicantRows: columns of different lengths$"):
        ApplicantRows(codigo_profissional=np.array([1, 2]), document=[b"{}"])
    with pytest.raises(ValueError, match=r"^FeatureRows: columns of different lengths$"):
        FeatureRows(codigo_profissional=np.array([1]), features=np.zeros((2, 1)))


def test_taking_rows_gives_arrays_and_lists_alike_in_the_order_asked_for() -> None:
    taken = some_applicants(1, 2, 3).take(np.array([2, 0, 2]))

    assert isinstance(taken, ApplicantRows)
    assert taken.codigo_profissional.tolist() == [3, 1, 3]
    assert taken.document == [b'{"x": 3}', b'{"x": 1}', b'{"x": 3}']
    assert some_features(1, 2, 3).take(np.array([1])).features.tolist() == [[2.0, 4.0]]
    assert some_prospects(1, 2).take(np.array([1, 0])).nome == ["2", None]


def test_no_rows_may_be_taken() -> None:
    taken = some_features(1, 2).take(np.array([], np.int64))

    assert len(taken) == 0
    assert taken.features.shape == (0, 2)


def test_parts_are_put_one_after_another() -> None:
    applicants = ApplicantRows.concatenate([some_applicants(1, 2), some_applicants(), some_applicants(3)])
    features = FeatureRows.concatenate([some_features(1), some_features(2, 3)])

    assert applicants.codigo_profissional.tolist() == [1, 2, 3]
    assert applicants.document == [b'{"x": 1}', b'{"x": 2}', b'{"x": 3}']
    assert features.features.tolist() == [[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]


def test_concatenating_one_part_copies_its_lists() -> None:
    part = some_applicants(1)
    whole = ApplicantRows.concatenate([part])

    assert whole.document == part.document
    assert whole.document is not part.document


@pytest.mark.parametrize("name", ["x", "_", "gold_applicants", "Gold2024", "a" * 63, "select", "_1"])
def test_an_identifier_of_at_most_63_bytes_is_a_table_name(name: str) -> None:
    assert table_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "a" * 64,
        "1a",
        "a-b",
        "a b",
        "a\n",
        "a\0",
        'x"; drop table y; --',
        "public.gold",
        '"gold"',
        "avaliação",
        "é" * 40,
        "ｇｏｌｄ",  # full width
        "gold٣",
        "\ud800",
    ],
)
def test_anything_else_is_refused_without_repeating_it(name: str) -> None:
    with pytest.raises(InvalidName) as refused:
        table_name(name)

    assert str(refused.value) == str(InvalidName())


def test_a_reject_says_which_record_and_why() -> None:
    reject = Reject(key="31001", position=7, reason="not an object")

    assert (reject.key, reject.position, reject.reason) == ("31001", 7, "not an object")


def test_gold_without_rows_has_its_columns() -> None:
    nobody = GoldRows.none(46)

    assert len(nobody) == 0
    assert nobody.features.shape == (0, 46)
    assert len(GoldRows.concatenate([nobody, nobody])) == 0
