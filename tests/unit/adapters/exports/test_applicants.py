"""The applicants of a file: the records and rejects of a naive reader, and records that rules can read."""

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.adapters.exports.applicants import ApplicantDecoder, ApplicantsFile
from hiring.application.ports.exports import ExportChunk
from hiring.domain.display import make_printable
from hiring.domain.features import features_of
from hiring.domain.record_validation import TOO_LONG_A_NUMBER
from hiring.domain.records import ApplicantRows, Reject
from tests.long_numbers import HELD, TOO_LONG
from tests.unit.adapters.exports import reference
from tests.unit.adapters.exports.strategies import Written, block_sizes, exports, reading_blocks_of, values
from tests.unit.domain.records import PATHS


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports") / "applicants.json"


@settings(deadline=None, max_examples=150)
@given(exports, block_sizes, st.integers(1, 5), st.sampled_from((bytes, gzip.compress)))
def test_records_and_rejects_are_those_of_a_naive_reader(
    file: Path, made: Written, block: int, size: int, pack: Callable[[bytes], bytes]
) -> None:
    file.write_bytes(pack(made.text))
    expected = list(reference.verdicts(reference.pairs_of(made.text)))

    with reading_blocks_of(block):
        chunks = list(ApplicantsFile(file).chunks(size))

    assert kept(chunks) == [
        (verdict, document)
        for verdict, document in zip(expected, made.documents, strict=True)
        if isinstance(verdict, int)
    ]
    assert [reject for chunk in chunks for reject in chunk.rejects] == [
        Reject(key=make_printable(key), position=position, reason=verdict)
        for position, (key, verdict) in enumerate(zip(made.keys, expected, strict=True), 1)
        if isinstance(verdict, str)
    ]


def kept(chunks: list[ExportChunk[ApplicantRows]]) -> list[tuple[int, bytes]]:
    return [
        pair
        for chunk in chunks
        for pair in zip(chunk.rows.codigo_profissional.tolist(), chunk.rows.document, strict=True)
    ]


def test_of_a_name_that_stands_twice_within_a_record_the_last_value_counts(file: Path) -> None:
    """Over HTTP it is refused; the documents say so."""
    fields = '"cv_pt": "", "cv_pt": "SAP", "infos_basicas": {"local": "", "local": "Recife"}'
    # the first record is read exactly, because it shows what the file is; the others in one go
    file.write_text(f'{{"1": {{{fields}}}, "2": {{{fields}}}, "3": {{{fields}}}}}', "utf-8")
    with reading_blocks_of(90):
        records = [record for chunk in ApplicantsFile(file).decoded(9) for record in chunk.rows.record]
    assert records == [{"cv_pt": "SAP", "infos_basicas": {"local": "Recife"}}] * 3


def test_a_number_that_is_too_long_is_rejected_however_the_file_is_read(file: Path) -> None:
    def text(literals: Iterable[str]) -> str:
        field = '{{"cv_pt": "SAP", "cargo_atual": {{"x": {}}}}}'
        members = (f'"{code}": {field.format(literal)}' for code, literal in enumerate(literals))
        return f"{{{', '.join(members)}}}"

    for literals, reasons in ((HELD, set()), (TOO_LONG, {TOO_LONG_A_NUMBER})):
        file.write_text(text(["1", *literals]), "utf-8")
        for chunks in (ApplicantsFile(file).chunks(3), ApplicantsFile(file).decoded(3)):
            rejects = [reject for chunk in chunks for reject in chunk.rejects]
            assert {reject.reason for reject in rejects} == reasons
            assert len(rejects) == len(literals) * len(reasons)


@pytest.mark.parametrize(("size", "read"), [(1, [1] * 7), (3, [3, 3, 1]), (7, [7]), (100, [7])])
def test_chunks_have_as_many_records_as_asked_for(file: Path, size: int, read: list[int]) -> None:
    file.write_text(json.dumps({str(code): {} for code in range(7)}))

    assert [chunk.read for chunk in ApplicantsFile(file).chunks(size)] == read


def test_the_first_sound_one_of_repeated_keys_is_kept(file: Path) -> None:
    file.write_text(
        '{"7": 5, "07": {"cv_en": 1}, "7": {"cv_en": 2}, "8": {"cv_en": "\\u0000"}, "8": {"cv_pt": ""}}'
    )
    (chunk,) = ApplicantsFile(file).chunks(10)

    assert kept([chunk]) == [(7, b'{"cv_en": 1}'), (8, b'{"cv_pt": ""}')]
    assert [(reject.key, reject.reason) for reject in chunk.rejects] == [
        ("7", reference.NOT_AN_OBJECT),
        ("7", reference.REPEATED),
        ("8", reference.NUL),
    ]


decoder = ApplicantDecoder()
fields = st.sampled_from([path.partition(".") for path in sorted(PATHS)])


@given(
    st.lists(st.tuples(fields, values), max_size=8),
    st.lists(st.tuples(st.sampled_from(PATHS), values), max_size=2),
)
def test_a_decoded_record_has_the_features_of_the_whole_record(
    filled: list[tuple[tuple[str, str, str], str]], instead: list[tuple[str, str]]
) -> None:
    sections: dict[str, list[str]] = {}
    for (section, _, name), value in filled:
        sections.setdefault(section, []).append(f'"{name}": {value}' if name else value)
    members = [
        f'"{section}": {inner[0] if section.startswith("cv_") else "{" + ", ".join(inner) + "}"}'
        for section, inner in sections.items()
    ]
    members += [
        f'"{path.partition(".")[0]}": {value}' for path, value in instead
    ]  # a second value for a name
    document = "{" + ", ".join(members) + "}"
    whole = json.loads(document, parse_int=float)

    ours, naive = features_of(decoder.records([document.encode()])), features_of([whole])

    assert np.array_equal(ours, naive, equal_nan=True)
