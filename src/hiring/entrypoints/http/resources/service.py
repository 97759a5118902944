"""Answers, or says which part is missing."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from hiring.application.serving.explain import Explain
from hiring.application.serving.find_decision import ExplainDecision
from hiring.application.serving.predict import PredictionRequest
from hiring.domain.decisions import NO_CLIENT, Client, Decision
from hiring.domain.errors import Overloaded, SchemaMismatch, StoreUnavailable
from hiring.domain.features import Profile
from hiring.domain.models import ModelVersion
from hiring.domain.reasons import Reason
from hiring.entrypoints.http.observability.metrics import Metrics
from hiring.entrypoints.http.resources.resources import Resources, ResourceUnavailable
from hiring.entrypoints.http.resources.threads import Reads

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

    def __init__(self, parts: Resources, metrics: Metrics, *, missing_is_unknown: bool) -> None:
        self.missing_is_unknown = missing_is_unknown
        self._metrics = metrics
        self._parts = parts
        self._reads = Reads()
        self._explanations = Reads()  # of their own: none of them takes a place from the probes
        self._explain = ExplainDecision(self._explaining)
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

    async def decide(
        self, questions: Sequence[PredictionRequest], *, client: Client = NO_CLIENT, reasons: int = 0
    ) -> list[Decision]:
        """The answers, in order, when they are in the log; what was asked before has the answer it had.

        Args:
            questions: Of one request.
            client: Who asks.
            reasons: How many each answer gets, and its row with it; 0 for none.

        Raises:
            PartUnavailable: There is no store or no model.
            Overloaded: Too many wait; the model was not asked.
            DecisionConflict: A request id was used before with another body; none of these was logged.
            StoreUnavailable: It is not certain that the log has the answers, so nobody gets them.
        """
        store, model = self._parts.store, self._parts.model
        store.audit.admit(len(questions))
        ask = partial(model.predict.decisions, questions, client=client, reasons=reasons)
        decisions = ask() if len(questions) <= _ON_THE_LOOP else await asyncio.to_thread(ask)
        answered = await store.audit.record(decisions)
        self._metrics.decided(answered)
        return answered

    async def reasons_of(self, decision: Decision, limit: int) -> tuple[Reason, ...]:
        """The strongest reasons of an answer, worked out again by the version that gave it.

        Raises:
            VersionNotKept: It is not in the model store.
            Unavailable: It does not verify, or does not answer.
        """
        try:
            return await self._explanations(partial(self._explain, decision, limit=limit))
        except StoreUnavailable as cause:
            raise ResourceUnavailable("model", cause.code) from cause

    async def decision(self, request_id: str, client: str | None) -> Decision:
        """The row of the audit log.

        Raises:
            DecisionMissing: There is none.
            DecisionAmbiguous: No client was named, and several have used the id.
            PartUnavailable: The store does not answer.
        """
        find = self._parts.store.hiring.find_decision()
        return await self._read(lambda: find(request_id, client))

    def _explaining(self, version_id: str) -> Explain:
        """The model that serves needs no folder of versions."""
        with suppress(ResourceUnavailable):
            if self._parts.model.scorer.version.id == version_id:
                return self._parts.model.explain
        return self._parts.store.hiring.explain_version(version_id)

    async def check(self) -> datetime:
        """The time, if the next question would be answered.

        A schema that was changed, and that takes rows all the same, is no reason to say no.

        Raises:
            PartUnavailable: Names the part because of which it would not.
            KeysUnread: Nobody would be let in.
        """
        store = self._parts.store
        _ = self._parts.model  # raises if there is none
        self._parts.require_looks()
        self._parts.require_keys()
        try:
            await store.audit.check()
        except StoreUnavailable as cause:
            await self._read(store.hiring.ports.store.check)  # it may be the schema
            raise ResourceUnavailable("store", cause.code) from cause
        return store.hiring.ports.clock.now()

    async def _read(self, read: Callable[[], T]) -> T:
        try:
            return await self._reads(read)
        except SchemaMismatch as cause:
            raise ResourceUnavailable("schema", cause.code) from cause
        except StoreUnavailable as cause:
            raise ResourceUnavailable("store", cause.code) from cause
