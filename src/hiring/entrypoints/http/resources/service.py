"""What is open, and what the paths ask of it: answers, or which part is missing."""

from asyncio import Semaphore
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from hiring.application.serving.decide import PredictionRequest, decide_together
from hiring.application.serving.load_model import LoadedModel
from hiring.application.serving.read_vagas import VagaRequest
from hiring.domain.decisions import APPLIED, NO_CLIENT, Client, Decision
from hiring.domain.errors import HiringError, Overloaded, StoreUnavailable, VagaMissing
from hiring.domain.features import Profile
from hiring.domain.feedback import FeedbackResult
from hiring.domain.feedback_input import Faults, StatedOutcome
from hiring.domain.models import ModelVersion
from hiring.domain.reasons import Reason
from hiring.entrypoints.http.access.authenticator import Authenticator
from hiring.entrypoints.http.resources.kept_pages import KeptPages
from hiring.entrypoints.http.resources.list_maker import ListWork
from hiring.entrypoints.http.resources.open_store import Answers, OpenStore
from hiring.entrypoints.http.resources.parts import NoVagaModel, ResourceUnavailable, of_store
from hiring.entrypoints.http.resources.periodic_checks import PeriodicChecks
from hiring.entrypoints.http.resources.threads import Reads
from hiring.entrypoints.http.schemas import Answer

T = TypeVar("T")

MOST_BATCHES: Final = 8
_REPORT_WITHIN_S: Final = 5.0
_PAGE_WITHIN_S: Final = 10.0
_MOST_VAGA_READS: Final = 4
_MOST_PAGES: Final = 2  # of the work of making them, answers are to notice little


