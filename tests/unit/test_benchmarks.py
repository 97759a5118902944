"""What benchmarks hand on: kept, broken or not measured, in the table and in the JSON."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.__main__ import rows_of
from benchmarks.promises import (
    BROKEN,
    KEPT,
    NOT_MEASURED,
    Measured,
    Row,
    at_least,
    at_most,
    print_table,
    worst,
    write_json,
)


def test_a_bound_itself_is_kept_on_both_sides() -> None:
    assert [at_most("a", value, 2, "s").state for value in (2, 2.01, None)] == [KEPT, BROKEN, NOT_MEASURED]
    assert [at_least("a", value, 2, "s").state for value in (2, 1.99, None)] == [KEPT, BROKEN, NOT_MEASURED]
    assert at_most("a", float("inf"), 2, "s").state == at_most("a", float("nan"), 2, "s").state == BROKEN


def test_the_worst_of_each_promise_stands_for_it() -> None:
    rows = [
        at_most("a", 1, 2, "s"),
        at_least("b", 9, 5, "x"),
        at_most("a", 3, 2, "s"),
        at_least("b", 4, 5, "x"),
    ]
    assert [row.value for row in worst(rows)] == [3, 4]


def test_one_that_fails_keeps_what_it_had_measured_and_is_bad() -> None:
    def run() -> Iterator[Measured]:
        yield at_most("a", 1, 2, "s")
        raise OSError("no such disk")

    kept, failed = rows_of("some", run)

    assert not kept.is_bad
    assert failed.is_bad
    assert failed.failure == "OSError"


def test_what_was_not_measured_is_not_bad(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    promises = [at_most("a", None, 2, "s"), at_most("b", float("inf"), 2, "s"), at_least("c", 0.5, 0.25, "%")]
    rows = [Row(benchmark="some", promise=promise) for promise in promises]
    print_table(rows)
    write_json(tmp_path / "bench.json", rows, {"cores": 2})
    found = json.loads((tmp_path / "bench.json").read_text())

    assert [row.is_bad for row in rows] == [False, True, False]
    assert "2 promises measured, 1 broken, 1 not measured" in capsys.readouterr().out
    assert found["machine"] == {"cores": 2}
    assert [row["state"] for row in found["promises"]] == ["not measured", "broken", "kept"]
    assert found["promises"][1]["value"] is None
    assert [path.name for path in tmp_path.iterdir()] == ["bench.json"]
