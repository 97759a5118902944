"""The vagas of a file: the records and rejects of a naive reader."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.adapters.exports.vagas import VagasFile
from hiring.application.ports.exports import ExportChunk
from hiring.domain.absent_fields import AbsentField
from hiring.domain.contract import VAGA, VAGA_SECTIONS
from hiring.domain.display import make_printable
from hiring.domain.errors import ExportFault, ExportTruncated
from hiring.domain.record_validation import TOO_LONG_A_NUMBER
from hiring.domain.records import Reject, VagaRows
from tests.long_numbers import HELD, TOO_LONG
from tests.unit.adapters.exports import reference
from tests.unit.adapters.exports.strategies import (
    KEYS,
    Written,
    block_sizes,
    export,
    objects_of,
    reading_blocks_of,
    spaces,
    spellings,
    values,
)

NO_SECTION = "has none of the sections of a vaga"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports") / "vagas.json"


sections = st.builds('{{"{}": {}}}'.format, st.sampled_from(VAGA_SECTIONS), values)
vagas = st.tuples(
    st.sampled_from(KEYS) | st.integers(1, 40).map(str), spellings, sections | objects_of(values) | values
)
exports = st.builds(export, st.lists(vagas, max_size=8), space=spaces)


def verdicts(made: Written) -> list[int | str]:
    """The code of each sound record, and the reason against each other one, by Python's own decoder."""
    kept: set[int] = set()
    found: list[int | str] = []
    for key, value in reference.pairs_of(made.text):
        reason = reference.reason_against(key, value, kept)
        if reason is None and not {name for name, _ in value} & {*VAGA_SECTIONS}:  # type: ignore[attr-defined]  # no reason: Pairs
            reason = NO_SECTION
        if reason is None:
            kept.add(int(key))
        found.append(int(key) if reason is None else reason)
    return found


@settings(deadline=None, max_examples=150)
@given(exports, block_sizes, st.integers(1, 5), st.sampled_from((bytes, gzip.compress)))
def test_records_and_rejects_are_those_of_a_naive_reader(
    file: Path, made: Written, block: int, size: int, pack: Callable[[bytes], bytes]
) -> None:
    file.write_bytes(pack(made.text))
    expected = verdicts(made)

    with reading_blocks_of(block):
        chunks = list(VagasFile(file).chunks(size))

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
    assert all(chunk.read == size for chunk in chunks[:-1])


def kept(chunks: list[ExportChunk[VagaRows]]) -> list[tuple[int, bytes]]:
    return [
        pair
        for chunk in chunks
        for pair in zip(chunk.rows.vaga_codigo.tolist(), chunk.rows.document, strict=True)
    ]


def test_a_number_that_is_too_long_is_rejected(file: Path) -> None:
    for literals, reasons in ((HELD, set()), (TOO_LONG, {TOO_LONG_A_NUMBER})):
        members = (f'"{code}": {{"perfil_vaga": {{"x": {text}}}}}' for code, text in enumerate(literals))
        file.write_text(f"{{{', '.join(members)}}}", "utf-8")
        rejects = [reject for chunk in VagasFile(file).chunks(3) for reject in chunk.rejects]
        assert {reject.reason for reject in rejects} == reasons
        assert len(rejects) == len(literals) * len(reasons)


def test_a_file_that_is_cut_off_is_refused_and_names_the_last_good_key(file: Path) -> None:
    made = export([(str(code), "plain", '{"beneficios": {}}') for code in (4530, 4531, 4532)])
    for cut in range(made.ends[0] + 1, len(made.text)):
        file.write_bytes(made.text[:cut])
        with pytest.raises(ExportFault) as caught:
            list(VagasFile(file).chunks(10))
        assert (type(caught.value), caught.value.last_key) == (ExportTruncated, made.last_key(cut))


def absent(file: Path, record: dict[str, object]) -> list[AbsentField]:
    file.write_text(json.dumps({"4530": record}), "utf-8")
    (chunk,) = VagasFile(file).chunks(10)
    assert chunk.fields is not None
    return list(chunk.fields.absent())


def test_a_field_that_rules_want_and_no_record_has_is_named_with_what_looks_like_it(file: Path) -> None:
    basics, profile = {}, {}
    for field in VAGA:
        section, _, name = field.path.partition(".")
        (basics if section == "informacoes_basicas" else profile)[name] = ""
    record = {"informacoes_basicas": basics, "perfil_vaga": profile, "beneficios": {}}
    assert absent(file, record) == []

    profile["nivel_profissional"] = profile.pop("nivel profissional")
    del profile["bairro"]  # an export may do without it
    assert absent(file, record) == [
        AbsentField(name="perfil_vaga.nivel profissional", similar="perfil_vaga.nivel_profissional")
    ]