class Service:
    """What the paths ask.

    Args:
        looks: They keep open what is open.
        authenticator: Lets callers in.
        missing_is_unknown: Whether features that are missing count as unknown.
    """

    def __init__(
        self, looks: PeriodicChecks, authenticator: Authenticator, *, missing_is_unknown: bool
    ) -> None:
        self.missing_is_unknown = missing_is_unknown
        self.store: OpenStore | ResourceUnavailable = ResourceUnavailable("store", "not opened yet")
        self.loaded: LoadedModel[Answers] | ResourceUnavailable = ResourceUnavailable(
            "model", "not loaded yet"
        )
        self.loaded_vaga_model: LoadedModel[Answers] | ResourceUnavailable | None = None
        """What answers about a vaga; None where nothing is published for that."""
        self.reads: Final = Reads()
        self._explanations = Reads()  # of their own: none of them takes a place from the probes
        self._reports = Reads(within_s=_REPORT_WITHIN_S)
        self._pages = Reads(within_s=_PAGE_WITHIN_S, at_once=_MOST_PAGES)
        self._kept_pages = KeptPages()
        self._vaga_reads = Reads(at_once=_MOST_VAGA_READS)
        self._vaga_places = Semaphore(_MOST_VAGA_READS)
        self.partitions_end: datetime | None = None  # of the audit log, where that is soon
        self.looks: Final = looks
        self.authenticator: Final = authenticator
        self._batches = 0

    @property
    def profile(self) -> Profile:
        """Which features are asked for."""
        return self._model().profile

    @property
    def model(self) -> ModelVersion:
        """What serves."""
        return self._model().version

    @property
    def vaga_model(self) -> ModelVersion | None:
        """What serves requests about a vaga; None where nothing does."""
        return self.loaded_vaga_model.version if isinstance(self.loaded_vaga_model, LoadedModel) else None

    def served_vaga_profile(self) -> Profile | None:
        """Which features it takes; None where nothing serves them."""
        return self.loaded_vaga_model.profile if isinstance(self.loaded_vaga_model, LoadedModel) else None

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

    async def answers(
        self,
        questions: Sequence[PredictionRequest],
        *,
        client: Client = NO_CLIENT,
        reasons: int = 0,
        by: LoadedModel[Answers] | None = None,
    ) -> list[Answer]:
        """In order, when they are in the log; what was asked before has the answer it had.

        Args:
            questions: Of one request.
            client: Who asks.
            reasons: How many each answer gets, and its row with it; 0 for none.
            by: Which model answers; None: the one of people alone.

        Raises:
            ResourceUnavailable: There is no store or no model.
            Overloaded: Too many wait; the model was not asked.
            DecisionConflict: A request id was used before with another body; none of these was logged.
            StoreUnavailable: It is not certain that the log has the answers, so nobody gets them.
        """
        decisions = await (by or self._model()).decide(questions, client=client, reasons=reasons)
        return [await self._answer(one, reasons) for one in decisions]

    async def answers_for_vagas(
        self, questions: Sequence[VagaRequest], *, client: Client = NO_CLIENT, reasons: int = 0
    ) -> list[Answer | VagaMissing]:
        """The same of people and vagas: those whose vaga has no record are told so. NoVagaModel too."""
        return (await self.answers_to_both((), questions, client=client, reasons=reasons))[1]

    async def answers_to_both(
        self,
        of_people: Sequence[PredictionRequest],
        for_vagas: Sequence[VagaRequest],
        *,
        client: Client = NO_CLIENT,
        reasons: int = 0,
    ) -> tuple[list[Answer], list[Answer | VagaMissing]]:
        """Of one request, all of them in the log or none; raises as `answers` does, NoVagaModel too."""
        parts = [(self._model().decide, of_people)] if of_people else []
        read: Sequence[PredictionRequest | VagaMissing] = ()
        if for_vagas:
            loaded = self._vaga_model()
            read = await self._read(for_vagas, loaded.profile)
            parts.append((loaded.decide, [one for one in read if not isinstance(one, VagaMissing)]))
        decisions = await decide_together(parts, client=client, reasons=reasons) if parts else []
        answers = iter([await self._answer(one, reasons) for one in decisions])
        return (
            [next(answers) for _ in of_people],
            [one if isinstance(one, VagaMissing) else next(answers) for one in read],
        )

    async def _read(
        self, questions: Sequence[VagaRequest], profile: Profile
    ) -> Sequence[PredictionRequest | VagaMissing]:
        read = self._store().read_vagas
        if read is None:
            raise NoVagaModel
        async with self._vaga_places:  # they wait for each other, and not in threads
            return await of_store(self._vaga_reads(partial(read, questions, profile)))

    async def listed(self, work: ListWork[T]) -> T:
        """What comes of it, when the list is in the log; raises what `Lists` raises, NoVagaModel too."""
        self._vaga_model()
        lists = self._store().lists
        if lists is None:
            raise NoVagaModel
        return await of_store(lists(work))

    def vaga_profile(self) -> Profile:
        """Which features are asked for about a person and a vaga; raises as `answer_for_vaga` does."""
        return self._vaga_model().profile

    async def _answer(self, decision: Decision, reasons: int) -> Answer:
        return (
            answer_of(decision, await self._later_reasons(decision, reasons))
            if reasons
            else answer_of(decision)
        )

    async def _later_reasons(self, decision: Decision, limit: int) -> tuple[Reason, ...] | None:
        """For what was answered before without reasons; None where they cannot be worked out any more."""
        if decision.reasons is None:
            with suppress(HiringError):
                return await self.reasons_of(decision, limit)
        return decision.reasons

    async def reasons_of(self, decision: Decision, limit: int) -> tuple[Reason, ...]:
        """The strongest reasons of an answer, worked out again by the version that gave it.

        Raises:
            VersionNotKept: It is not in the model store.
            Unavailable: It does not verify, or does not answer.
        """
        answered = decision.model_version, decision.profile
        loaded = [one for one in (self.loaded, self.loaded_vaga_model) if isinstance(one, LoadedModel)]
        serves = next((one for one in loaded if (one.version.id, one.profile.name) == answered), None)
        explain = self._store().explain_decision
        try:
            return await self._explanations(partial(explain, decision, limit=limit, serves=serves))
        except StoreUnavailable as cause:
            raise ResourceUnavailable("model", cause.code) from cause

    async def decision(self, request_id: str, client: str | None) -> Decision:
        """The row of the audit log.

        Raises:
            DecisionMissing: There is none.
            DecisionAmbiguous: No client was named, and several have used the id.
            ResourceUnavailable: The store does not answer.
        """
        find = self._store().find_decision
        return await of_store(self.reads(lambda: find(request_id, client)))

    async def report(
        self, items: Sequence[StatedOutcome | Faults], *, client: Client
    ) -> Sequence[FeedbackResult]:
        """What became of what a client says of outcomes; nobody needs a model for it.

        Raises:
            InvalidFeedback: Some items have faults; none was kept.
            ResourceUnavailable: It is not certain that they were kept: they may be sent again.
        """
        report = partial(self._store().report_outcomes, items, client=client.name, reporter=client.name)
        return await of_store(self._reports(report))

    async def monitor_page(self, language: str) -> bytes:
        """What monitoring knows, as a page; `language` is `pt` or `en`.

        Raises:
            ResourceUnavailable: The store does not answer.
        """
        show, kept = self._store().show_monitor, self._kept_pages
        return await of_store(
            self._pages(lambda: kept(language, show.describe.stamp(), lambda: show(language).encode()))
        )

    async def monitor_figures(self) -> bytes:
        """The same as JSON; raises as `monitor_page` does."""
        describe, kept = self._store().show_monitor.describe, self._kept_pages
        return await of_store(
            self._pages(
                lambda: kept("json", describe.stamp(), lambda: msgspec.json.encode(describe().to_json()))
            )
        )

    async def check(self) -> datetime:
        """The time, if the next question would be answered.

        Raises:
            ResourceUnavailable: Names the part because of which it would not.
            KeysUnread: Nobody would be let in.
        """
        self._model()
        if isinstance(self.loaded_vaga_model, ResourceUnavailable):  # one was published, and cannot answer
            raise self.loaded_vaga_model
        if self.looks.ended:  # and was not started again yet
            raise ResourceUnavailable("look", "internal-error")
        self.authenticator.require_fresh()
        return await of_store(self._store().check())

    def _store(self) -> OpenStore:
        if isinstance(self.store, ResourceUnavailable):
            raise self.store
        return self.store

    def _vaga_model(self) -> LoadedModel[Answers]:
        if isinstance(self.loaded_vaga_model, LoadedModel):
            return self.loaded_vaga_model
        self._store()
        raise self.loaded_vaga_model or NoVagaModel

    def _model(self) -> LoadedModel[Answers]:
        if isinstance(self.loaded, ResourceUnavailable):
            self._store()  # without one, that is what is missing
            raise self.loaded
        return self.loaded


def answer_of(decision: Decision, reasons: tuple[Reason, ...] | UnsetType | None = UNSET) -> Answer:
    """The answer, with the reasons that are stored with it, or else with these."""
    applied = decision.applied if APPLIED in decision.payload else None
    return Answer(
        probabilidade_contratacao=decision.score,
        aprovado_pelo_modelo=decision.approved,
        threshold=decision.threshold,
        operating_mode=decision.operating_mode,
        codigo_profissional=decision.codigo_profissional,
        request_id=decision.request_id,
        vaga_codigo=UNSET if applied is None else decision.vaga_codigo,
        data_candidatura=UNSET if applied is None else applied,
        reasons=reasons if decision.reasons is None else decision.reasons,
    )
