"""An export that is read in parts, with the result of reading it in one go."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, compress, islice
from typing import Any, Final, Generic, TypeVar

import numpy as np

from hiring.application.ports.exports import ExportChunk, ExportInParts
from hiring.application.ports.parallel import Parallel
from hiring.domain.code_set import CodeSet
from hiring.domain.errors import ExportChanged, ExportFault, ExportOfAnotherFormat, FileMissing
from hiring.domain.record_validation import REPEATED, code_of
from hiring.domain.records import Reject

E = TypeVar("E", bound=ExportInParts)
C = TypeVar("C", bound="ExportChunk[Any]")

LARGEST: Final = 1 << 28
"""Bytes of text of a file that is sent as one part; what is made of a larger one is not held at once."""


def read_in_parts(
    export: E, work: Callable[[E], Iterable[C]], parallel: Parallel, *, largest: int = LARGEST
) -> Iterator[C]:
    """What `work` makes of the export: the rows, rejects and positions of one reading in file order.

    A part that cannot be read alone is read again with the next; where that does not help either, the file
    has a fault (or its parts are no parts), and what is not yet given of it is read in one go.

    Args:
        export: One file or several.
        work: Streams a part.
        parallel: Where the parts are worked on.
        largest: How many bytes a file may hold to be worked on elsewhere if it is one part.

    Raises:
        ExportFault: A file as a whole is faulty.
        ExportChanged: Of a file that is read in parts, some would be of another state than others.
        PartFailed, WorkersUnavailable, WorkersDiffer: As `Parallel.map` does.
    """
    files = export.files()
    states = [file.state for file in files]
    parts = [file.parts() for file in files]
    if len(files) == len(parts[0]) == 1:
        yield from work(files[0])
        return
    sent = [_is_sent(each, largest) for each in parts]
    whole, first = _Whole(work), _FirstOfEachCode[C](tell_file=len(files) > 1)
    everything = list(chain.from_iterable(compress(parts, sent)))
    with closing(parallel.map(whole, everything)) as results:
        for file, state, its, is_sent in zip(files, states, parts, sent, strict=True):
            first.begin(file.name)
            its_results = islice(results, len(its)) if is_sent else None
            for chunk in _of_file(file, its, its_results, whole, first):
                if file.state != state:
                    raise ExportChanged(file.name)
                yield chunk


def _is_sent(parts: Sequence[E], largest: int) -> bool:
    return len(parts) > 1 or (parts[0].size is not None and parts[0].size <= largest)


def _of_file(
    file: E,
    parts: Sequence[E],
    results: Iterator[list[C] | None] | None,
    whole: "_Whole[E, C]",
    first: "_FirstOfEachCode[C]",
) -> Iterator[C]:
    """What was made of its parts, as far as there are results, and of the rest here."""
    done = results is not None and (yield from _of_parts(parts, results, whole, first))
    if not done:
        yield from first(_behind(first.read, whole.work(file)))


def _of_parts(
    parts: Sequence[E], results: Iterator[list[C] | None], whole: "_Whole[E, C]", first: "_FirstOfEachCode[C]"
) -> Generator[C, None, bool]:
    """What was made of a file's parts; False if there is more, which cannot be read in parts."""
    joined = False
    for part, following, result in zip(parts, (*parts[1:], None), results, strict=True):
        if joined:  # with the one before
            joined = False
            continue
        found = result
        if found is None and following is not None:
            found, joined = whole(part.joined(following)), True
        if found is None:
            deque(results, maxlen=0)
            return False
        yield from first(found, first.read)
    return True


@dataclass(frozen=True, slots=True)
class _Whole(Generic[E, C]):
    """All of a part at once; None where it cannot be read alone."""

    work: Callable[[E], Iterable[C]]

    def __call__(self, part: E) -> list[C] | None:
        try:
            return list(self.work(part))
        except (ExportFault, ExportOfAnotherFormat, FileMissing):  # told by who knows the file's name
            return None


class _FirstOfEachCode(Generic[C]):
    """Parts know nothing of each other: of a code that is in several, the first row is kept.

    Args:
        tell_file: Rejects are to name their file.
    """

    def __init__(self, *, tell_file: bool) -> None:
        self.read = 0  # of the file that has begun
        self._tell_file, self._file = tell_file, ""
        self._codes = CodeSet()

    def begin(self, file: str) -> None:
        """What follows is in that file."""
        self._file, self.read = file, 0

    def __call__(self, chunks: Iterable[C], before: int = 0) -> Iterator[C]:
        """The chunks as those of one export.

        Args:
            chunks: Of a part.
            before: How many records of the file are before it.
        """
        for chunk in chunks:
            yield self._corrected(chunk, before)
            self.read += chunk.read
            for code in chunk.rows.codigo_profissional.tolist():
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
            Reject(key=chunk.spelt.get(code, str(code)), position=at, reason=REPEATED, file=self._told_file)
            for code, at, is_again in zip(codes, positions, again, strict=True)
            if is_again
        ]
        rows = chunk.rows.take(np.flatnonzero(~np.array(again)))
        return replace(chunk, rows=rows, rejects=sorted(rejects, key=lambda reject: reject.position))

    def _placed(self, reject: Reject, before: int) -> Reject:
        code = code_of(reject.key)
        reason = REPEATED if code is not None and code in self._codes else reject.reason
        return replace(reject, position=before + reject.position, reason=reason, file=self._told_file)

    @property
    def _told_file(self) -> str | None:
        return self._file if self._tell_file else None


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
