"""An export that is read in parts, with the result of reading it in one go."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, Self, TypeVar

import numpy as np

from hiring.application.ports.exports import ExportChunk
from hiring.application.ports.parallel import Parallel
from hiring.domain.code_set import CodeSet
from hiring.domain.errors import ExportFault, RuleTableMismatch
from hiring.domain.features import PROFILES, Profile
from hiring.domain.record_validation import REPEATED, code_of
from hiring.domain.records import Reject


class ExportInParts(Protocol):
    """An export whose parts can be read on their own, each as if it were the whole."""

    @property
    @abstractmethod
    def begins_at(self) -> int:
        """At which byte; no two parts begin at the same."""

    @abstractmethod
    def parts(self) -> Sequence[Self]:
        """In file order; it may turn out that one cannot be read without those behind it."""

    @abstractmethod
    def joined(self, following: Self) -> Self:
        """A part and that behind it, as one."""


@dataclass(frozen=True, slots=True)
class SentByName:
    """A profile that goes to other processes by its name and the fingerprint of its rules."""

    profile: Profile

    def __reduce__(self) -> tuple[object, ...]:
        return _named, (self.profile.name, self.profile.fingerprint())


def _named(name: str, fingerprint: str) -> SentByName:
    """Raises RuleTableMismatch where this process has other rules."""
    profile = PROFILES.get(name)
    if profile is None or profile.fingerprint() != fingerprint:
        raise RuleTableMismatch
    return SentByName(profile)


E = TypeVar("E", bound=ExportInParts)
C = TypeVar("C", bound="ExportChunk[Any]")


def read_in_parts(export: E, work: Callable[[E], Iterable[C]], parallel: Parallel) -> Iterator[C]:
    """What `work` makes of the export: the rows, rejects and positions of one reading in file order.

    A part that cannot be read alone is read again with the next; where that does not help either, the file
    has a fault (or its parts are no parts), and what is not yet given is read in one go.

    Raises:
        ExportFault: The file as a whole is faulty.
        PartFailed, WorkersUnavailable, WorkersDiffer: As `Parallel.map` does.
    """
    parts = export.parts()
    if len(parts) == 1:
        yield from work(export)
        return
    whole, first = _Whole(work), _FirstOfEachCode[C]()
    with closing(parallel.map(whole, parts)) as results:
        joined = False
        for part, following, found in zip(parts, (*parts[1:], None), results, strict=True):
            if joined:  # with the one before
                joined = False
                continue
            if found is None and following is not None:
                found, joined = whole(part.joined(following)), True  # noqa: PLW2901  # the same part, longer
            if found is None:
                break
            yield from first(found)
        else:
            return
    yield from _behind(first.read, work(export))


@dataclass(frozen=True, slots=True)
class _Whole(Generic[E, C]):
    """All of a part at once; None where it cannot be read alone."""

    work: Callable[[E], Iterable[C]]

    def __call__(self, part: E) -> list[C] | None:
        try:
            return list(self.work(part))
        except ExportFault:
            return None


class _FirstOfEachCode(Generic[C]):
    """Parts know nothing of each other: of a code that is in several, the first row is kept."""

    def __init__(self) -> None:
        self.read = 0
        self._codes = CodeSet()

    def __call__(self, part: Iterable[C]) -> Iterator[C]:
        before, found = self.read, list[int]()
        for chunk in part:
            yield self._corrected(chunk, before)
            self.read += chunk.read
            found += chunk.rows.codigo_profissional.tolist()
        for code in found:
            self._codes.add(code)

    def _corrected(self, chunk: C, before: int) -> C:
        codes = chunk.rows.codigo_profissional.tolist()
        rejects = [self._placed(reject, before) for reject in chunk.rejects]
        again = [code in self._codes for code in codes]
        if not any(again):
            return replace(chunk, rejects=rejects)
        set_aside = {reject.position for reject in rejects}
        positions = [at for at in range(self.read + 1, self.read + chunk.read + 1) if at not in set_aside]
        rejects += [
            Reject(key=chunk.spelt.get(code, str(code)), position=at, reason=REPEATED)
            for code, at, is_again in zip(codes, positions, again, strict=True)
            if is_again
        ]
        rows = chunk.rows.take(np.flatnonzero(~np.array(again)))
        return replace(chunk, rows=rows, rejects=sorted(rejects, key=lambda reject: reject.position))

    def _placed(self, reject: Reject, before: int) -> Reject:
        code = code_of(reject.key)
        again = code is not None and code in self._codes
        return replace(reject, position=before + reject.position, reason=REPEATED if again else reject.reason)


def _behind(given: int, chunks: Iterable[C]) -> Iterator[C]:
    """The chunks without so many records at the beginning."""
    read = 0
    for chunk in chunks:
        begin, read = read, read + chunk.read
        if begin >= given:
            yield chunk
        elif read > given:
            gone = given - begin - sum(reject.position <= given for reject in chunk.rejects)
            rejects = [reject for reject in chunk.rejects if reject.position > given]
            rows = chunk.rows.take(np.arange(gone, len(chunk.rows)))
            yield replace(chunk, read=read - given, rows=rows, rejects=rejects)
