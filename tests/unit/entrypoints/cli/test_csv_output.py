"""A table that a spreadsheet opens as it was meant."""

import sys
from io import BytesIO, TextIOWrapper

import click
import pytest

from hiring.entrypoints.cli.output.csv_output import Dialect, cell, dialect_for, dialect_of, write_csv


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", " =1"])
def test_no_text_is_a_formula(text: str) -> None:
    assert cell(text, ".") == f"'{text}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(-0.5, "-0,5"), (-5, "-5"), (1e-05, "1e-05"), (None, ""), ("a-b", "a-b")],
)
def test_numbers_stay_numbers(value: object, shown: str) -> None:
    assert cell(value, ",") == shown


def test_a_brazilian_table_has_a_mark_semicolons_and_commas(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(["code", "score"], [{"code": 7, "score": 0.25}], dialect_of(",", None))
    assert capsys.readouterr().out == "\ufeffcode;score\n7;0,25\n"


@pytest.mark.parametrize("console", ["ascii", "cp1252", "utf-8"])
def test_a_file_is_utf_8_whatever_the_console_speaks(monkeypatch: pytest.MonkeyPatch, console: str) -> None:
    file = BytesIO()
    monkeypatch.setattr("sys.stdout", TextIOWrapper(file, console, "backslashreplace"))
    write_csv(["reason"], [{"reason": "Currículo cita KPI"}], dialect_of(",", None))
    sys.stdout.flush()
    assert file.getvalue().decode("utf-8") == "\ufeffreason\nCurrículo cita KPI\n"


@pytest.mark.parametrize(
    ("decimal", "delimiter", "dialect"),
    [(".", None, Dialect(".", ",")), (",", "tab", Dialect(",", "\t")), (".", ";", Dialect(".", ";"))],
)
def test_the_delimiter_follows_the_decimal(decimal: str, delimiter: str | None, dialect: Dialect) -> None:
    assert dialect_of(decimal, delimiter) == dialect


@pytest.mark.parametrize(
    ("decimal", "delimiter"),
    [(",", ","), *((".", each) for each in (".", "a", ";;", "-", "+", "\n", "\x01", "\udcff", ""))],
)
def test_what_cannot_be_told_from_numbers_is_no_delimiter(decimal: str, delimiter: str) -> None:
    with pytest.raises(click.UsageError):
        dialect_of(decimal, delimiter)


@pytest.mark.parametrize(("decimal", "delimiter"), [(",", None), (".", ";")])
def test_options_of_a_table_are_not_taken_for_json_lines(decimal: str, delimiter: str | None) -> None:
    assert dialect_for("csv", decimal, delimiter) == dialect_of(decimal, delimiter)
    with pytest.raises(click.UsageError):
        dialect_for("jsonl", decimal, delimiter)
