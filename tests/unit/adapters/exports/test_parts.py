"""However an export is cut, and wherever its parts are read: the result is that of one reading."""

import gzip
import json
import random
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.adapters.exports.applicants import ApplicantDecoder, ApplicantsFile
from hiring.adapters.exports.ranges import ranges_of
from hiring.adapters.exports.source import STANDARD_INPUT, WHOLE, ByteRange
from hiring.adapters.local.here import Here
from hiring.adapters.local.processes import Processes
from hiring.application.dataset.extract_features import ExtractFeatures
from hiring.application.dataset.in_parts.by_name import SentByName
from hiring.application.dataset.in_parts.exports import read_in_parts
from hiring.application.ports.exports import Files
from hiring.application.ports.parallel import Parallel
from hiring.application.serving.score_applicants import QuestionRows, QuestionsOfPart
from hiring.domain.errors import ExportChanged, HiringError, RuleTableMismatch
from hiring.domain.features import CANDIDATE
from hiring.domain.records import FeatureRows, Reject
from tests.oracle import mutants

Result = tuple[int, bytes, bytes, list[tuple[str, int, str]]] | tuple[str, str]

REPEATED = "repeated key: the first one was kept"
BEGINNING = '"},\n"123": {"cv_pt": "'  # as a record begins, in a text
NESTED = '{"cv_pt": "kpi", "other": {"1": {}, "2": {}, "3": {}}}'
ODD = (
    ("x7", "{}"),
    ("12345678901234567890", "{}"),
    ("31003", '{"cv_pt": "again"}'),
    ("0000031004", '{"cv_pt": "again"}'),
    ("031005", "[]"),
    ("7", "[]"),
    ("8", '{"cv_pt": "kpi \\u0000"}'),
    ("00009", '{"cv_pt": "spelt oddly"}'),
    ("9", '{"cv_pt": "again"}'),
    ("77", json.dumps({"cv_pt": BEGINNING})),
    ("78", NESTED),
    ("79", '{"cv_pt": {"1": {}, "2": {}}}'),
    ("80", '{"prospects": [{"1": {}}, {"2": {}}]}'),
)  # fmt: skip  # a list of traps


def record_texts(seed: int, applicants: int) -> Iterator[str]:
    chance = random.Random(seed)
    for code, record in enumerate(mutants.applicants(seed, applicants), 31_000):
        key, document = str(code), json.dumps(record, ensure_ascii=chance.random() < 0.5)
        yield f'"{key}": {document}'
        while chance.random() < 0.2:
            key, document = chance.choice(ODD)
            yield f'"{key}" :\n{document}'


def an_export(seed: int = 1, applicants: int = 60) -> bytes:
    separators = random.Random(seed)
    found = list(record_texts(seed, applicants))
    joined = "".join(separators.choice((",", ",\n", " ,\t ")) + each for each in found)
    return f"{{{joined.lstrip(', ').lstrip()}}}\n".encode()


def extracted(file: Files, part_bytes: int, parallel: Parallel | None = None) -> Result:
    """Records, codes, features and rejects; or what the file's fault is."""
    extract = ExtractFeatures(
        export=ApplicantsFile(file, part_bytes=part_bytes),
        profile=CANDIDATE,
        parallel=parallel or Here(),
    )
    try:
        chunks = list(extract(chunk_size=16))
    except HiringError as error:
        return error.code, str(error)
    rows = FeatureRows.concatenate([chunk.rows for chunk in chunks])
    rejects = [(each.key, each.position, each.reason) for chunk in chunks for each in chunk.rejects]
    read = sum(chunk.read for chunk in chunks)
    return read, rows.codigo_profissional.tobytes(), rows.features.tobytes(), rejects


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "applicants.json"
    path.write_bytes(an_export())
    return path


@pytest.fixture(scope="module")
def whole(file: Path) -> Result:
    return extracted(file, 1 << 30)


