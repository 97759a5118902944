"""`python -m benchmarks [name]`; without a name, all of them but the longest, one after another."""

import argparse
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    counting,
    drift,
    extract,
    feedback,
    knowledge,
    log_size,
    monitor_page,
    pairs,
    parallel,
    postgres,
    rank,
    scale,
    scoring,
    serve,
    short,
    startup,
    threshold_validity,
    training,
    workers,
)
from benchmarks.promises import Measured, Row, at_least, load, machine, print_table, write_json

NAMES = (
    "startup",
    "extract",
    "parallel",
    "postgres",
    "counting",
    "feedback",
    "monitor_page",
    "threshold_validity",
    "knowledge",
    "drift",
    "training",
    "pairs",
    "scoring",
    "rank",
    "serve",
)
ALONE = (
    "scale",
    "log_size",
    "workers",
)  # long, or of the machine rather than of us: only where they are named
SHORT = "short"  # ratios that all of the above promise more of

Run = Callable[[], Iterable[Measured]]


def main() -> int:
    """Exit status: 1 if anything promised is broken, or a benchmark failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure what is promised.")
    parser.add_argument("name", nargs="?", choices=(*NAMES, *ALONE, SHORT), help="only this one")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the table and the machine there too")
    parser.add_argument("--folder", type=Path, help="keep the generated exports here, and use them again")
    parser.add_argument(
        "--applicants", type=int, help="extract, parallel, scale: records in the (larger) export"
    )
    parser.add_argument("--memory", action="store_true", help="serve: also what requests leave in memory")
    parser.add_argument("--prospects-file", type=Path, help="drift: also on the days of this export")
    parser.add_argument("--applicants-file", type=Path, help="drift: of these applicants")
    parser.add_argument("--rows", type=int, default=log_size.LONG, help="log_size: rows of the long log")
    chosen = parser.parse_args()
    if chosen.json and not chosen.json.absolute().parent.is_dir():
        parser.error(f"--json: there is no folder {chosen.json.absolute().parent}")
    before = machine() | {"began": _now(), "load_at_begin": load()}
    rows = list(_rows(chosen))
    after = {"ended": _now(), "load_at_end": load()}
    print_table(rows)
    print(", ".join(f"{name} {value}" for name, value in (before | after).items()))
    if chosen.json:
        write_json(chosen.json, rows, before | after)
    return 1 if any(row.is_bad for row in rows) else 0


def _rows(chosen: argparse.Namespace) -> Iterator[Row]:
    for name, run in _runs(chosen).items():
        if chosen.name == name or (chosen.name is None and name in NAMES):
            print(f"== {name}", flush=True)
            yield from rows_of(name, run)
        elif chosen.name is None and name in ALONE:
            yield Row(benchmark=name, promise=_nothing("only where it is named"))


def rows_of(name: str, run: Run) -> Iterator[Row]:
    """What it promises; one that fails does not keep the others from being measured."""
    try:
        for promise in run():
            yield Row(benchmark=name, promise=promise)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is told, and the exit status is 1
        traceback.print_exc()
        yield Row(benchmark=name, promise=_nothing("the rest of it"), failure=type(error).__name__)


def _nothing(why: str) -> Measured:
    return at_least(why, None, 1, "run")


def _runs(chosen: argparse.Namespace) -> dict[str, Run]:
    return {
        "startup": startup.run,
        "extract": lambda: extract.run(chosen.folder, chosen.applicants or extract.APPLICANTS),
        "parallel": lambda: parallel.run(chosen.folder, chosen.applicants or extract.APPLICANTS),
        "postgres": postgres.run,
        "counting": counting.run,
        "feedback": feedback.run,
        "monitor_page": monitor_page.run,
        "threshold_validity": threshold_validity.run,
        "knowledge": knowledge.run,
        "drift": lambda: drift.run(chosen.prospects_file, chosen.applicants_file),
        "training": training.run,
        "pairs": pairs.run,
        "scoring": scoring.run,
        "rank": rank.run,
        "serve": lambda: serve.run(memory=chosen.memory),
        "log_size": lambda: log_size.run(chosen.rows),
        "scale": lambda: scale.run(chosen.folder, chosen.applicants or scale.LARGE),
        "workers": workers.run,
        SHORT: short.run,
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


if __name__ == "__main__":
    sys.exit(main())
