"""What a worker does, and what it tells of itself: sent by name."""

import os
import pickle
import platform
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Self, TypeVar

import numpy as np

from hiring import __version__
from hiring.domain.errors import HiringError, WorkersDiffer
from hiring.domain.features import PROFILES

P = TypeVar("P")
R = TypeVar("R")

ALLOCATOR: Final = {"MALLOC_TRIM_THRESHOLD_": 67_108_864, "MALLOC_MMAP_THRESHOLD_": 16_777_216}
"""Bytes, by the variable that a worker starts with.

Dask starts its workers with a threshold of 65,536, and with any of them glibc gives each freed block above
128 kB back to the system, which clears it before it is used again: the same work takes twice the time.
"""


@dataclass(frozen=True, slots=True)
class Versions:
    """What decides the features that a process computes."""

    hiring: str
    python: str
    numpy: str
    rules: tuple[tuple[str, str], ...]

    def differences(self, here: "Versions") -> list[str]:
        """Between a worker's versions and those here, in words."""
        found = [
            f"{name} {there}, here {ours}"
            for name, there, ours in (
                ("hiring", self.hiring, here.hiring),
                ("Python", self.python, here.python),
                ("numpy", self.numpy, here.numpy),
            )
            if there != ours
        ]
        rules = dict(self.rules)
        return found + [
            f"other rules of {profile}" for profile, mark in here.rules if rules.get(profile) != mark
        ]


@dataclass(frozen=True, slots=True)
class WorkerReport:
    """A worker's versions, and which allocator settings it lacks."""

    versions: Versions
    lacks: tuple[str, ...]


@cache
def versions() -> Versions:
    """Those of this process."""
    return Versions(
        hiring=__version__,
        python=".".join(platform.python_version_tuple()[:2]),
        numpy=np.__version__,
        rules=tuple((name, profile.fingerprint()) for name, profile in PROFILES.items()),
    )


def worker_report() -> WorkerReport:
    """That of this process."""
    return WorkerReport(versions(), tuple(name for name, least in ALLOCATOR.items() if _bytes(name) < least))


def _bytes(variable: str) -> int:
    text = os.environ.get(variable, "")
    return int(text) if text.isdecimal() else 0


class WorkFailed(Exception):
    """Of a part: the name of the error's type, and nothing else that might hold a record's values."""


@dataclass(frozen=True, slots=True, repr=False)  # a worker that logs a task logs its repr
class WorkOnPart:
    """The work as a worker does it: under the versions of who asked, which the first look may not have seen.

    Args:
        task: Work and part, packed: what a worker cannot unpack when it receives it, ends that worker.
        here: The versions of who asked.
    """

    task: bytes
    here: Versions

    @classmethod
    def of(cls, work: Callable[[P], R], part: P) -> Self:
        """For any worker of these versions."""
        return cls(pickle.dumps((work, part)), versions())

    def __call__(self) -> Any:  # noqa: ANN401  # whatever the work gives
        """The result.

        Raises:
            WorkersDiffer: This process has other versions.
            WorkFailed: The work failed; a worker logs what it raises, hence without the error itself.
        """
        if differences := versions().differences(self.here):
            raise WorkersDiffer(differences)
        try:
            work, part = pickle.loads(self.task)  # noqa: S301  # of who may have this worker do anything
            return work(part)
        except HiringError:
            raise
        except Exception as error:  # noqa: BLE001  # named below, where it is no longer the context
            failure = type(error).__name__
        raise WorkFailed(failure)
