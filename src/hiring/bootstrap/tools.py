"""What needs neither a store nor a model."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hiring.application.dataset.extract_features import ExtractFeatures
from hiring.application.dataset.write_features import WriteFeatures
from hiring.application.ports.exports import Files
from hiring.application.ports.progress import Progress
from hiring.bootstrap.parallel import open_parallel
from hiring.domain.features import CANDIDATE


def extraction(file: Files, parallel: str) -> ExtractFeatures:
    """Feature extraction from a file, which needs neither a store nor a model.

    Args:
        file: The export, in one file or several.
        parallel: Where its parts are worked on, as HIRING_PARALLEL has it.
    """
    from hiring.adapters.exports.applicants import ApplicantsFile

    return ExtractFeatures(export=ApplicantsFile(file), profile=CANDIDATE, parallel=open_parallel(parallel))


def feature_writing(file: Files, out: Path, parallel: str) -> WriteFeatures:
    """Feature extraction into a folder of Parquet files."""
    from hiring.adapters.exports.applicants import ApplicantsFile
    from hiring.adapters.files.feature_folder import ParquetFolder

    return WriteFeatures(
        export=ApplicantsFile(file),
        folder=ParquetFolder(out, CANDIDATE),
        profile=CANDIDATE,
        parallel=open_parallel(parallel),
        progress=terminal_progress(),
    )


def terminal_progress() -> Progress:
    """What the standard error of this process can show of long steps."""
    if sys.stderr.isatty():
        from hiring.adapters.terminal.bars import BarProgress

        return BarProgress()
    from hiring.adapters.terminal.lines import LineProgress

    return LineProgress()


WORLDS: Final = ("person", "vaga", "match", "falling")
"""What invented outcomes may depend on; `hard` is one more, without a clear segment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exports:
    """Where invented exports are."""

    applicants: Path
    prospects: Path
    vagas: Path


def synthesis(
    out: Path, *, applicants: int, prospects: int, seed: int, world: str, advance: Callable[[int], None]
) -> Exports:
    """Write invented exports into a folder."""
    from hiring.synthetic import World, write_exports

    written = write_exports(
        out, applicants=applicants, prospects=prospects, seed=seed, world=World(world), advance=advance
    )
    return Exports(
        applicants=written.applicants_path, prospects=written.prospects_path, vagas=written.vagas_path
    )


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