def test_parts_are_the_file_in_order_without_what_is_between_records(file: Path) -> None:
    text = file.read_bytes()
    found = ranges_of(file, len(text) // 20)

    assert 10 < len(found) <= 20
    assert (found[0].start, found[-1].stop) == (0, None)
    for before, behind in pairwise(found):
        assert text[before.start : before.stop].endswith(b"}")
        assert text[behind.start :].startswith(b'"')
        assert text[before.stop : behind.start].strip() == b","


@pytest.mark.parametrize("parts", [1, 2, 7, 64])
def test_the_result_is_that_of_one_reading(file: Path, parts: int) -> None:
    size = file.stat().st_size
    expected = extracted(file, size)

    assert isinstance(expected[0], int)
    assert extracted(file, size // parts + 1) == expected


@settings(deadline=None, max_examples=60)
@given(part_bytes=st.integers(1, 20_000))
def test_wherever_it_is_cut(file: Path, whole: Result, part_bytes: int) -> None:
    assert extracted(file, part_bytes) == whole


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 1_000), part_bytes=st.integers(1, 5_000))
def test_whatever_is_in_it(tmp_path_factory: pytest.TempPathFactory, seed: int, part_bytes: int) -> None:
    path = tmp_path_factory.mktemp("any") / "applicants.json"
    path.write_bytes(an_export(seed, 12))

    assert extracted(path, part_bytes) == extracted(path, 1 << 30)


def test_a_first_part_that_shows_another_kind_does_not_decide(tmp_path: Path) -> None:
    path = tmp_path / "applicants.json"
    path.write_bytes(b'{"5": {"prospects": [], "titulo": ""}, ' + an_export()[1:])

    assert extracted(path, 10) == extracted(path, 1 << 30)
    assert extracted(path, 10)[0] == 74


def test_codes_that_are_repeated_across_a_cut_are_rejected_as_they_are_spelt(tmp_path: Path) -> None:
    path = tmp_path / "applicants.json"
    path.write_text('{"7": {"cv_pt": "kpi"}, "8": {"cv_pt": ""}, "007": {"cv_pt": ""}, "7": []}')

    assert extracted(path, 1)[3:] == ([("007", 3, REPEATED), ("7", 4, REPEATED)],)
    assert extracted(path, 1) == extracted(path, 1 << 20)


