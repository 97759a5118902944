"""`feedback import`: every record is accounted for, and a file that is faulty as a whole changes nothing."""

import gzip
import io
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hiring.adapters.files import FileStore
from hiring.application.ports.specs.logs import FEEDBACK
from hiring.domain.feedback import Feedback
from hiring.entrypoints.cli.options.actor import actor
from tests.contracts.builders import a_decision
from tests.exports import write_applicants, write_prospects
from tests.shell import Ended, Shell

DECIDED = datetime(2021, 3, 20, 12, tzinfo=UTC)
HEADER = "codigo_profissional,vaga_codigo,hired,outcome_at\n"
ROW = "31001,,1,2021-03-25\n"


@contextmanager
def the_store(folder: Path) -> Iterator[FileStore]:
    with closing(FileStore(folder / "hiring-data")) as store:
        yield store


@pytest.fixture(autouse=True)
def _decided(tmp_path: Path) -> None:
    decisions = [
        a_decision("r1", at=DECIDED, codigo_profissional=31_000),
        a_decision("r2", at=DECIDED, codigo_profissional=31_001, client="ats"),
        a_decision("r3", at=DECIDED, codigo_profissional=31_002, client="ats"),
        a_decision("r3", at=DECIDED, codigo_profissional=31_003, client="portal"),
    ]
    with the_store(tmp_path) as store:
        store.inference_log.append(decisions)


def kept(folder: Path) -> list[Feedback]:
    with the_store(folder) as store:
        return list(store.log(FEEDBACK).all())


def a_file(folder: Path, text: str | bytes, name: str = "outcomes.csv") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def counts(ended: Ended) -> dict[str, int]:
    """Those that are not zero."""
    assert ended.code == 0, ended.err
    result: dict[str, Any] = json.loads(ended.out)
    parts = {name: count for name, count in result.items() if isinstance(count, int) and count}
    assert parts.get("read", 0) * 2 == sum(parts.values())
    return parts


def test_a_table_is_imported_and_importing_it_again_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    text = (
        HEADER
        + "31000,,true,2021-03-25\n31001,4530,FALSE,2021-03-25\n7,,0,2021-03-25\n31000,,false,2021-04-01\n"
    )
    file = a_file(tmp_path, text)
    first = shell("feedback", "import", file)
    assert first.out == (
        "feedback: read 4 = stored 2 + repeated 0 + corrected 1 + unmatched 1 + refused 0 + left out 0"
        "; about no decision: 1 no-decision\n"
    )
    assert counts(shell("feedback", "import", file, "--json")) == {"read": 4, "repeated": 4}
    rows = kept(tmp_path)
    assert [(row.codigo_profissional, row.vaga_codigo, row.hired, row.outcome_at) for row in rows] == [
        (31_000, None, True, date(2021, 3, 25)),
        (31_001, 4530, False, date(2021, 3, 25)),
        (7, None, False, date(2021, 3, 25)),
        (31_000, None, False, date(2021, 4, 1)),
    ]
    assert [row.decision_request_id for row in rows] == ["r1", "r2", None, "r1"]
    assert {row.reporter for row in rows} == {actor()}


def test_json_lines_and_a_table_by_request_id_say_the_same(shell: Shell, tmp_path: Path) -> None:
    lines = '{"request_id": "r1", "hired": true, "outcome_at": "2021-03-25"}\n\n'
    assert counts(shell("feedback", "import", a_file(tmp_path, lines, "any.txt"), "--json")) == {
        "read": 1,
        "stored": 1,
    }
    table = "outcome_at;hired;request_id\r\n2021-03-25;1;r1\r\n"
    file = a_file(tmp_path, b"\xef\xbb\xbf" + table.encode(), "excel.csv")
    assert counts(shell("feedback", "import", file, "--json")) == {"read": 1, "repeated": 1}


