"""Answers, or says which part is missing."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from math import nan
from typing import Final, TypeVar

import numpy as np

from hiring.application.predict import Question
from hiring.domain.decisions import Decision
from hiring.domain.errors import DecisionMissing, Overloaded, SchemaMismatch, StoreUnavailable
from hiring.domain.features import Profile
from hiring.domain.models import ModelVersion
from hiring.domain.reasons import Reason
from hiring.entrypoints.http.metrics import Metrics
from hiring.entrypoints.http.parts import Parts, PartUnavailable
from hiring.entrypoints.http.threads import Reads

T = TypeVar("T")

MOST_BATCHES: Final = 8
_ON_THE_LOOP: Final = 8
"""Rows up to which the model answers sooner than the way to a thread and back takes."""


class Service:
    """What the paths ask.

    Args:
        parts: Kept open elsewhere.
        metrics: Counts the answers.
        missing_is_unknown: Whether features that are missing count as unknown.
    """

    def __init__(self, parts: Parts, metrics: Metrics, *, missing_is_unknown: bool) -> None:
        self.missing_is_unknown = missing_is_unknown
        self._metrics = metrics
        self._parts = parts
        self._reads = Reads()
        self._batches = 0

    @property
    def profile(self) -> Profile:
        """Which features are asked for."""
        return self._parts.store.hiring.profile

    @property
    def model(self) -> ModelVersion:
        """What serves."""
        return self._parts.model.scorer.version

    @contextmanager
    def a_batch(self) -> Iterator[None]:
        """Room for one batch: their bodies are large.

        Raises:
            Overloaded: There are too many already; nothing of this one was read.
        """
        if self._batches == MOST_BATCHES:
            raise Overloaded
        self._batches += 1
        try:
            yield
        finally:
            self._batches -= 1

    async def decide(self, questions: Sequence[Question]) -> list[Decision]:
        """The answers, in order, when they are in the log; what was asked before has the answer it had.

        Raises:
            PartUnavailable: There is no store or no model.
            Overloaded: Too many wait; the model was not asked.
            DecisionConflict: A request id was used before with another body.
            StoreUnavailable: It is not certain that the log has the answers, so nobody gets them.
        """
        store, model = self._parts.store, self._parts.model
        store.audit.admit(len(questions))
        if len(questions) <= _ON_THE_LOOP:
            decisions = model.predict.decisions(questions)
        else:
            decisions = await asyncio.to_thread(model.predict.decisions, questions)
        answered = await store.audit.record(decisions)
        self._metrics.decided(answered)
        return answered

    async def explain(self, decisions: Sequence[Decision], limit: int) -> list[tuple[Reason, ...] | None]:
        """The strongest reasons of each; None for an answer that another model gave before."""
        model = self._parts.model
        columns, version = model.scorer.version.card.feature_columns, model.scorer.version.id
        ours = [decision for decision in decisions if decision.model_version == version]
        rows = [[nan if (value := one.payload[name]) is None else value for name in columns] for one in ours]
        features = np.array(rows, np.float64).reshape(len(rows), len(columns))
        if len(rows) <= _ON_THE_LOOP:
            reasons = iter(model.explain(features, limit=limit))
        else:
            reasons = iter(await asyncio.to_thread(model.explain, features, limit=limit))
        return [next(reasons) if decision.model_version == version else None for decision in decisions]

    async def decision(self, request_id: str) -> Decision:
        """The row of the audit log.

        Raises:
            DecisionMissing: There is none.
            PartUnavailable: The store does not answer.
        """
        log = self._parts.store.hiring.ports.store.inference_log
        found = await self._read(lambda: log.find(request_id))
        if found is None:
            raise DecisionMissing
        return found

    async def check(self) -> datetime:
        """The time, if all parts answer.

        Raises:
            PartUnavailable: Names the one that does not.
        """
        ports = self._parts.store.hiring.ports
        _ = self._parts.model  # raises if there is none
        await self._read(ports.store.check)
        return ports.clock.now()

    async def _read(self, read: Callable[[], T]) -> T:
        try:
            return await self._reads(read)
        except SchemaMismatch as cause:
            raise PartUnavailable("schema", cause.code) from cause
        except StoreUnavailable as cause:
            raise PartUnavailable("store", cause.code) from cause
