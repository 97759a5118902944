"""What needs neither a store nor a model."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from hiring.application.dataset.extract_features import ExtractFeatures
from hiring.application.ports.progress import Progress
from hiring.domain.features import CANDIDATE


def extraction(file: Path) -> ExtractFeatures:
    """Feature extraction from a file, which needs neither a store nor a model."""
    from hiring.adapters.exports.applicants import ApplicantsFile

    return ExtractFeatures(export=ApplicantsFile(file), profile=CANDIDATE)


def terminal_progress() -> Progress:
    """What the standard error of this process can show of long steps."""
    if sys.stderr.isatty():
        from hiring.adapters.terminal.bars import BarProgress

        return BarProgress()
    from hiring.adapters.terminal.lines import LineProgress

    return LineProgress()


def synthesis(
    out: Path, *, applicants: int, prospects: int, seed: int, hard: bool, advance: Callable[[int], None]
) -> tuple[Path, Path]:
    """Write invented exports into a folder; the paths of applicants and prospects."""
    from hiring.synthetic import write_exports

    written = write_exports(
        out, applicants=applicants, prospects=prospects, seed=seed, hard=hard, advance=advance
    )
    return written.applicants_path, written.prospects_path


def sole_use(mark: Path) -> AbstractContextManager[None]:
    """Hold a file against other processes that ask for it; StoreInUse where another holds it."""
    from hiring.adapters.files.sole import hold

    return hold(mark)


def store_in_use(home: Path) -> bool:
    """Whether any program has the files store in this folder open."""
    from hiring.adapters.files.sole import is_in_use
    from hiring.adapters.files.store import DATABASE

    return is_in_use(home / DATABASE)


def open_to_others(home: Path) -> bool:
    """Whether other users of this machine can enter the folder of a files store that is there."""
    from hiring.adapters.files.private import is_open_to_others

    return home.exists() and is_open_to_others(home)
