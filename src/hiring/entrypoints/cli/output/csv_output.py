"""Every CSV that the command line writes: for programs, or for a spreadsheet as its country expects it."""

import csv
import io
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_BOM: Final = "\ufeff"
_NO_DELIMITERS: Final = "\"'.+-"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How numbers and columns are separated; with a decimal comma it is meant for a spreadsheet."""

    decimal: str
    delimiter: str


def dialect_of(decimal: str, delimiter: str | None) -> Dialect:
    """The dialect of these options: `;` where the comma is taken.

    Raises:
        UsageError: The two cannot be told apart, or the delimiter is none.
    """
    chosen = {"tab": "\t", None: ";" if decimal == "," else ","}.get(delimiter, delimiter or "")
    seen = chosen == "\t" or chosen.isprintable()
    if len(chosen) != 1 or not seen or chosen == decimal or chosen.isalnum() or chosen in _NO_DELIMITERS:
        raise click.UsageError(
            "--delimiter: one character that does not occur in numbers, such as `;`, or `tab`"
        )
    return Dialect(decimal, chosen)


def dialect_for(form: str, decimal: str, delimiter: str | None) -> Dialect:
    """The same, where another form than CSV may have been asked for.

    Raises:
        UsageError: The options would change nothing, or cannot be meant.
    """
    if form != "csv" and (decimal != "." or delimiter is not None):
        raise click.UsageError("--decimal and --delimiter need --format csv")
    return dialect_of(decimal, delimiter)


def csv_options(command: F) -> F:
    """`--decimal` and `--delimiter`."""
    decimal = click.option(
        "--decimal",
        type=click.Choice([".", ","]),
        default=".",
        show_default=True,
        help="CSV: decimal separator; with `,` the file opens correctly in a Brazilian Excel.",
    )
    delimiter = click.option(
        "--delimiter",
        metavar="CHARACTER",
        help="CSV: column separator, or `tab`; default `,`, or `;` with --decimal ,",
    )
    return decimal(delimiter(command))


def list_options(command: F) -> F:
    """`--format`, `--lang` of the table, and the options of CSV."""
    form = click.option(
        "--format", "form", type=click.Choice(["table", "jsonl", "csv"]), default="table", show_default=True
    )
    language = click.option(
        "--lang",
        "language",
        type=click.Choice(["pt", "en"]),
        help="Language of the table; default: Portuguese if the locale is, else English.",
    )
    return form(language(csv_options(command)))


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]], dialect: Dialect) -> None:
    """The rows on standard output; a spreadsheet takes no text in them for a formula.

    A file is UTF-8 whatever the console speaks, which is another encoding on Windows.
    """
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")
        if dialect.decimal == ",":
            sys.stdout.write(_BOM)  # without it Excel reads another encoding
    writer = csv.writer(sys.stdout, delimiter=dialect.delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(column), dialect.decimal) for column in columns] for row in rows)


def cell(value: object, decimal: str) -> str:
    """A value as it stands in a cell: text that would be a formula begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value).replace(".", decimal)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.lstrip(" ").startswith(_FORMULA) else text
