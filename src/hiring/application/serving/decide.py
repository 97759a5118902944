"""A question about a person becomes an answer: what the model says, and the row that is kept of it."""

import hmac
from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import compress
from typing import Generic, Protocol, TypeVar

import numpy as np

from hiring.application.ports.clock import Clock
from hiring.application.ports.models import Scorer
from hiring.application.serving.explain import Explain
from hiring.domain.decisions import NO_CLIENT, Client, Decision, applied_in_payload
from hiring.domain.records import Floats

Kept_co = TypeVar("Kept_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForVaga:
    """For what somebody is put forward.

    Args:
        codigo: Code of the vaga; None where its record was given without one.
        applied: On which day; None where an export does not say.
    """

    codigo: int | None
    applied: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionRequest:
    """What was asked.

    Args:
        request_id: Unique for its client; the caller's own, or drawn before the model is asked.
        codigo_profissional: Whom it is about, if the caller says.
        features: In the order of the model's columns, shape (columns,), NaN for unknown.
        body: What was asked, byte for byte, for the keyed digest; not kept.
        vaga: What the person is put forward for; None where only the person is asked about.
    """

    request_id: str
    codigo_profissional: int | None
    features: Floats
    body: bytes
    vaga: ForVaga | None = None


class AuditWriter(Protocol[Kept_co]):
    """Keeps what was decided before anybody is told: at once, or together with what others wait for."""

    @abstractmethod
    def keep(self, decide: Callable[[], list[Decision]], count: int) -> Kept_co:
        """What to answer, in order: what is stored under each id, be it from before; or what to await for it.

        Args:
            decide: Says what to store; called once, and only where there is room for it.
            count: How many decisions that will be.

        Raises:
            DecisionConflict: A request id was used before with another body; none of these is stored.
            StoreUnavailable: It is not certain that all are stored, so nobody gets them.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Generic[Kept_co]):
    """Score, decide, keep, answer: the one way to an answer, whoever asks.

    Args:
        audit: How rows are kept; with the answers comes what its `keep` gives.
        explain: Reasons for this scorer's scores; None where nobody asks for any.
        one_run: All answers are of one run: model and number of reasons are a part of what was asked, so that
            an id that another model has answered is a conflict, and no run mixes the scores of two.
        unnamed: Columns that rows have by place alone, as all features are: a list has their names and values
            once.
    """

    scorer: Scorer
    audit: AuditWriter[Kept_co]
    clock: Clock
    digest_key: bytes
    explain: Explain | None = None
    one_run: bool = False
    unnamed: frozenset[str] = frozenset()

    def __call__(
        self, questions: Sequence[PredictionRequest], *, client: Client = NO_CLIENT, reasons: int = 0
    ) -> Kept_co:
        """One decision a question, in order. A question asked again with the same id gets its first answer.

        Args:
            questions: Of one caller.
            client: Who that is.
            reasons: How many each answer gets at most, and its row with it; 0: none are asked for.

        Raises:
            What `AuditWriter.keep` raises, now or where its result is awaited.
        """
        return self.audit.keep(partial(self.decisions, questions, client, reasons), len(questions))

    def decisions(
        self, questions: Sequence[PredictionRequest], client: Client, reasons: int
    ) -> list[Decision]:
        """The same before they are kept."""
        if not questions:
            return []
        if self.one_run:
            asked = f"{self.scorer.version.id} {reasons} ".encode()
            questions = [replace(question, body=asked + question.body) for question in questions]
        features = np.array([question.features for question in questions], np.float64)  # sooner than np.stack
        scores = self.scorer.score(features).tolist()
        rows = features.astype(np.object_)
        rows[np.isnan(features)] = None
        by_name = self._by_name()
        decisions = [
            self._decision(question, score, tuple(row), by_name(row), client)
            for question, score, row in zip(questions, scores, rows.tolist(), strict=True)
        ]
        if not reasons:
            return decisions
        if self.explain is None:
            raise ValueError("this model's scores cannot be explained")
        explained = self.explain(features, limit=reasons)
        return [replace(one, reasons=why) for one, why in zip(decisions, explained, strict=True)]

    def _by_name(self) -> Callable[[Iterable[float | None]], dict[str, float | None]]:
        """What gives names to the values of all columns, as far as rows have them."""
        columns = self.scorer.version.card.feature_columns
        if not self.unnamed:
            return lambda row: dict(zip(columns, row, strict=True))
        named = [name not in self.unnamed for name in columns]
        names = tuple(compress(columns, named))
        return lambda row: dict(zip(names, compress(row, named), strict=True))

    def _decision(
        self,
        question: PredictionRequest,
        score: float,
        features: tuple[float | None, ...],
        payload: dict[str, float | None],
        client: Client,
    ) -> Decision:
        version = self.scorer.version
        vaga = question.vaga
        if vaga is not None and vaga.applied is not None:
            payload |= applied_in_payload(vaga.applied)
        return Decision(
            request_id=question.request_id,
            at=self.clock(),
            codigo_profissional=question.codigo_profissional,
            score=score,
            approved=score >= version.card.threshold,
            threshold=version.card.threshold,
            operating_mode=version.card.operating_mode,
            model_path=version.path,
            model_version=version.id,
            payload=payload,
            body_digest=hmac.digest(self.digest_key, question.body, "sha256").hex(),
            profile=version.card.profile,
            client=client,
            vaga_codigo=None if vaga is None else vaga.codigo,
            features=features,
        )


def decide_together(
    parts: Sequence[tuple[Decide[Kept_co], Sequence[PredictionRequest]]],
    *,
    client: Client = NO_CLIENT,
    reasons: int = 0,
) -> Kept_co:
    """One call for the questions to several models: all decisions are kept, or none is.

    Args:
        parts: Each model with what it is asked, one at least; all keep their rows in the same way.
        client: Who asks.
        reasons: As for one.

    Raises:
        What `Decide` raises.
    """

    def decisions() -> list[Decision]:
        return [one for decide, asked in parts for one in decide.decisions(asked, client, reasons)]

    return parts[0][0].audit.keep(decisions, sum(len(asked) for _, asked in parts))