def test_the_labels_of_an_export_decide_and_undecided_prospects_are_left_out(
    shell: Shell, tmp_path: Path
) -> None:
    prospects = [
        {
            "codigo": "31000",
            "situacao_candidado": "Contratado pela Decision",
            "ultima_atualizacao": "25-03-2021",
        },
        {"codigo": "31001", "situacao_candidado": "Recusado", "ultima_atualizacao": "26-03-2021"},
        {"codigo": "31002", "situacao_candidado": "Prospect", "ultima_atualizacao": "26-03-2021"},
        {"codigo": "31003", "situacao_candidado": "Arquivado", "ultima_atualizacao": "26-03-2021"},
        {"codigo": "31003", "situacao_candidado": "Aprovado", "ultima_atualizacao": "0000-00-00"},
        {"codigo": "31003", "situacao_candidado": "Aprovado", "ultima_atualizacao": "01-01-9999"},
        {"codigo": "segredo"},
    ]
    export = json.dumps({"4530": {"titulo": "", "prospects": prospects}}, ensure_ascii=False)
    for name in ("prospects.json", "one-line.txt"):
        ended = shell("feedback", "import", a_file(tmp_path, export, name), "--json")
        assert counts(ended)["left_out"] == 2
    assert json.loads(ended.out)["left_out_reasons"] == {"undecided": 1, "of unknown status": 1}
    assert json.loads(ended.out)["refused_reasons"] == {
        "ultima_atualizacao: is no day": 1,
        "outcome_at: is in the future: days are those of UTC": 1,
        "code is not an integer": 1,
    }
    assert "segredo" not in ended.out + ended.err
    assert [
        (row.decision_request_id, row.vaga_codigo, row.hired, row.outcome_at) for row in kept(tmp_path)
    ] == [
        ("r1", 4530, True, date(2021, 3, 25)),
        ("r2", 4530, False, date(2021, 3, 26)),
    ]


def test_gzip_is_unpacked_whatever_is_in_it(shell: Shell, tmp_path: Path) -> None:
    whole = write_prospects(tmp_path).read_bytes()
    for name, text in (("o.csv.gz", (HEADER + ROW).encode()), ("p.json.gz", whole)):
        assert shell("feedback", "import", a_file(tmp_path, gzip.compress(text), name)).code == 0


