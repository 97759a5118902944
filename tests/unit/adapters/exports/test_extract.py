"""`features extract` as a user runs it: a process, a file, lines on standard output and exit codes."""

import gzip
import json
import math
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.measuring import measured
from hiring.adapters.exports.ranges import PART_BYTES
from tests.oracle import contract_v1, mutants
from tests.unit.adapters.exports.strategies import written

ODD_RECORDS = (
    ("x7", "{}", "code is not an integer"),
    ("12345678901234567890", "{}", "code has more than 53 bits: not every program can hold it"),
    ("0000031000", "{}", "repeated key: the first one was kept"),
    ("7", "[]", "not an object"),
    ("6", "{}", "has none of the sections of an applicant"),
    ("8", '{"cv_pt": "kpi \\u0000"}', "contains U+0000"),
    ("9", '{"cv_en": "\\ud83d"}', "contains a lone surrogate"),
)


def extract(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "hiring", "features", "extract", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, timeout=600)


def export_of(seed: int, n: int) -> Iterator[tuple[str, str, dict[str, float] | str]]:
    """Key and value of a record in JSON, and its features, or the reason against it."""
    chance = random.Random(seed)
    for code, record in enumerate(mutants.applicants(seed, n), 31_000):
        document = json.dumps(record, ensure_ascii=chance.random() < 0.5, indent=chance.choice((None, 0, 4)))
        yield str(code), document, contract_v1.features(json.loads(document))
        if chance.random() < 0.01:
            yield chance.choice(ODD_RECORDS)


def line_of(code: int, features: dict[str, float]) -> str:
    values = (
        f'"{name}":{number(features[name]) if name == "salario_valor" else int(features[name])}'
        for name in contract_v1.FEATURES
    )
    return f'{{"codigo_profissional":{code},{",".join(values)}}}'


def number(value: float) -> str:
    return "null" if math.isnan(value) else repr(float(value))


def check_mutants(folder: Path, seed: int, n: int, *, packed: bool) -> None:
    records = list(export_of(seed, n))
    text = "{" + ",\n".join(f"{written(key, 'plain')}: {document}" for key, document, _ in records) + "}"
    file = folder / ("applicants.json.gz" if packed else "applicants.json")
    file.write_bytes(gzip.compress(text.encode(), 1) if packed else text.encode())

    done = extract(file)

    lines = [line_of(int(key), expected) for key, _, expected in records if not isinstance(expected, str)]
    named = [
        f"rejected: record {position:,}, key {key!r}: {expected}"
        for position, (key, _, expected) in enumerate(records, 1)
        if isinstance(expected, str)
    ]
    assert done.stdout.decode("ascii").splitlines() == lines
    *told, summary = done.stderr.decode().splitlines()
    assert told == named
    assert summary.startswith(f"read {len(records):,} = extracted {len(lines):,} + rejected {len(named):,} (")
    assert done.returncode == 0


def test_two_thousand_mutants_have_the_oracles_features_line_by_line(tmp_path: Path) -> None:
    check_mutants(tmp_path, 21, 2_000, packed=False)


@pytest.mark.slow
def test_fifty_thousand_mutants_have_the_oracles_features_line_by_line(tmp_path: Path) -> None:
    check_mutants(tmp_path, 22, 50_000, packed=True)


def test_strict_prints_the_same_lines_and_ends_with_65(tmp_path: Path) -> None:
    file = tmp_path / "applicants.json"
    file.write_text('{"7": {"cv_pt": ""}, "8": 5, "9": {"cv_en": ""}}')

    lenient, strict = extract(file), extract(file, "--strict")

    assert strict.stdout == lenient.stdout
    assert [json.loads(line)["codigo_profissional"] for line in strict.stdout.splitlines()] == [7, 9]
    assert (lenient.returncode, strict.returncode) == (0, 65)
    assert strict.stderr.splitlines()[-1].endswith(b"[records-rejected]")


