"""Where the workers of one service put their numbers for each other: a file without a name, in memory.

It is in no folder, so that nobody sweeps it away, and it goes when the last of them goes, however they end.
Numbers are an aid: where there is no room for them, each worker counts for itself.
"""

import os
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from multiprocessing import reduction
from typing import Any, Final

import msgspec

if sys.platform != "win32":
    import fcntl

Sample = tuple[str, tuple[tuple[str, str], ...]]
"""What one number is of: its name, and its labels in order."""

Samples = Mapping[Sample, float]

_Page = dict[str, list[tuple[str, list[tuple[str, str]], float]]]
"""Samples by family, as workers write them for each other."""

_SLOT: Final = 1 << 18
_HEAD: Final = 8
"""Bytes in front of a page: its length, and its check sum."""

_MOST_SLOTS: Final = 128


class SharedCounts:
    """A page for each worker; a worker that takes the place of a dead one goes on with its page.

    Args:
        descriptor: Of the file.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._slot: int | None = None

    def __reduce__(self) -> tuple[Callable[..., "SharedCounts"], tuple[Any, ...]]:
        """For a worker: the descriptor goes along."""
        return _received, (reduction.DupFd(self._descriptor),)

    def join(self) -> bytes:
        """Take a place; what whoever had it before wrote last, if anything."""
        with suppress(OSError):
            for slot in range(_MOST_SLOTS):
                if self._locked(slot):
                    self._slot = slot
                    return self._read(slot)
        return b""

    def write(self, page: bytes) -> None:
        """Replace this worker's page."""
        if self._slot is None or len(page) > _SLOT - _HEAD:
            return
        head = len(page).to_bytes(4, "big") + zlib.crc32(page).to_bytes(4, "big")
        with suppress(OSError):
            os.pwrite(self._descriptor, head + page, self._slot * _SLOT)

    def others(self) -> Iterator[tuple[bytes, bool]]:
        """The pages of the other workers, and whether they live."""
        with suppress(OSError):
            slots = min(_MOST_SLOTS, -(-os.fstat(self._descriptor).st_size // _SLOT))
            for slot in range(slots):
                if slot != self._slot and (page := self._read(slot)):
                    yield page, self._lives(slot)

    def _read(self, slot: int) -> bytes:
        """A page, or nothing where there is none or one that is just being written."""
        data = os.pread(self._descriptor, _SLOT, slot * _SLOT)
        length, check = int.from_bytes(data[:4], "big"), int.from_bytes(data[4:_HEAD], "big")
        page = data[_HEAD : _HEAD + length]
        return page if len(page) == length and zlib.crc32(page) == check else b""

    def _lives(self, slot: int) -> bool:
        if not self._locked(slot):
            return True
        fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, slot)
        return False

    def _locked(self, slot: int) -> bool:
        """Whether the slot is this process's now: its lock ends with the process."""
        try:
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, slot)
        except BlockingIOError:
            return False
        return True


def shared_counts() -> SharedCounts | None:
    """Room for numbers; None where there is none to be had."""
    if sys.platform == "win32":
        return None
    with suppress(OSError):
        if hasattr(os, "memfd_create"):
            return SharedCounts(os.memfd_create("hiring-metrics"))
        with tempfile.TemporaryFile(prefix="hiring-metrics-") as file:
            return SharedCounts(os.dup(file.fileno()))
    return None


def _received(descriptor: Any) -> SharedCounts:  # noqa: ANN401  # multiprocessing's own
    return SharedCounts(descriptor.detach())


def page_of(samples: Mapping[str, Samples]) -> bytes:
    """Numbers by family, for the other workers."""
    return msgspec.json.encode(
        {
            family: [(name, labels, value) for (name, labels), value in numbers.items()]
            for family, numbers in samples.items()
        }
    )


def samples_of(page: bytes) -> dict[str, Samples]:
    """What a worker wrote; nothing where it wrote nothing that can be read."""
    with suppress(msgspec.MsgspecError):
        return {
            family: {(name, tuple(labels)): value for name, labels, value in numbers}
            for family, numbers in msgspec.json.decode(page, type=_Page).items()
        }
    return {}
