"""One result a part, in order, wherever the parts are done."""

import os
import signal
import sys
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

import pytest

from hiring.application.ports.parallel import Parallel
from hiring.domain.errors import FileMissing, PartFailed

SECRET = "ana@example.com"


def squared(part: int) -> int:
    return part * part


def faulty(part: int) -> int:
    if part == 3:
        raise ZeroDivisionError(SECRET)
    return part


def missing(part: int) -> int:
    if part == 3:
        raise FileMissing("exports/applicants.json")
    return part


def large(part: int) -> bytes:
    return bytes([part % 256]) * 1_000_000


def noted(folder: Path, part: int) -> int:
    (folder / str(part)).touch()
    return part


def die() -> None:
    """As a process does that is out of memory."""
    if sys.platform == "win32":
        os.abort()
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class Added:
    """What all parts need, and a note of each process that has unpacked it."""

    folder: Path
    needed: bytes

    def __reduce__(self) -> tuple[object, ...]:
        return unpacked, (self.folder, self.needed)

    def __call__(self, part: int) -> int:
        return len(self.needed) + part


def unpacked(folder: Path, needed: bytes) -> Added:
    (folder / uuid4().hex).touch()
    return Added(folder, needed)


@dataclass(frozen=True)
class DiesOnce:
    """In its first process, of every part that is a multiple of 5."""

    folder: Path
    needed: bytes = bytes(1_000_000)

    def __call__(self, part: int) -> int:
        mark = self.folder / f"died-{part}"
        if part % 5 == 0 and not mark.exists():
            mark.touch()
            die()
        return part + len(self.needed) - 1_000_000


def dies(part: int) -> int:
    if part == 7:
        die()
    return part


class ParallelContract:
    small_parts: ClassVar = 2_000
    unpacked: ClassVar = range(1)  # how often what all parts need may be

    def test_one_result_a_part_in_order(self, parallel: Parallel) -> None:
        assert list(parallel.map(squared, range(40))) == [part * part for part in range(40)]

    def test_no_parts_no_results(self, parallel: Parallel) -> None:
        assert list(parallel.map(squared, [])) == []

    def test_thousands_of_small_parts(self, parallel: Parallel) -> None:
        parts = range(self.small_parts)

        assert list(parallel.map(squared, parts)) == [part * part for part in parts]

    def test_a_part_that_fails_is_named_without_its_values(self, parallel: Parallel) -> None:
        with pytest.raises(PartFailed) as failed:
            list(parallel.map(faulty, range(6)))

        assert str(failed.value) == "part 4 of 6: ZeroDivisionError"
        assert SECRET not in str(failed.value)

    def test_what_comes_before_a_part_that_fails_is_given(self, parallel: Parallel) -> None:
        results = parallel.map(faulty, range(6))

        assert [next(results) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(PartFailed):
            next(results)

    def test_a_failure_of_ours_comes_as_it_is(self, parallel: Parallel) -> None:
        with pytest.raises(FileMissing, match=r"exports/applicants\.json"):
            list(parallel.map(missing, range(6)))

    def test_who_has_enough_closes_it(self, parallel: Parallel, tmp_path: Path) -> None:
        """The parts that are far behind are not even begun."""
        with closing(parallel.map(partial(noted, tmp_path), range(1_000))) as results:
            assert [next(results) for _ in range(5)] == [0, 1, 2, 3, 4]

        assert 5 <= len(list(tmp_path.iterdir())) < 100

    def test_a_slow_caller_does_not_make_results_pile_up(self, parallel: Parallel, tmp_path: Path) -> None:
        with closing(parallel.map(partial(noted, tmp_path), range(1_000))) as results:
            next(results)
            assert len(list(tmp_path.iterdir())) < 100

    def test_it_can_be_used_again(self, parallel: Parallel) -> None:
        with pytest.raises(PartFailed):
            list(parallel.map(faulty, range(6)))

        assert list(parallel.map(squared, range(6))) == [0, 1, 4, 9, 16, 25]

    def test_results_of_a_megabyte(self, parallel: Parallel) -> None:
        assert list(parallel.map(large, range(12))) == [large(part) for part in range(12)]

    def test_what_all_parts_need_is_not_sent_with_each(self, parallel: Parallel, tmp_path: Path) -> None:
        work = Added(tmp_path, bytes(3_000_000))

        assert list(parallel.map(work, range(40))) == [3_000_000 + part for part in range(40)]
        assert len(list(tmp_path.iterdir())) in self.unpacked


class ProcessesContract(ParallelContract):
    """What holds besides where the parts are done in processes of their own, two at most."""

    unpacked = range(1, 3)

    def test_a_process_that_dies_costs_no_result(self, parallel: Parallel, tmp_path: Path) -> None:
        assert list(parallel.map(DiesOnce(tmp_path), range(23))) == list(range(23))
        assert len(list(tmp_path.iterdir())) == 5  # they did die

    def test_a_work_that_cannot_be_sent_is_told_with_the_first_part(self, parallel: Parallel) -> None:
        with pytest.raises(PartFailed, match=r"^part 1 of 3: (AttributeError|PicklingError)$"):
            list(parallel.map(lambda part: part, range(3)))

    def test_a_part_that_ends_every_process_is_named(self, parallel: Parallel) -> None:
        with pytest.raises(PartFailed, match=r"^part 8 of 12: "):
            list(parallel.map(dies, range(12)))