def test_standard_input_is_told_by_its_first_line(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = b'{"codigo_profissional": 31001, "hired": false, "outcome_at": "2021-03-25"}'
    for text, read in (
        (line, 1),
        ((HEADER + ROW * 3).encode(), 3),
        (write_prospects(tmp_path).read_bytes(), 5),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
        ended = shell("feedback", "import", "-", "--json")
        assert counts(ended)["read"] == read


def test_a_request_id_is_that_of_the_only_client_or_of_the_one_that_is_named(
    shell: Shell, tmp_path: Path
) -> None:
    file = a_file(tmp_path, "request_id,hired,outcome_at\nr2,1,2021-03-25\nr3,1,2021-03-25\n")
    ended = shell("feedback", "import", file, "--json")
    assert json.loads(ended.out)["unmatched_reasons"] == {"several-clients": 1}
    assert counts(shell("feedback", "import", file, "--client", "portal", "--json")) == {
        "read": 2,
        "stored": 1,
        "unmatched": 1,
    }
    assert shell("feedback", "import", file, "--client", "-").code == 2


BAD = (
    "segredo,,1,2021-03-25\n,,1,2021-03-25\n31001,,talvez,2021-03-25\n31001,,1,25/03/2021\n"
    '31001,,1\n31001,"x,1,2021-03-25\n31001,,1,9999-01-01\n'
)


def test_bad_rows_are_named_by_line_and_field_and_the_others_are_kept(shell: Shell, tmp_path: Path) -> None:
    ended = shell("feedback", "import", a_file(tmp_path, HEADER + BAD + "\n" + ROW), "--json")
    assert counts(ended) == {"read": 8, "refused": 7, "stored": 1}
    assert [line for line in ended.err.splitlines() if line.startswith("rejected")] == [
        f"rejected: record {number}, key 'line {number + 1}': {reason}"
        for number, reason in enumerate(
            (
                "codigo_profissional: must be an integer, or null",
                "must have request_id or codigo_profissional",
                "hired: must be true or false",
                "outcome_at: must be a day, as YYYY-MM-DD",
                "has fewer or more cells than the first line",
                "has fewer or more cells than the first line",
                "outcome_at: is in the future: days are those of UTC",
            ),
            1,
        )
    ]
    assert not {"segredo", "talvez"} & set(ended.err.replace("'", " ").split())


def test_bad_json_lines_are_named_too(shell: Shell, tmp_path: Path) -> None:
    good = '{"codigo_profissional": 31001, "hired": true, "outcome_at": "2021-03-25"}\n'
    bad = [
        '{"segredo": 1',
        "7",
        '{"hired": NaN}',
        '{"codigo_profissional": "1", "hired": 1}',
        '{"a": "\\ud800"}',
    ]
    ended = shell("feedback", "import", a_file(tmp_path, good + "\n".join(bad), "o.jsonl"), "--json")
    assert counts(ended) == {"read": 6, "refused": 5, "stored": 1}
    assert "segredo" not in ended.out + ended.err


def test_strict_keeps_nothing_of_a_file_with_a_fault_and_names_it(shell: Shell, tmp_path: Path) -> None:
    ended = shell("feedback", "import", a_file(tmp_path, HEADER + ROW + BAD), "--strict")
    assert (ended.code, ended.out) == (65, "")
    assert "line 3" in ended.err
    assert "records-rejected" in ended.err
    assert kept(tmp_path) == []
    assert shell("feedback", "import", a_file(tmp_path, HEADER + ROW), "--strict").code == 0


def test_many_bad_rows_are_counted_and_the_first_are_named(shell: Shell, tmp_path: Path) -> None:
    ended = shell("feedback", "import", a_file(tmp_path, HEADER + ROW + "x,,1,2021-03-25\n" * 30))
    assert ended.err.count("rejected: ") == 20
    assert "... and 10 more" in ended.err
    assert "refused 30 (30 codigo_profissional: must be an integer, or null)" in ended.out


ROWS = HEADER + ROW * 3


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "export-empty"),
        (b" \n\n", "export-empty"),
        (HEADER.encode(), "export-empty"),
        ((HEADER + BAD).encode(), "nothing-kept"),
        (b"{}", "nothing-kept"),
        (b"[]", "export-not-an-object"),
        (ROWS.encode() + b"\xff,,1,2021-03-25\n", "export-not-utf8"),
        (ROWS.encode() + b"x" * (1 << 21), "export-record-too-large"),
        (gzip.compress(ROWS.encode(), mtime=0)[:-9], "export-truncated"),
        (b"codigo,hired,outcome_at\n1,1,2021-03-25\n", "outcome-columns"),
        (b"hired,outcome_at\n1,2021-03-25\n", "outcome-columns"),
        (b"codigo_profissional,hired\n1,1\n", "outcome-columns"),
        (b"codigo_profissional,hired,hired,outcome_at\n1,1,1,2021-03-25\n", "outcome-columns"),
        (b"31001,,1,2021-03-25\n", "outcome-columns"),
        (b"PK\x03\x04....", "export-of-another-format"),
        (b"%PDF-1.4", "export-of-another-format"),
        (b'{"1": {"prospects": [', "export-truncated"),
    ],
    ids=lambda each: str(each[:24]),
)
def test_a_file_that_is_faulty_as_a_whole_changes_nothing(
    shell: Shell, tmp_path: Path, content: bytes, code: str
) -> None:
    ended = shell("feedback", "import", a_file(tmp_path, content, "outcomes"))
    assert (ended.code, ended.out) == (65, "")
    assert f"[{code}]" in ended.err
    assert kept(tmp_path) == []


def test_another_export_and_a_file_that_is_not_there_are_told(shell: Shell, tmp_path: Path) -> None:
    ended = shell("feedback", "import", write_applicants(tmp_path))
    assert (ended.code, "export-of-another-kind" in ended.err) == (65, True)
    assert shell("feedback", "import", "nowhere.csv").code == 66


def test_outcomes_that_are_too_early_are_kept_and_said_to_count_for_nothing(
    shell: Shell, tmp_path: Path
) -> None:
    early = (DECIDED - timedelta(days=1)).date()
    ended = shell("feedback", "import", a_file(tmp_path, f"{HEADER}31001,,1,{early}\n"), "--json")
    assert json.loads(ended.out)["unmatched_reasons"] == {"before-decision": 1}
    (row,) = kept(tmp_path)
    assert replace(row, at=DECIDED).decision_request_id is None
