"""However workers end: the same bytes or one clear failure, nobody logged twice, nothing left over."""

import json
import os
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TypeVar

import pytest

from hiring.adapters.dask.parallel import Dask
from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.local.here import Here
from hiring.adapters.local.processes import Processes
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.memory.store import MemoryStore
from hiring.application.ports.parallel import Parallel
from hiring.application.serving.run_ids import RunIds
from hiring.bootstrap.production import production
from hiring.domain.decisions import Decision
from hiring.domain.errors import PartFailed, WorkersDiffer, WorkersUnavailable
from hiring.domain.features import CANDIDATE
from tests.chaos.worker_faults import Killer, content, takes_memory, writing
from tests.contracts.pairs_in_parts import a_score, answered, in_one_process, write_pairs
from tests.serving import Home, a_home
from tests.unit.adapters.dask.processes import WITH_ALLOCATOR, a_scheduler

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, and limits of memory")

E = TypeVar("E")

PEOPLE = 1_000
PARTS = 12
CHUNK = 1_000


@dataclass(frozen=True)
class Place:
    """Where parts are done, whose children the workers are, and what they have written so far."""

    parallel: Parallel
    pid: int
    logs: Callable[[], str]
    settled_s: float | None = None


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_home(tmp_path_factory.mktemp("workers"))


