"""Lists in a process of their own: the same answers, whatever becomes of the process."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from functools import partial
from typing import NoReturn

import pytest

from hiring.application.ranking.rank_candidates import RankCandidates
from hiring.application.ranking.ranking_model import RankingModel
from hiring.bootstrap.wiring import Hiring
from hiring.domain.decisions import NO_CLIENT
from hiring.domain.errors import ArtifactCorrupt, HiringError, ModelMissing, StoreUnavailable, VagaMissing
from hiring.entrypoints.http.observability.bugs import BugThere
from hiring.entrypoints.http.requests.refusals import RefusedRequest
from hiring.entrypoints.http.resources.list_maker import ListMaker
from hiring.entrypoints.http.resources.list_process import ListProcess, make_lists
from hiring.entrypoints.http.resources.parts import ResourceUnavailable
from hiring.entrypoints.http.routes.predictions.rank import make_list
from hiring.entrypoints.http.routes.predictions.rank_request import parse_rank_request
from hiring.settings import Settings
from tests.contracts.pairs import PAIRS
from tests.unit.entrypoints.http.builders import OneModel, ShareOfOnes, an_opening
from tests.unit.entrypoints.http.test_rank import PROFILES, Examined, a_store

FOR_JAVA = b'{"vaga": 5185, "candidates": [31, 32]}'


def opened() -> AbstractContextManager[Hiring]:
    """In each process another store, with the same in it."""
    opening = an_opening(a_store(), OneModel(ShareOfOnes()), PROFILES, others=OneModel(Examined(None)))
    return opening(Settings.model_construct())


def not_opened() -> NoReturn:
    raise StoreUnavailable("it is elsewhere")


def asking(body: bytes) -> "partial[object]":
    ask = partial(parse_rank_request, body, request_id=body.hex(), reasons=0, client=NO_CLIENT)
    return partial(make_list, ask)


def own_id(_rank: RankCandidates, _model: RankingModel) -> int:
    return os.getpid()


def parent_id(_rank: RankCandidates, _model: RankingModel) -> int:
    return os.getppid()


def dying(_rank: RankCandidates, _model: RankingModel) -> NoReturn:
    os._exit(1)


def faulty(_rank: RankCandidates, _model: RankingModel) -> NoReturn:
    raise ZeroDivisionError("31001")


@pytest.fixture(scope="module")
def apart() -> Iterator[ListProcess]:
    process = ListProcess(opened, PAIRS.name)
    yield process
    process.close()


def test_a_list_that_is_made_there_is_the_list_that_is_made_here(apart: ListProcess) -> None:
    with opened() as hiring:
        here = ListMaker(hiring, PAIRS.name)(asking(FOR_JAVA))
    assert apart(asking(FOR_JAVA)) == here
    assert apart(own_id) != os.getpid()
    assert apart(parent_id) == os.getpid()


def test_what_is_refused_there_is_refused_here(apart: ListProcess) -> None:
    with pytest.raises(VagaMissing):
        apart(asking(b'{"vaga": 77000, "candidates": [31]}'))
    with pytest.raises(RefusedRequest) as refused:
        apart(asking(b"{"))
    assert (refused.value.status_code, refused.value.detail) == (400, "the body is not JSON at character 1")


def test_a_bug_there_is_told_by_class_and_place(apart: ListProcess) -> None:
    with pytest.raises(BugThere) as bug:
        apart(faulty)
    assert bug.value.kind == "ZeroDivisionError"
    assert bug.value.where.endswith("faulty")
    assert "31001" not in str(bug.value)


def test_where_the_process_ends_its_request_is_told_so_and_the_next_is_answered(apart: ListProcess) -> None:
    before = apart(own_id)
    with pytest.raises(ResourceUnavailable, match="ask again with the same key") as ended:
        apart(dying)
    assert ended.value.part == "list-maker"
    assert apart(own_id) != before


def test_where_it_ended_in_between_nobody_is_told(apart: ListProcess) -> None:
    before = apart(own_id)
    if sys.platform == "win32":
        os.kill(before, signal.SIGTERM)
    else:
        os.kill(before, signal.SIGKILL)
        os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert apart(own_id) != before


def test_it_heeds_no_signal_that_asks_for_the_end(apart: ListProcess) -> None:
    before = apart(own_id)
    if sys.platform != "win32":  # there, each of them ends a process at once
        for asks in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(before, asks)
    assert apart(own_id) == before


def test_after_the_end_there_is_no_process_and_no_list() -> None:
    apart = ListProcess(opened, PAIRS.name)
    there = apart(own_id)
    apart.close()
    assert not alive(there)
    with pytest.raises(ResourceUnavailable, match="stopping"):
        apart(own_id)


def test_a_store_that_does_not_open_there_is_told_and_tried_again() -> None:
    apart = ListProcess(not_opened, PAIRS.name)
    with pytest.raises(StoreUnavailable, match="it is elsewhere"):
        apart(own_id)
    with pytest.raises(HiringError):
        apart(own_id)
    apart.close()


WORKER = """
import os
from hiring.entrypoints.http.resources.list_process import ListProcess
from tests.contracts.pairs import PAIRS
from tests.unit.entrypoints.http.test_list_process import opened, own_id

