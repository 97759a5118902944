"""Any value that the row classes may hold comes back as it went in."""

import string
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.adapters.files import FileStore
from hiring.domain.features import CANDIDATE
from hiring.domain.records import ApplicantRows, FeatureRows, LabelRows, ProspectRows, Reject
from tests.contracts.builders import SALARY, WIDTH, a_decision, a_name, assert_same_chunks, days

INT64 = st.integers(-(2**63), 2**63 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))  # lone surrogates are rejects, not rows
MAYBE_TEXT = st.none() | TEXT
FEW_EXAMPLES = settings(max_examples=20, deadline=None)  # each of them waits for the disk


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FileStore]:
    with closing(FileStore(tmp_path_factory.mktemp("values"))) as store:
        yield store


@FEW_EXAMPLES
@given(texts=st.lists(st.tuples(INT64, *[MAYBE_TEXT] * 6), min_size=1))
def test_texts_of_prospects(store: FileStore, texts: list[tuple[int, *tuple[str | None, ...]]]) -> None:
    codes, *columns = (list(column) for column in zip(*texts, strict=True))
    names = [field.name for field in fields(ProspectRows)[3:]]
    numbers = np.array(codes, np.int64)
    rows = ProspectRows(
        vaga_codigo=numbers,
        codigo_profissional=numbers,
        position=np.arange(len(texts)),
        **dict(zip(names, columns, strict=True)),
    )
    table = store.prospects(a_name("prospects"))
    with table.replacing() as writer:
        writer.write(rows)
    assert_same_chunks(list(table.chunks(7)), rows)


@FEW_EXAMPLES
@given(documents=st.lists(st.binary(), min_size=1))
def test_documents_of_applicants(store: FileStore, documents: list[bytes]) -> None:
    rows = ApplicantRows(codigo_profissional=np.arange(len(documents)), document=documents)
    table = store.applicants(a_name("applicants"))
    with table.replacing() as writer:
        writer.write(rows)
    assert_same_chunks(list(table.chunks(7)), rows)


@FEW_EXAMPLES
@given(salaries=st.lists(st.floats(), min_size=1), flag=st.sampled_from([0.0, 1.0, np.nan]))
def test_amounts_and_unknown_flags(store: FileStore, salaries: list[float], flag: float) -> None:
    values = np.zeros((len(salaries), WIDTH))
    values[:, SALARY] = salaries
    values[-1, 0] = flag
    rows = FeatureRows(codigo_profissional=np.arange(len(salaries)), features=values)
    table = store.features(a_name("features"), CANDIDATE)
    with table.replacing() as writer:
        writer.write(rows)
    assert_same_chunks(list(table.chunks(7)), rows)
    read = np.concatenate([chunk.features[:, SALARY] for chunk in table.chunks(7)])
    np.testing.assert_array_equal(
        np.signbit(read), np.signbit(np.where(np.isnan(salaries), np.nan, salaries))
    )


@FEW_EXAMPLES
@given(moments=st.lists(st.none() | st.dates(), min_size=1), status=TEXT)
def test_days_of_labels(store: FileStore, moments: list[object], status: str) -> None:
    dates = days(*["NaT" if moment is None else str(moment) for moment in moments])
    rows = LabelRows(
        vaga_codigo=np.arange(len(dates)),
        codigo_profissional=np.arange(len(dates)),
        position=np.arange(len(dates)),
        data_candidatura=dates,
        ultima_atualizacao=dates[::-1],
        status_label=[status] * len(dates),
        target=np.arange(len(dates)) % 2,
    )
    table = store.labels(a_name("labels"))
    with table.replacing() as writer:
        writer.write(rows)
    assert_same_chunks(list(table.chunks(7)), rows)


@FEW_EXAMPLES
@given(rejects=st.lists(st.builds(Reject, key=TEXT, position=INT64, reason=TEXT)))
def test_rejects(store: FileStore, rejects: list[Reject]) -> None:
    table = store.applicants(a_name("rejected"))
    with table.replacing() as writer:
        writer.reject(rejects)
    assert list(table.rejects()) == rejects


@FEW_EXAMPLES
@given(
    request_id=st.text(string.printable, min_size=1),
    score=st.floats(0, 1),
    payload=st.dictionaries(TEXT, st.none() | st.floats(allow_nan=False, allow_infinity=False)),
)
def test_decisions(store: FileStore, request_id: str, score: float, payload: dict[str, float | None]) -> None:
    decision = a_decision(request_id + str(hash((score, str(payload)))), score=score, payload=payload)
    store.inference_log.append([decision])
    assert store.inference_log.find(decision.request_id) == decision
