"""A trainer, here or where a worker makes a model: of the same libraries, so that the model is the same.

It imports nothing heavy before it has looked.
"""

import os
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from hiring.application.ports.models import Trainer
from hiring.domain.errors import WorkersDiffer

_LIBRARIES: Final = ("lightgbm", "scikit-learn", "scipy")


def libraries() -> dict[str, str]:
    """The versions that decide a model, besides Python and numpy."""
    return {name: _version(name) for name in _LIBRARIES}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def make_trainer(threads: int, calibration: str | None, wanted: dict[str, str]) -> Trainer:
    """That of this process.

    Args:
        threads: For fitting.
        calibration: See `LightGbmTrainer`.
        wanted: The libraries of who asks.

    Raises:
        WorkersDiffer: This process has others.
    """
    here = libraries()
    if differences := [
        f"{name} {here[name]}, here {wanted[name]}" for name in wanted if here[name] != wanted[name]
    ]:
        raise WorkersDiffer(differences)
    # OpenMP's threads spin while they wait for each other, and on a busy machine for one that does not run:
    # two then take five times as long as one. Its library reads this when it is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from hiring.adapters.learning.fitting.trainer import LightGbmTrainer  # noqa: PLC0415  # imports LightGBM

    return LightGbmTrainer(threads, calibration=calibration)
