"""The log costs no answer: whatever becomes of where it is written, whoever logs neither waits nor fails."""

import json
import os
import select
import time
import tracemalloc
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import structlog

from hiring.entrypoints.http.observability.log import Throttle, service_log
from hiring.entrypoints.http.observability.log_writer import Lines, LineWriter

SOON_S = 20.0
MOST = 100


def told(count: int) -> str:
    return f"lost {count}"


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reader, writer = os.pipe()
    yield reader, writer
    for end in (reader, writer):
        try:
            os.close(end)
        except OSError:
            continue


def read_some(reader: int) -> str:
    """What is in the pipe, as soon as something is."""
    ready, _, _ = select.select([reader], [], [], SOON_S)
    assert ready, "nothing was written"
    return os.read(reader, 65_536).decode()


def read_until(reader: int, last: str) -> list[str]:
    """All lines up to that one."""
    text = ""
    while last not in text.splitlines():
        text += read_some(reader)
    return text.splitlines()


def test_lines_come_whole_and_in_order(pipe: tuple[int, int]) -> None:
    writer = LineWriter(pipe[1], told)
    for number in range(MOST):
        writer.write(f"line {number} ção")

    assert writer.flush(SOON_S)
    assert read_until(pipe[0], "line 99 ção") == [f"line {number} ção" for number in range(MOST)]


@pytest.mark.parametrize("waits", [True, False], ids=["waits", "says so"])
def test_a_pipe_that_nobody_reads_costs_lines_and_says_how_many(
    pipe: tuple[int, int], *, waits: bool
) -> None:
    os.set_blocking(pipe[1], waits)
    writer = LineWriter(pipe[1], told, most_lines=MOST)
    line = "x" * 1_000
    while writer._lost < MOST:  # more than pipe and room take
        writer.write(line)
    assert not writer.flush(0.05)

    seen: list[str] = []
    while not any(each.startswith("lost ") for each in seen):
        seen += read_some(pipe[0]).splitlines()
    while len(writer._lines) >= MOST:  # it has told of the loss, and not yet taken the next lines
        time.sleep(0.001)
    writer.write("after")
    seen += read_until(pipe[0], "after")
    assert sum(int(each.split()[1]) for each in seen if each.startswith("lost ")) >= MOST


def test_what_waits_is_bounded(pipe: tuple[int, int]) -> None:
    writer = LineWriter(pipe[1], told, most_lines=MOST)
    tracemalloc.start()
    for _ in range(20_000):
        writer.write("x" * 1_000 + str(time.monotonic()))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert taken < 2_000_000
    assert len(writer._lines) <= MOST


def test_a_reader_that_is_gone_is_no_reason_to_fail(pipe: tuple[int, int]) -> None:
    os.close(pipe[0])
    writer = LineWriter(pipe[1], told)
    writer.write("one")
    writer.write("two")

    assert writer.flush(SOON_S)
    assert writer._lost == 2


def test_a_full_disk_is_no_reason_to_fail_and_the_loss_is_told_when_there_is_room_again(
    tmp_path: Path,
) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    writer = LineWriter(full, told)
    writer.write("one")
    assert writer.flush(SOON_S)

    file = tmp_path / "log"
    room = os.open(file, os.O_WRONLY | os.O_CREAT)
    os.dup2(room, full)
    writer.write("two")
    assert writer.flush(SOON_S)
    assert file.read_text().splitlines() == ["lost 1", "two"]


def test_a_line_that_was_cut_short_does_not_spoil_the_next(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as file:
        writer = LineWriter(file.fileno(), told)
        writer._torn = True  # as after a disk that took the first half of a line
        writer.write("whole")
        assert writer.flush(SOON_S)
    assert (tmp_path / "log").read_text() == "\nwhole\n"


def test_pieces_that_somebody_prints_become_lines(pipe: tuple[int, int]) -> None:
    stream = Lines(LineWriter(pipe[1], told))
    print("Traceback", "of", "two", file=stream)
    print("half", end="", file=stream)
    print(" and half", file=stream)

    assert read_until(pipe[0], "half and half") == ["Traceback of two", "half and half"]


def test_a_closed_stream_in_memory_is_no_reason_to_fail() -> None:
    stream = StringIO()
    log = service_log(stream)
    stream.close()
    log.info("request")


def test_a_file_that_is_closed_and_whose_number_goes_to_another_keeps_its_lines(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as file:
        log = service_log(file)
        number = file.fileno()
    other = os.open(tmp_path / "other", os.O_WRONLY | os.O_CREAT)
    if other != number:
        os.dup2(other, number)
    log.info("request", path="/predict")
    end = time.monotonic() + SOON_S
    while not (tmp_path / "log").read_text():
        assert time.monotonic() < end
    os.close(number)

    assert json.loads((tmp_path / "log").read_text())["path"] == "/predict"
    assert (tmp_path / "other").read_text() == ""


class Seconds:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def through(throttle: Throttle, **event: Any) -> dict[str, Any] | None:  # noqa: ANN401  # a line's values

    try:
        return dict(throttle(None, "", {"event": "server", "level": "error", **event}))
    except structlog.DropEvent:
        return None


def test_a_fault_that_repeats_itself_is_one_line_a_second_with_their_number() -> None:
    seconds = Seconds()
    throttle = Throttle(seconds)

    assert through(throttle, reason="accept") == {"event": "server", "level": "error", "reason": "accept"}
    assert [through(throttle, reason="accept") for _ in range(5_000)] == [None] * 5_000
    assert through(throttle, reason="another") is not None
    seconds.now += 1.0
    again = through(throttle, reason="accept")
    assert again is not None
    assert again["repeated"] == 5_000


def test_requests_and_news_are_never_left_out_and_faults_take_bounded_room() -> None:
    throttle = Throttle(Seconds())

    assert all(through(throttle, event="request", code="store-unavailable") for _ in range(10))
    assert all(through(throttle, level="info", event="open") for _ in range(10))
    assert all(through(throttle, reason=str(number)) for number in range(1_000))
    assert len(throttle._seen) <= 256
