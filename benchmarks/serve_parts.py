"""What each part of an answer costs, measured alone, in this process: microseconds of a request."""

import io
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final
from uuid import uuid4

import msgspec
import numpy as np
from sqlalchemy import URL

from benchmarks.load import bodies
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.clocks import SYSTEM_CLOCK
from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from hiring.application.serving.append import Unlogged
from hiring.application.serving.decide import Decide, PredictionRequest
from hiring.domain.access.keys import RANDOM_BYTES, Scope, issue_key, key_name
from hiring.domain.decisions import Decision
from hiring.domain.features import CANDIDATE
from hiring.entrypoints.http.access.authenticator import Authenticator
from hiring.entrypoints.http.observability.log import service_log
from hiring.entrypoints.http.observability.metrics import Metrics
from hiring.entrypoints.http.resources.service import answer_of
from hiring.entrypoints.http.routes.predictions.predict import parse_features_request

TIMES: Final = 1_000
BATCH: Final = 32


def print_parts(url: URL, artifact: Path) -> None:
    """A table of medians."""
    Migrations(url, "public").upgrade()
    scorer = FileModelStore(artifact).published()
    texts = bodies(TIMES)
    questions = [_question(text) for text in texts]
    rows = [np.stack([question.features]) for question in questions]
    authenticator, shown = _keys()
    metrics, log, written = Metrics(), service_log(io.StringIO()), uuid4().hex
    with closing(PostgresStore(url, "public")) as store:
        decide = Decide(scorer=scorer, audit=Unlogged(), clock=SYSTEM_CLOCK, digest_key=store.digest_key)
        decisions = [decide([question])[0] for question in questions]
        append = store.inference_log.append
        parts = {
            "validation: decode, check": _median_us(lambda one: _question(texts[one])),
            "auth: one key": _median_us(lambda _: authenticator.check(shown, Scope.PREDICT)),
            "scoring: the model": _median_us(lambda one: scorer.score(rows[one])),
            "scoring: and a decision": _median_us(lambda one: decide([questions[one]])),
            "audit: a row alone": _median_us(lambda one: append(_anew(decisions[one : one + 1]))),
            f"audit: a row of {BATCH}": _median_us(lambda _: append(_anew(decisions[:BATCH]))) / BATCH,
            "metrics: counters": _median_us(lambda one: _count(metrics, decisions[one])),
            "metrics: a line in the log": _median_us(
                lambda _: log.info("request", request_id=written, method="POST", path="/predict", status=200)
            ),
            "encode": _median_us(lambda one: msgspec.json.encode(answer_of(decisions[one]))),
        }
    print(f"{'what each part costs':<28}{'us a request':>14}")
    for name, cost in parts.items():
        print(f"{name:<28}{cost:>14,.0f}")


def _keys() -> tuple[Authenticator, bytes]:
    """A hundred keys, and what a client shows that has one of them."""
    authenticator = Authenticator(always=True)
    at = datetime.now(UTC)
    made = [
        issue_key(
            key_name(f"client-{number}"), [Scope.PREDICT], at=at, random=secrets.token_bytes(RANDOM_BYTES)
        )
        for number in range(100)
    ]
    authenticator.update([one.key for one in made])
    return authenticator, f"Bearer {made[50].token}".encode()


def _count(metrics: Metrics, decision: Decision) -> None:
    metrics.in_flight.inc()
    metrics.decided([decision])
    metrics.answered("POST", "/predict", 200, 0.001)
    metrics.in_flight.dec()


def _question(text: bytes) -> PredictionRequest:
    asked = parse_features_request(text, request_id=uuid4().hex, profile=CANDIDATE, missing_is_unknown=False)
    if not isinstance(asked, PredictionRequest):
        raise TypeError("a body of the load names no vaga")
    return asked


def _anew(decisions: Sequence[Decision]) -> list[Decision]:
    """The same under new request ids."""
    return [replace(decision, request_id=uuid4().hex) for decision in decisions]


def _median_us(part: Callable[[int], object], times: int = TIMES) -> float:
    took = []
    for number in range(times):
        began = time.perf_counter()
        part(number)
        took.append(time.perf_counter() - began)
    return 1e6 * median(took)
