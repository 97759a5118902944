"""Whatever a value holds, it comes back: COPY is binary, and nothing in a text can end it."""

import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import errors
from sqlalchemy import URL

from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.memory import SilentProgress
from hiring.adapters.postgres import PostgresStore
from hiring.application.dataset.ingest import Ingest
from hiring.domain.features import CANDIDATE
from hiring.domain.record_validation import TOO_LONG_A_NUMBER
from hiring.domain.records import ApplicantRows, FeatureRows, LabelRows, ProspectRows
from tests.contracts.builders import (
    WIDTH,
    a_decision,
    a_name,
    a_reject,
    assert_same_chunks,
    assert_same_rows,
    days,
    some_features,
)
from tests.integration.postgres.conftest import connect
from tests.long_numbers import HELD, TOO_LONG

NASTY = (
    "\\.",
    "\\N",
    "\\",
    "\t",
    "\n",
    "\r",
    "\r\n",
    '"',
    "'",
    ",",
    "\\t",
    "𝄞",
    "\x7f",
    "\u2028",
    "%s",
    "{}",
    "NULL",
)
characters = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
texts = st.lists(st.sampled_from(NASTY) | st.text(characters, max_size=8), max_size=5).map("".join)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda children: st.lists(children, max_size=3) | st.dictionaries(texts, children, max_size=3),
    max_leaves=6,
)
often = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # each example replaces the table, so that one store does for all


def prospects_with(found: list[str | None]) -> ProspectRows:
    count = len(found)
    return ProspectRows(
        vaga_codigo=np.arange(count),
        codigo_profissional=np.arange(count) - 2**62,
        position=np.arange(count) + 1,
        nome=found,
        situacao_candidado=found[::-1],
        data_candidatura=found,
        ultima_atualizacao=[None] * count,
        comentario=found,
        recrutador=[""] * count,
    )


def exactly(document: bytes) -> object:
    """The value, numbers as they are written: jsonb writes 5e+16 as 50000000000000000."""
    return json.loads(document, parse_int=Decimal, parse_float=Decimal)


@often
@given(st.lists(st.none() | texts, min_size=1, max_size=6))
def test_texts_come_back(store: PostgresStore, found: list[str | None]) -> None:
    table, rows = store.prospects(a_name()), prospects_with(found)
    with table.replacing() as writer:
        writer.write(rows)
    assert_same_chunks(list(table.chunks(4)), rows)


@often
@given(st.lists(st.dictionaries(texts, values, max_size=4), min_size=1, max_size=4), st.booleans())
def test_documents_come_back_as_equal_json(
    store: PostgresStore,
    found: list[dict[str, object]],
    ascii_only: bool,  # noqa: FBT001  # hypothesis gives it
) -> None:
    documents = [
        json.dumps(value, ensure_ascii=ascii_only, indent=1).replace("\\u0000", "").encode()
        for value in found
    ]
    expected = [exactly(document) for document in documents]
    table = store.applicants(a_name())
    with table.replacing() as writer:
        writer.write(ApplicantRows(codigo_profissional=np.arange(len(found)), document=documents))
    (rows,) = table.chunks(10)
    assert [exactly(document) for document in rows.document] == expected


def test_numbers_are_held_up_to_the_limits_that_records_are_judged_by(store: PostgresStore, url: URL) -> None:
    documents = [b'{"a": %b}' % literal.encode() for literal in HELD]
    table = store.applicants(a_name())
    with table.replacing() as writer:
        writer.write(ApplicantRows(codigo_profissional=np.arange(len(documents)), document=documents))
    assert table.count() == len(HELD)
    with connect(url) as connection:
        for literal in TOO_LONG:
            with pytest.raises(errors.NumericValueOutOfRange):
                connection.execute("SELECT %s::jsonb", [f'{{"a": {literal}}}'])


