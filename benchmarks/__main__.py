"""`python -m benchmarks [name]`; without a name, all of them but the longest, one after another."""

import argparse
import sys
from collections.abc import Callable
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
    startup,
    threshold_validity,
    training,
)

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
ALONE = ("scale", "log_size")  # up to an hour: only where they are named


def main() -> int:
    """Exit status: 1 if anything promised is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure what is promised.")
    parser.add_argument("name", nargs="?", choices=(*NAMES, *ALONE), help="only this one")
    parser.add_argument("--folder", type=Path, help="keep the generated exports here, and use them again")
    parser.add_argument(
        "--applicants", type=int, help="extract, parallel, scale: records in the (larger) export"
    )
    parser.add_argument("--memory", action="store_true", help="serve: also what requests leave in memory")
    parser.add_argument("--prospects-file", type=Path, help="drift: also on the days of this export")
    parser.add_argument("--applicants-file", type=Path, help="drift: of these applicants")
    parser.add_argument("--rows", type=int, default=log_size.LONG, help="log_size: rows of the long log")
    chosen = parser.parse_args()
    runs: dict[str, Callable[[], bool]] = {
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
    }
    kept = True
    for name, run in runs.items():
        if chosen.name == name or (chosen.name is None and name not in ALONE):
            print(f"== {name}", flush=True)
            kept = run() and kept
    return 0 if kept else 1


sys.exit(main())
