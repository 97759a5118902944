"""Clients that ask until they are answered, and remember what they were told."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import NamedTuple

from tests.chaos.asking import PATIENCE_S, NoReply, Question, Reply, a_question, ask, connect

COUNT = 16
IMPATIENT = 0.02  # of all attempts are given up soon, and asked again while the first is still under way
BREATH_S = 0.1  # after anything but an answer
LAST_S = 60.0  # for the last question of each


class Told(NamedTuple):
    """What an answer said."""

    request_id: str
    codigo: int
    score: float
    approved: bool


class Attempt(NamedTuple):
    """When it began and ended (monotonic), and with what; 0 is no reply."""

    client: int
    began: float
    ended: float
    status: int


class Clients:
    """Each in a thread of its own.

    Args:
        port: Of the service.
        seed: Of questions and impatience.
        pause_s: Of each, between an answer and its next question.
    """

    def __init__(self, port: int, *, seed: int, count: int = COUNT, pause_s: float = 0.0) -> None:
        self.issued: dict[str, Question] = {}
        self.answers: dict[str, list[Told]] = {}
        self.attempts: list[Attempt] = []
        self.odd: list[Reply] = []
        """Replies that are neither 200 nor 503."""
        self._port = port
        self._pause_s = pause_s
        self._end = threading.Event()
        chances = [random.Random(seed * 1000 + number) for number in range(count)]
        self._threads = [
            threading.Thread(target=self._run, args=(number, chance)) for number, chance in enumerate(chances)
        ]

    @contextmanager
    def running(self) -> Iterator["Clients"]:
        for thread in self._threads:
            thread.start()
        try:
            yield self
        finally:
            self._end.set()
            for thread in self._threads:
                thread.join()

    def all_answered_since(self, moment: float, within_s: float) -> float:
        """Seconds from then until each of them had an answer to something asked since.

        Raises:
            AssertionError: It takes too long.
        """
        while time.monotonic() < moment + within_s:
            first: dict[int, float] = {}
            for attempt in reversed(self.attempts):
                if attempt.ended < moment:
                    break
                if attempt.began >= moment and attempt.status == 200:
                    first[attempt.client] = attempt.ended
            if len(first) == len(self._threads):
                return max(first.values()) - moment
            time.sleep(0.02)
        raise AssertionError(f"{len(first)} of {len(self._threads)} clients answered in {within_s:.0f} s")

    def _run(self, number: int, chance: random.Random) -> None:
        connection = connect(self._port)
        while not self._end.is_set():
            question = a_question(chance)
            self.issued[question.key] = question
            connection = self._until_answered(number, chance, connection, question)
            if self._pause_s:
                self._end.wait(self._pause_s)
        connection.close()

    def _until_answered(
        self, number: int, chance: random.Random, connection: HTTPConnection, question: Question
    ) -> HTTPConnection:
        """The connection to go on with: a fresh one after every failure."""
        last = None
        while last is None or time.monotonic() < last:
            if last is None and self._end.is_set():
                last = time.monotonic() + LAST_S
            hurry = chance.random() < IMPATIENT
            connection.timeout = chance.uniform(0.001, 0.2) if hurry else PATIENCE_S
            if connection.sock is not None:
                connection.sock.settimeout(connection.timeout)
            began = time.monotonic()
            try:
                reply = ask(connection, question)
            except NoReply:
                self.attempts.append(Attempt(number, began, time.monotonic(), 0))
                connection = connect(self._port)
                time.sleep(BREATH_S)
                continue
            self.attempts.append(Attempt(number, began, time.monotonic(), reply.status))
            if reply.status == 200:
                self.answers.setdefault(question.key, []).append(told_by(reply))
                return connection
            if reply.status != 503:
                self.odd.append(reply)
            time.sleep(BREATH_S)
        return connection


def told_by(reply: Reply) -> Told:
    answer = reply.json()
    return Told(
        answer["request_id"],
        answer["codigo_profissional"],
        answer["probabilidade_contratacao"],
        answer["aprovado_pelo_modelo"],
    )