if __name__ == "__main__":
    print(ListProcess(opened, PAIRS.name)(own_id), flush=True)
    {end}
"""


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), 9)", "raise SystemExit(0)"])
def test_it_ends_with_its_worker_however_that_ends(end: str) -> None:
    # standard output is a pipe: its end is the end of all processes that have it
    done = subprocess.run(
        [sys.executable, "-c", WORKER.format(end=end)], stdout=subprocess.PIPE, timeout=60, check=False
    )
    assert int(done.stdout)


def test_work_comes_and_goes_through_a_pipe_until_that_is_closed() -> None:
    here, there = multiprocessing.Pipe()
    serving = threading.Thread(target=make_lists, args=(opened, PAIRS.name, there))
    serving.start()
    here.send(own_id)
    assert here.recv() == os.getpid()
    here.send(faulty)
    assert isinstance(here.recv(), BugThere)
    here.close()
    serving.join(timeout=20)
    assert not serving.is_alive()


def test_what_does_not_open_is_sent_to_who_waits() -> None:
    here, there = multiprocessing.Pipe()
    here.send(own_id)
    make_lists(not_opened, PAIRS.name, there)
    assert isinstance(here.recv(), StoreUnavailable)


class Publishing(OneModel):
    """One publication after another, or what is wrong with the latest."""

    def __init__(self) -> None:
        self.mark, self.fault = "first", False
        super().__init__(Examined(None))

    def published(self) -> Examined:
        if self.fault:
            raise ArtifactCorrupt("artifacts/m.joblib", "a digest differs")
        return Examined(None)

    def serving(self) -> str:
        return self.mark


def test_what_is_published_makes_the_next_list_unless_it_does_not_verify() -> None:
    def served(_rank: RankCandidates, model: RankingModel) -> RankingModel:
        return model

    models = Publishing()
    opening = an_opening(a_store(), OneModel(ShareOfOnes()), PROFILES, others=models)
    with opening(Settings.model_construct()) as hiring:
        make = ListMaker(hiring, PAIRS.name)
        first = make(served)
        assert make(served) is first
        models.mark = "second"
        second = make(served)
        models.mark, models.fault = "third", True
        assert second is not first
        assert make(served) is second
        with pytest.raises(ArtifactCorrupt):
            ListMaker(hiring, PAIRS.name)(served)


def test_without_a_model_there_is_no_list() -> None:
    opening = an_opening(a_store(), OneModel(ShareOfOnes()), PROFILES, others=OneModel())
    with opening(Settings.model_construct()) as hiring, pytest.raises(ModelMissing):
        ListMaker(hiring, PAIRS.name)(asking(FOR_JAVA))


def alive(process: int) -> bool:
    """Whether there is a process of this id; one that has ended and was not waited for yet is none."""
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False