def test_strict_is_content_with_a_sound_file(tmp_path: Path) -> None:
    (tmp_path / "applicants.json").write_text('{"7": {"cargo_atual": {}}}')

    done = extract(tmp_path / "applicants.json", "--strict")

    assert (done.returncode, done.stdout[:24]) == (0, b'{"codigo_profissional":7')
    assert done.stderr.split() == b"read 1 = extracted 1 + rejected 0".split()


@pytest.mark.parametrize("content", ["{}", '{"7": {}}', '{"x": {"cv_pt": ""}}', '{"7": []}'])
def test_a_file_out_of_which_nothing_is_extracted_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "applicants.json").write_text(content)

    done = extract(tmp_path / "applicants.json")

    assert (done.returncode, done.stdout) == (65, b"")
    assert done.stderr.splitlines()[-1].endswith(b"[nothing-kept]")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", b"[export-empty]"),
        (b'{"7": {}, "8": {', b"[export-truncated]"),
        (b"{}{}", b"[export-trailing-data]"),
    ],
)
def test_a_fault_of_the_file_is_one_line_and_65(tmp_path: Path, content: bytes, kind: bytes) -> None:
    (tmp_path / "applicants.json").write_bytes(content)

    done = extract(tmp_path / "applicants.json")

    assert done.returncode == 65
    (line,) = done.stderr.splitlines()
    assert line.endswith(kind)


def test_a_missing_file_is_66(tmp_path: Path) -> None:
    done = extract(tmp_path / "nowhere.json")

    assert (done.returncode, done.stdout) == (66, b"")


def test_a_reader_that_has_seen_enough_ends_it_quietly(tmp_path: Path) -> None:
    file = tmp_path / "applicants.json"
    file.write_text(json.dumps({str(code): {"cv_pt": ""} for code in range(20_000)}))
    command = [sys.executable, "-m", "hiring", "features", "extract", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()

    assert json.loads(first)["codigo_profissional"] == 0
    assert told == b""


@pytest.mark.slow
def test_a_larger_file_cut_anywhere_is_truncated_and_gives_whole_records_only(tmp_path: Path) -> None:
    records = mutants.applicants(31, 3_000)
    text = json.dumps({str(code): record for code, record in enumerate(records)}, indent=2).encode()
    (tmp_path / "whole.json").write_bytes(text)
    whole = extract(tmp_path / "whole.json").stdout
    chance = random.Random(5)
    for _ in range(200):
        cut = chance.randrange(1, len(text))
        (tmp_path / "cut.json").write_bytes(text[:cut])

        done = extract(tmp_path / "cut.json")

        assert done.returncode == 65
        assert f"the file is cut off at byte {cut:,}".encode() in done.stderr
        assert whole.startswith(done.stdout)


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="needs the peak memory of another process")
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, *, packed: bool) -> None:
    peaks = []
    for records in (2_000, 20_000):
        file = tmp_path / f"{records}.json"
        text = json.dumps(
            {str(code): {"cv_pt": f"{code} kpi “sap” " * 200} for code in range(records)}
        ).encode()
        file.write_bytes(gzip.compress(text, 1) if packed else text)
        peaks.append(measured([sys.executable, "-m", "hiring", "features", "extract", str(file)]).peak_mb)

    assert peaks[1] - peaks[0] < 10


def test_jobs_change_nothing_in_what_is_printed(tmp_path: Path) -> None:
    records = [f'"{key}": {document}' for key, document, _ in export_of(5, 1_500)]
    file = tmp_path / "applicants.json"
    file.write_text("{" + f",{' ' * 14_000}".join(records) + ', "31000": {}}')

    alone, shared = extract(file, "--jobs", "1"), extract(file, "--jobs", "3")

    assert shared.stdout == alone.stdout
    assert shared.stderr == alone.stderr
    assert (alone.returncode, shared.returncode) == (0, 0)
    assert file.stat().st_size > 2 * PART_BYTES  # or nothing was shared
