"""Decoding while reading: the same codes, records, rejects and faults as document by document."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.adapters.exports.applicants import ApplicantDecoder, ApplicantsFile
from hiring.adapters.exports.decoding import Decoded, decoded_members
from hiring.domain.errors import ExportFault
from hiring.domain.features import features_of
from hiring.domain.records import Reject
from tests.unit.adapters.exports.strategies import (
    KEYS,
    block_sizes,
    export,
    objects_of,
    reading_blocks_of,
    spaces,
    spellings,
    values,
)
from tests.unit.domain.records import PATHS

Seen = tuple[list[int], list[list[float]], list[Reject], tuple[object, ...] | None]

SHOWS_ITS_KIND = ("1", "plain", '{"cv_pt": "kpi", "infos_basicas": {}, "cargo_atual": {}}')


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports") / "applicants.json"


def applicant(filled: Sequence[tuple[str, str]]) -> str:
    """A record of these paths and JSON values; names may be repeated, sections may be something else."""
    sections: dict[str, list[str]] = {}
    for path, value in filled:
        section, _, name = path.partition(".")
        sections.setdefault(section, []).append(f'"{name}": {value}' if name else value)
    members = [
        f'"{name}": {inner[0] if name == "cv_pt" else "{" + ", ".join(inner) + "}"}'
        for name, inner in sections.items()
    ]
    return "{" + ", ".join([*members, *(f'"{path}": {value}' for path, value in filled[3:4])]) + "}"


texts = st.sampled_from(('"SAP, KPI"', '"11 97048-2708"', '"5 mil"', '"Avançado"', '"{[“"', '"\\u0041"'))
applicants = st.lists(st.tuples(st.sampled_from(sorted(PATHS)), texts | values), max_size=5).map(applicant)
members = st.tuples(
    st.sampled_from(KEYS) | st.integers(1, 40).map(str),
    spellings,
    st.one_of(applicants, applicants, objects_of(values), values),
)
exports = st.builds(
    lambda found, space: export([SHOWS_ITS_KIND, *found], space=space), st.lists(members, max_size=8), spaces
)


def seen(file: Path, size: int, *, decoded: bool) -> Seen:
    """Codes, features, rejects, and the fault that ended it."""
    codes: list[int] = []
    features: list[list[float]] = []
    rejects: list[Reject] = []
    decoder, source = ApplicantDecoder(), ApplicantsFile(file)
    try:
        for chunk in source.decoded(size) if decoded else source.chunks(size):
            rows = chunk.rows
            records = getattr(rows, "record", None) or decoder.records(getattr(rows, "document", []))
            codes += rows.codigo_profissional.tolist()
            features += np.nan_to_num(features_of(records), nan=-1).tolist()
            rejects += chunk.rejects
            assert chunk.read <= size
    except ExportFault as fault:
        return codes, features, rejects, (type(fault), fault.at, fault.last_key)
    return codes, features, rejects, None


@settings(deadline=None, max_examples=200)
@given(exports.map(lambda made: made.text), block_sizes, st.integers(1, 5))
def test_decoded_applicants_and_rejects_are_those_of_the_documents(
    file: Path, text: bytes, block: int, size: int
) -> None:
    file.write_bytes(text)
    with reading_blocks_of(block):
        assert seen(file, size, decoded=True) == seen(file, size, decoded=False)


WRONG = (b'"', b"\\", b"{", b"}", b"[", b",", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x00", b"NaN", b"")
edits = st.tuples(st.floats(0, 1), st.integers(0, 2), st.sampled_from(WRONG))


@settings(deadline=None, max_examples=200)
@given(exports.map(lambda made: made.text), edits, block_sizes)
def test_a_fault_of_the_file_is_the_same_at_the_same_byte(
    file: Path, text: bytes, edit: tuple[float, int, bytes], block: int
) -> None:
    where, removed, inserted = edit
    at = int(where * len(text))
    file.write_bytes(text[:at] + inserted + text[at + removed :])
    with reading_blocks_of(block):
        *ours, fault = seen(file, 1, decoded=True)
        *theirs, expected = seen(file, 1, decoded=False)

    assert fault == expected
    for mine, other in zip(ours, theirs, strict=True):
        alike = min(len(mine), len(other)) if fault else None  # one of them may have come further
        assert mine[:alike] == other[:alike]


def test_a_stretch_is_decoded_with_every_member_of_a_repeated_key() -> None:
    found = decoded_members(b'"1": {"cv_pt": "a", "x": [1]}, "1": {}, "\\u0031": 5, "1": null')

    assert found == [
        Decoded("1", {"cv_pt": "a"}), Decoded("1", {}), Decoded("1", 5), Decoded("1", None)
    ]  # fmt: skip  # in order


@pytest.mark.parametrize(
    "stretch",
    [
        '"1": {}}, {"2": {}', '"1": {"2": {}', '"1": {}, ', '"1": "\ud800"', '"1": {"x": "\ud800"}',
        '"1": NaN', '"1": {"x": NaN}', '"1": {"cv_pt": "\\u0000"}', '"1": {"x": "\\ud800"}', '"\\u0000": {}',
        '"1": {"cv_pt": 1e999}', '"1": ' + "[" * 64 + "]" * 64, '"1": {"x": ' + '{"x":' * 62 + "5" + "}" * 63,
        '"1": {"cv_pt": "' + "[" * 70 + '"}', '"1": ' + "[" * 100_000 + "]" * 100_000,
    ],
)  # fmt: skip  # a list of traps, not one a line
def test_a_stretch_that_needs_a_closer_look_is_left_to_it(stretch: str) -> None:
    assert decoded_members(stretch.encode("utf-8", "surrogatepass")) is None


@pytest.mark.parametrize("levels", [2, 60, 61, 62, 63, 64, 65, 70])
@pytest.mark.parametrize("around", ["{}", '{{"infos_basicas": {}}}', '{{"cargo_atual": {}}}'])
def test_too_deep_is_too_deep_in_either_way(file: Path, levels: int, around: str) -> None:
    deep = around.format('{"x":' * levels + "5" + "}" * levels)
    file.write_bytes(export([SHOWS_ITS_KIND, *[("2", "plain", deep)] * 3]).text)
    with reading_blocks_of(80):
        assert seen(file, 2, decoded=True) == seen(file, 2, decoded=False)


def test_ordinary_applicants_are_decoded_at_once() -> None:
    section = {"email": "a@b.com", "local": "São Paulo", "outro": "“x”"}
    record = {"infos_basicas": section, "informacoes_pessoais": section, "cargo_atual": {}, "cv_pt": "[é]\n•"}
    stretch = json.dumps({str(code): record for code in range(60)}, ensure_ascii=False, indent=2).encode()

    found = decoded_members(stretch.strip()[1:-1].strip())

    assert found is not None
    assert len(found) == 60