@pytest.mark.parametrize("literal", TOO_LONG, ids=TOO_LONG.__getitem__)
def test_a_number_that_is_too_long_fails_its_record_and_not_the_load(
    store: PostgresStore, tmp_path: Path, literal: str
) -> None:
    file = tmp_path / "applicants.json"
    file.write_text(f'{{"1": {{"cv_pt": "SAP"}}, "2": {{"cv_pt": "", "x": [{literal}]}}}}', "utf-8")
    table = store.applicants(a_name("applicants_raw"))
    counts = Ingest(export=ApplicantsFile(file), table=table, progress=SilentProgress())(chunk_size=10)
    assert (counts.kept, counts.rejected) == (1, 1)
    assert [(reject.key, reject.reason) for reject in table.rejects()] == [("2", TOO_LONG_A_NUMBER)]


@often
@given(st.lists(st.floats(300, 100_000) | st.just(float("nan")), min_size=1, max_size=6), st.data())
def test_features_come_back_to_the_last_bit(
    store: PostgresStore, pay: list[float], data: st.DataObject
) -> None:
    matrix = some_features(0, len(pay)).features
    matrix[:, CANDIDATE.features.index("salario_valor")] = pay
    matrix[data.draw(st.integers(0, len(pay) - 1)), data.draw(st.integers(0, WIDTH - 1))] = np.nan
    rows = FeatureRows(codigo_profissional=np.arange(len(pay)), features=matrix)
    table = store.features(a_name(), CANDIDATE)
    with table.replacing() as writer:
        writer.write(rows)
    assert_same_chunks(list(table.chunks(4)), rows)


def test_days_of_all_centuries_come_back(store: PostgresStore) -> None:
    found = days(
        "0001-01-01", "1582-10-10", "1969-12-31", "1970-01-01", "1999-12-31", "2000-01-01", "9999-12-31"
    )
    count = len(found)
    rows = LabelRows(
        vaga_codigo=np.full(count, 2**63 - 1),
        codigo_profissional=np.full(count, -(2**63)),
        position=np.arange(count),
        data_candidatura=found,
        ultima_atualizacao=found[::-1],
        status_label=["Não Aprovado\\pelo\tRH"] * count,
        target=np.zeros(count, np.int64),
    )
    table = store.labels(a_name())
    with table.replacing() as writer:
        writer.write(rows)
    (found_rows,) = table.chunks(100)
    assert_same_rows(found_rows, rows)


@pytest.mark.parametrize("text", ["\0", "\ud800"], ids=["NUL", "lone surrogate"])
def test_a_text_that_postgresql_cannot_hold_is_a_bug_of_the_caller(store: PostgresStore, text: str) -> None:
    table = store.prospects(a_name())
    with table.replacing() as writer:
        writer.write(prospects_with(["before"]))
    with pytest.raises(ValueError, match=r"22021|surrogates not allowed"), table.replacing() as writer:
        writer.write(prospects_with([text]))
    assert table.count() == 1


def test_a_code_twice_is_a_bug_of_the_caller_and_is_not_told(store: PostgresStore) -> None:
    table = store.applicants(a_name("applicants_raw"))
    with pytest.raises(ValueError, match="23505") as raised, table.replacing() as writer:
        writer.write(ApplicantRows(codigo_profissional=np.array([31_001, 31_001]), document=[b"{}", b"{}"]))
    assert "31001" not in str(raised.value)


@often
@given(texts, texts)
def test_logs_keep_texts_too(store: PostgresStore, one: str, two: str) -> None:
    decision = a_decision(one, body_digest=two, payload={two: 1.5, "salario_valor": None})
    store.inference_log.append([decision])
    assert store.inference_log.find(one) is not None


@often
@given(st.lists(texts, min_size=1, max_size=5))
def test_rejects_keep_texts_too(store: PostgresStore, keys: list[str]) -> None:
    rejects = [a_reject(key, position=place) for place, key in enumerate(keys)]
    table = store.labels(a_name("prospects_labels"))
    with table.replacing() as writer:
        writer.reject(rejects)
    assert list(table.rejects()) == rejects
