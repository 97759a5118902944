"""What needs neither a store nor a model."""

from collections.abc import Callable
from pathlib import Path

from hiring.application.extract_features import ExtractFeatures
from hiring.domain.features import CANDIDATE


def extraction(file: Path) -> ExtractFeatures:
    """Feature extraction from a file, which needs neither a store nor a model."""
    from hiring.adapters.exports.applicants import ApplicantsFile

    return ExtractFeatures(export=ApplicantsFile(file), profile=CANDIDATE)


def synthesis(
    out: Path, *, applicants: int, prospects: int, seed: int, hard: bool, advance: Callable[[int], None]
) -> tuple[Path, Path]:
    """Write invented exports into a folder; the paths of applicants and prospects."""
    from hiring.adapters.synthetic import write_exports

    written = write_exports(
        out, applicants=applicants, prospects=prospects, seed=seed, hard=hard, advance=advance
    )
    return written.applicants_path, written.prospects_path