FAULTS: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda text: text[: len(text) // 2],
    "not UTF-8": lambda text: text[: len(text) // 2] + b"\xff" + text[len(text) // 2 :],
    "not JSON": lambda text: text.replace(b'"31040": {', b'"31040": {{', 1),
    "closed too early": lambda text: text.replace(b'"31030"', b'"9000": {"cv_pt": ""}}, "31030"', 1),
    "trailing data": lambda text: text + b"x",
    "not an object": lambda text: b"[" + text,
    "too deep": lambda text: text.replace(b'"31050": {', b'"31050": {"a": ' + b"[" * 2_000, 1),
    "another kind": lambda _: b'{"5": {"prospects": []}, "6": {"prospects": []}, "7": {"prospects": []}}',
    "nothing of any kind": lambda _: b'{"5": {"a": 1}, "6": {"a": 1}, "7": {"prospects": []}}',
    "nothing": lambda _: b"",
    "no records": lambda _: b"{}",
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("parts", [2, 7, 64])
def test_a_fault_is_told_as_one_reading_tells_it(
    tmp_path: Path, fault: Callable[[bytes], bytes], parts: int
) -> None:
    text = fault(an_export())
    path = tmp_path / "applicants.json"
    path.write_bytes(text)
    expected = extracted(path, 1 << 30)

    assert isinstance(expected[0], str)
    assert extracted(path, len(text) // parts + 1) == expected


def test_what_cannot_be_cut_is_one_part(file: Path, tmp_path: Path) -> None:
    packed = tmp_path / "applicants.json.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))

    assert ranges_of(packed, 100) == [ByteRange(of=packed.stat().st_size)]
    assert ranges_of(tmp_path / "absent", 100) == [WHOLE]
    assert extracted(packed, 100) == extracted(file, 1 << 30)


def test_a_record_longer_than_a_part_is_in_one_part(tmp_path: Path) -> None:
    path = tmp_path / "applicants.json"
    path.write_text(json.dumps({"1": {"cv_pt": "kpi " * 200_000}, "2": {"cv_pt": ""}}))

    assert ranges_of(path, 100) == [
        ByteRange(stop=end_of_first(path), of=path.stat().st_size),
        ByteRange(start=end_of_first(path) + 2, of=path.stat().st_size),
    ]


def end_of_first(path: Path) -> int:
    return path.read_bytes().index(b', "2"')


def replaced(file: Path, text: bytes) -> None:
    other = file.with_name("other")
    other.write_bytes(text)
    other.replace(file)


CHANGES: dict[str, Callable[[Path, bytes], object]] = {
    "replaced": replaced,
    "written over": Path.write_bytes,
    "longer": lambda file, text: file.write_bytes(text + b" " * 9),
    "cut off": lambda file, text: file.write_bytes(text[:-9]),
    "gone": lambda file, _: file.unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_file_that_changes_meanwhile_gives_no_mixture(
    tmp_path: Path, change: Callable[[Path, bytes], object]
) -> None:
    path = tmp_path / "applicants.json"
    text = an_export()
    path.write_bytes(text)
    part_bytes = len(text) // 20
    old = extracted(path, part_bytes)
    export = ApplicantsFile(path, part_bytes=part_bytes)
    chunks = ExtractFeatures(export=export, profile=CANDIDATE, parallel=Here())(chunk_size=16)
    found = next(chunks).rows.codigo_profissional.tobytes()

    change(path, text.replace(b'"31', b'"91'))
    with pytest.raises(ExportChanged, match=r"applicants\.json: it was changed"):
        list(chunks)
    assert isinstance(old[1], bytes)
    assert found
    assert old[1].startswith(found)


def test_a_worker_with_another_copy_of_the_file_does_nothing(tmp_path: Path) -> None:
    """Yesterday's may end sooner and be sound: nobody would miss the records of today."""
    path = tmp_path / "applicants.json"
    text = an_export()
    path.write_bytes(text)
    last = ApplicantsFile(path, part_bytes=len(text) // 2).parts()[-1]
    path.write_bytes(text[: text.rindex(b'"31059"')].rstrip(b", \n\t") + b"}")

    with pytest.raises(ExportChanged):
        list(last.decoded(16))


def test_a_worker_that_does_not_see_the_file_does_not_leave_all_work_to_who_asked(tmp_path: Path) -> None:
    path = tmp_path / "applicants.json"
    path.write_bytes(an_export())
    parts = ApplicantsFile(path, part_bytes=5_000).parts()
    path.rename(tmp_path / "elsewhere")

    with pytest.raises(ExportChanged):
        list(parts[0].chunks(16))


def test_standard_input_is_not_the_file_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "-").write_bytes(an_export())
    monkeypatch.chdir(tmp_path)

    assert ranges_of(STANDARD_INPUT, 100) == [WHOLE]
    assert ApplicantsFile(STANDARD_INPUT).size is None


def asked(file: Files, part_bytes: int, parallel: Parallel) -> tuple[bytes, bytes, list[bytes], list[Reject]]:
    """What a model is asked about the applicants."""
    work = QuestionsOfPart(profile=SentByName(CANDIDATE), decoder=ApplicantDecoder(), chunk_size=16)
    chunks = list(read_in_parts(ApplicantsFile(file, part_bytes=part_bytes), work, parallel))
    rows = QuestionRows.concatenate([chunk.rows for chunk in chunks])
    rejects = [reject for chunk in chunks for reject in chunk.rejects]
    return rows.codigo_profissional.tobytes(), rows.features.tobytes(), rows.body, rejects


@pytest.mark.parametrize("parallel", [Here(), Processes(2)], ids=["here", "processes"])
def test_a_model_is_asked_the_same_of_whole_records(file: Path, parallel: Parallel) -> None:
    expected = asked(file, 1 << 30, Here())
    for part_bytes in (1_000, 20_000, file.stat().st_size // 2):
        assert asked(file, part_bytes, parallel) == expected
    assert expected[:2] == extracted(file, 1 << 30)[1:3]


def test_a_profile_goes_by_its_name_where_the_rules_are_the_same() -> None:
    """`copy` reads what is sent to other processes."""
    assert copy(SentByName(CANDIDATE)) == SentByName(CANDIDATE)
    with pytest.raises(RuleTableMismatch):
        copy(SentByName(replace(CANDIDATE, version="another")))


@pytest.mark.parametrize("parts", [2, 64])
def test_the_same_over_processes(file: Path, parts: int) -> None:
    size = file.stat().st_size

    assert extracted(file, size // parts + 1, Processes(2)) == extracted(file, size)


def test_a_fault_in_the_fifth_part_is_told_the_same_over_processes(tmp_path: Path) -> None:
    text = an_export()
    path = tmp_path / "applicants.json"
    at = text.index(b'"31035"')
    path.write_bytes(text[:at] + b"?" + text[at:])

    assert extracted(path, len(text) // 8, Processes(2)) == extracted(path, 1 << 30)
