"""What a worker does, and what it tells of itself: sent by name."""

import os
import pickle
import platform
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final, Self

import numpy as np

from hiring import __version__
from hiring.domain.errors import HiringError, WorkersDiffer
from hiring.domain.features import PROFILES

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


@dataclass(frozen=True, eq=False, repr=False)  # a worker that logs a task logs its repr
class SentWork:
    """What is done with each part, as a worker holds it: under the versions of who asked.

    Args:
        packed: What a worker cannot unpack when it receives it, ends that worker.
        here: The versions of who asked, which the first look at the workers may not have seen.
    """

    packed: bytes
    here: Versions

    @classmethod
    def of(cls, work: Callable[[Any], object]) -> Self:
        """For any worker of these versions."""
        return cls(pickle.dumps(work), versions())

    def __reduce__(self) -> tuple[object, ...]:
        """To another worker it goes packed."""
        return type(self), (self.packed, self.here)

    @cached_property
    def work(self) -> Callable[[Any], object]:
        """Unpacked, once in each worker.

        Raises:
            WorkersDiffer: This process has other versions.
        """
        if differences := versions().differences(self.here):
            raise WorkersDiffer(differences)
        found: Callable[[Any], object] = pickle.loads(self.packed)  # noqa: S301  # of who may do anything here
        return found


def kept(sent: SentWork) -> SentWork:
    """The work, so that a worker holds it for all parts: it can be done again where all that had it ended."""
    return sent


@dataclass(frozen=True, slots=True, repr=False)
class WorkOnPart:
    """What a worker does with the work that it holds.

    Args:
        part: Packed.
    """

    part: bytes

    @classmethod
    def of(cls, part: object) -> Self:
        """For a worker of any versions."""
        return cls(pickle.dumps(part))

    def __call__(self, sent: SentWork) -> object:
        """The result.

        Raises:
            WorkersDiffer: This process has other versions.
            WorkFailed: The work failed; a worker logs what it raises, hence without the error itself.
        """
        try:
            return sent.work(pickle.loads(self.part))  # noqa: S301  # of who may have this worker do anything
        except HiringError:
            raise
        except Exception as error:  # noqa: BLE001  # named below, where it is no longer the context
            failure = type(error).__name__
        raise WorkFailed(failure)
