"""The prospects of a file: one row each, set aside alone, or with its vaga, where faulty."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.adapters.exports.prospects import ProspectsFile
from hiring.domain.absent_fields import AbsentField
from hiring.domain.display import make_printable
from hiring.domain.errors import ExportTruncated
from hiring.domain.record_validation import code_of
from tests.oracle import contract_v1
from tests.unit.adapters.exports import reference
from tests.unit.adapters.exports.strategies import (
    KEYS,
    bracketed,
    export,
    objects_of,
    reading_blocks_of,
    spellings,
    strings,
    values,
    written,
)

COLUMNS = ("nome", "situacao_candidado", "data_candidatura", "ultima_atualizacao", "comentario", "recrutador")

codigos = st.sampled_from(('"7"', "7", '"007"', "-1", '"x"', "7.5", "null", "true", "1e999", "9" * 30, '""'))
names = st.sampled_from((*COLUMNS, "titulo", "outro"))
any_prospect = st.builds(
    lambda codigo, fields: (
        "{" + ", ".join([f'"codigo": {codigo}', *(f'"{n}": {v}' for n, v in fields)]) + "}"
    ),
    codigos,
    st.lists(st.tuples(names, strings | values), max_size=3),
)
vagas = st.one_of(
    st.builds(
        '{{"titulo": {}, "prospects": {}}}'.format,
        strings,
        st.builds(
            bracketed, st.just("["), st.lists(any_prospect | values, max_size=4), st.just("]"), st.just(" ")
        ),
    ),
    st.builds('{{"prospects": {}}}'.format, values),
    objects_of(values),
    values,
)
exports = st.builds(
    export,
    st.lists(st.tuples(st.sampled_from(KEYS) | st.integers(1, 30).map(str), spellings, vagas), max_size=6),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports") / "prospects.json"


def read(file: Path, size: int) -> tuple[list[tuple[object, ...]], list[tuple[str, int, str]], int]:
    """Rows, rejects, and how many were read."""
    rows: list[tuple[object, ...]] = []
    rejects: list[tuple[str, int, str]] = []
    total = 0
    for chunk in ProspectsFile(file).chunks(size):
        columns = chunk.rows
        codes = (
            columns.vaga_codigo.tolist(),
            columns.codigo_profissional.tolist(),
            columns.position.tolist(),
        )
        rows += zip(*codes, *(getattr(columns, name) for name in COLUMNS), strict=True)
        rejects += [(reject.key, reject.position, reject.reason) for reject in chunk.rejects]
        total += chunk.read
    return rows, rejects, total


def expected(text: bytes) -> tuple[list[tuple[object, ...]], list[tuple[str, int, str]], int]:
    rows: list[tuple[object, ...]] = []
    rejects: list[tuple[str, int, str]] = []
    taken: set[int] = set()
    for key, value in reference.pairs_of(text):
        code = contract_v1.code_of(key)
        reason = reference.reason_against(key, value, taken)
        if reason in (reference.NO_CODE, reference.TOO_LARGE, reference.REPEATED, reference.NOT_AN_OBJECT):
            rejects.append((make_printable(key), len(rows) + len(rejects) + 1, reason))
            continue
        assert code is not None
        assert isinstance(value, reference.Pairs)
        listed = dict(value).get("prospects")
        if not isinstance(listed, list) or isinstance(listed, reference.Pairs):
            rejects.append((make_printable(key), len(rows) + len(rejects) + 1, "has no list of prospects"))
            continue
        taken.add(code)
        for number, prospect in enumerate(listed, 1):
            position = len(rows) + len(rejects) + 1
            found = row_of(code, position, prospect)
            if isinstance(found, str):
                rejects.append((make_printable(f"{key}/{number}"), position, found))
            else:
                rows.append(found)
    return rows, rejects, len(rows) + len(rejects)


def row_of(vaga: int, position: int, prospect: object) -> tuple[object, ...] | str:
    if not isinstance(prospect, reference.Pairs):
        return reference.NOT_AN_OBJECT
    fields = {name: last_only(value) for name, value in prospect}
    codigo = fields.get("codigo")
    # The reference reads every integer as a float, so these few are told apart by hand.
    code = {7.0: 7, -1.0: -1}.get(codigo) if isinstance(codigo, float) else code_of(codigo)
    if code is None:
        return reference.TOO_LARGE if codigo == float("9" * 30) else reference.NO_CODE
    everything = reference.Pairs(fields.items())
    if reason := reference.text_reason("".join(f"{text}." for text in reference.texts(everything))):
        return reason
    texts = (value if isinstance(value := fields.get(name), str) else None for name in COLUMNS)
    return (vaga, code, position, *texts)


def last_only(value: object) -> object:
    """The value as most readers see it: the last one of a repeated name."""
    if isinstance(value, reference.Pairs):
        return reference.Pairs({name: last_only(inner) for name, inner in value}.items())
    return [last_only(inner) for inner in value] if isinstance(value, list) else value


@settings(deadline=None, max_examples=150)
@given(
    exports.map(lambda made: made.text),
    st.sampled_from((40, 300, 5_000)),
    st.integers(1, 5),
    st.sampled_from((bytes, gzip.compress)),
)
def test_rows_and_rejects_are_those_of_a_naive_reader(
    file: Path, text: bytes, block: int, size: int, pack: Callable[[bytes], bytes]
) -> None:
    file.write_bytes(pack(text))
    with reading_blocks_of(block):
        assert read(file, size) == expected(text)


@pytest.mark.parametrize("listed", ['{"1": {"codigo": "5"}}', '"5"', "5", "null", "true", "{}"])
def test_a_vaga_whose_prospects_are_no_list_is_set_aside_under_its_key(file: Path, listed: str) -> None:
    file.write_text(f'{{"1": {{"prospects": []}}, "2": {{"prospects": {listed}}}, "3": {{"titulo": "t"}}}}')

    reason = "has no list of prospects"
    assert read(file, 10) == ([], [("2", 1, reason), ("3", 2, reason)], 2)


def test_a_chunk_may_end_within_a_vaga(file: Path) -> None:
    vaga = {"prospects": [{"codigo": str(code)} for code in range(5)]}
    file.write_text(json.dumps({"1": vaga, "2": vaga, "3": vaga}))

    assert [chunk.read for chunk in ProspectsFile(file).chunks(6)] == [6, 6, 3]


def test_a_status_under_another_name_is_told_with_that_name(file: Path) -> None:
    prospect = {"nome": "n", "codigo": "1", "situacao_candidato": "Aprovado", "data_candidatura": ""}
    others = {"ultima_atualizacao": "", "comentario": "", "recrutador": ""}
    file.write_text(json.dumps({"1": {"prospects": [prospect | others]}}))

    (chunk,) = ProspectsFile(file).chunks(10)

    assert chunk.fields is not None
    assert list(chunk.fields.absent()) == [
        AbsentField(name="situacao_candidado", similar="situacao_candidato")
    ]


def test_a_number_that_no_float_can_hold_is_not_text(file: Path) -> None:
    file.write_text('{"1": {"prospects": [{"codigo": 5, "nome": 1e999, "comentario": "x"}]}}')

    assert read(file, 10)[0] == [(1, 5, 1, None, None, None, None, "x", None)]


def test_a_file_fault_is_told_with_the_last_vaga(file: Path) -> None:
    made = export([("1", "plain", f'{{"titulo": {written("é", "plain")}}}'), ("2", "plain", "{}")])
    file.write_bytes(made.text[:-1])

    with pytest.raises(ExportTruncated) as caught:
        read(file, 1)

    assert (caught.value.at, caught.value.last_key) == (len(made.text) - 1, "1")