@pytest.fixture(scope="module", params=["processes", pytest.param("dask", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    if request.param == "processes":
        yield Place(Processes(2), os.getpid(), str)
        return
    with a_scheduler(tmp_path_factory.mktemp("dask")) as scheduler, scheduler.nanny(2) as nanny:
        yield Place(Dask(scheduler.address, pytest.fail), nanny.pid, scheduler.logs, settled_s=8.0)


def export_of(home: Home) -> Path:
    return home.folder / "exports" / "applicants.json"


def answers(
    home: Home,
    run: str,
    parallel: Parallel,
    disturbed: Callable[[Iterable[E]], Iterable[E]] = iter,
    parts: int = PARTS,
) -> list[Decision]:
    """What `predict --run-id` answers, over so many parts or some more."""
    file = export_of(home)
    with production(home.settings, SilentProgress()) as hiring:
        score = replace(
            hiring.score_applicants(file, None, logged=True),
            export=ApplicantsFile(file, part_bytes=file.stat().st_size // parts),
            parallel=parallel,
        )
        chunks = score(CANDIDATE, chunk_size=CHUNK, request_id_of=RunIds(run))
        return [decision for chunk in disturbed(chunks) for decision in chunk.decisions]


def logged(home: Home, run: list[Decision]) -> list[Decision]:
    """The rows of a run; a doubled one would be there twice."""
    ids = {decision.request_id for decision in run}
    return [row for row in home.rows() if row.request_id in ids]


def values_in(home: Home, text: str) -> list[str]:
    """Longer texts of the export that stand in another text."""
    records = json.loads(export_of(home).read_text("utf-8")).values()
    values = {value[:40] for record in records for value in leaves(record)}
    assert len(values) > PEOPLE
    return [value for value in values if value in text]


def leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from chain.from_iterable(map(leaves, value.values()))
    elif isinstance(value, str) and len(value) > 14:
        yield value


def written_while_killing(home: Home, place: Place, folder: Path, *, seed: int, kills: int) -> None:
    one, other, killer = folder / "one", folder / "other", Killer(place.pid, seed, kills, place.settled_s)
    parts = kills * 4
    list(writing(export_of(home), one, Here(), parts)(chunk_size=CHUNK))
    list(killer.among(writing(export_of(home), other, place.parallel, parts)(chunk_size=CHUNK), kills * 3))

    assert killer.killed == kills
    assert content(other) == content(one)
    assert sorted(path.name for path in folder.iterdir()) == ["one", "other"]


def scored_while_killing(home: Home, place: Place, *, seed: int, kills: int) -> None:
    run, killer = uuid.uuid4().hex, Killer(place.pid, seed, kills, place.settled_s)
    parts = kills * 4
    found = answers(home, run, place.parallel, lambda chunks: killer.among(chunks, kills * 3), parts)
    again = answers(home, run, Here())
    alone = answers(home, uuid.uuid4().hex, Here())

    assert killer.killed == kills
    assert len(found) == PEOPLE
    assert again == found
    assert logged(home, found) == found
    assert [(each.codigo_profissional, each.score, each.payload) for each in found] == [
        (each.codigo_profissional, each.score, each.payload) for each in alone
    ]


def test_workers_that_are_killed_cost_nothing(
    home: Home, place: Place, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    written_while_killing(home, place, tmp_path, seed=1, kills=3)
    scored_while_killing(home, place, seed=2, kills=2)

    assert values_in(home, "".join(capfd.readouterr()) + place.logs()) == []


def test_workers_that_are_killed_cost_no_answer_about_a_pair(place: Place, tmp_path: Path) -> None:
    """Who starts again gets the prospects and vagas that all have."""
    size, log = write_pairs(tmp_path, PEOPLE), MemoryStore().inference_log
    killer = Killer(place.pid, seed=5, kills=3, settled_s=place.settled_s)
    score = a_score(tmp_path, place.parallel, log, part_bytes=size // PARTS)
    found = answered(score, log, lambda chunks: killer.among(chunks, PARTS))

    assert killer.killed == 3
    assert found == in_one_process(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 4])
def test_twenty_workers_that_are_killed_cost_nothing(
    home: Home, place: Place, tmp_path: Path, seed: int
) -> None:
    written_while_killing(home, place, tmp_path, seed=seed, kills=20)
    scored_while_killing(home, place, seed=seed, kills=20)


@pytest.mark.slow
def test_a_scheduler_that_is_started_again_costs_a_second_run(home: Home, tmp_path: Path) -> None:
    run, out = uuid.uuid4().hex, tmp_path / "out"
    with a_scheduler(tmp_path) as first, first.worker(**WITH_ALLOCATOR):
        place = Dask(first.address, pytest.fail, within_s=5.0)

        def restarted(chunks: Iterable[E]) -> Iterator[E]:
            for number, chunk in enumerate(chunks):
                if number == PARTS // 2:
                    first.process.kill()
                yield chunk

        with pytest.raises(WorkersUnavailable, match=f"the scheduler at {first.address} "):
            answers(home, run, place, restarted)
    half = len(home.rows())
    with a_scheduler(tmp_path / "again", first.address) as second, second.worker(**WITH_ALLOCATOR):
        written = writing(export_of(home), out / "features", place, PARTS)(chunk_size=CHUNK)
        next(written)
        found = answers(home, run, place)
        second.process.kill()
        with pytest.raises(WorkersUnavailable, match=f"the scheduler at {first.address} "):
            list(written)

    assert list(out.iterdir()) == []
    assert len(found) == PEOPLE
    assert logged(home, found) == found
    assert half < len(home.rows()) < half + PEOPLE  # what the first run had logged, the second has not


def test_a_worker_of_other_rules_that_comes_in_the_middle_does_nothing(home: Home, tmp_path: Path) -> None:
    other = tmp_path / "other_rules.py"
    other.write_text(
        "from hiring.domain.features.profile import Profile\n\nProfile.fingerprint = lambda self: 'other'\n",
        "utf-8",
    )
    out = tmp_path / "out"
    with a_scheduler(tmp_path) as scheduler:
        with scheduler.worker(**WITH_ALLOCATOR):
            place = Dask(scheduler.address, pytest.fail)
            written = writing(export_of(home), out / "features", place, PARTS)(chunk_size=CHUNK)
            next(written)
        with (
            scheduler.worker("--preload", str(other), **WITH_ALLOCATOR),
            pytest.raises(WorkersDiffer, match="other rules of candidate"),
        ):
            list(written)

    assert list(out.iterdir()) == []


def test_a_process_without_memory_is_told_of_by_its_part() -> None:
    results = Processes(2).map(takes_memory, [0, 0, 3_000, 0])
    assert [next(results), next(results)] == [0, 0]
    with pytest.raises(PartFailed, match=r"^part 3 of 4: MemoryError$"):
        next(results)


@pytest.mark.slow
def test_a_worker_that_dask_ends_for_its_memory_is_told_of_by_its_part(tmp_path: Path) -> None:
    with (
        a_scheduler(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as scheduler,
        scheduler.nanny(1, "--memory-limit", "300MB"),
    ):
        results = Dask(scheduler.address, pytest.fail).map(takes_memory, [0, 0, 3_000, 0])
        assert [next(results), next(results)] == [0, 0]
        with pytest.raises(PartFailed, match=r"^part 3 of 4: .* probably for want of memory$"):
            next(results)
