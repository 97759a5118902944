"""A question about a person becomes an answer, and no answer leaves before it is logged."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan

import numpy as np

from hiring.application.ports.clock import Clock
from hiring.application.ports.logs import InferenceLog
from hiring.application.ports.models import Scorer
from hiring.application.serving.explain import Explain
from hiring.domain.decisions import NO_CLIENT, AppendResult, Client, Decision
from hiring.domain.errors import DecisionConflict, StoreUnavailable
from hiring.domain.records import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionRequest:
    """What was asked.

    Args:
        request_id: Unique for its client; the caller's own, or drawn before the model is asked.
        codigo_profissional: Whom it is about, if the caller says.
        features: In the order of the model's columns, shape (columns,), NaN for unknown.
        body: What was asked, byte for byte, for the keyed digest; not kept.
    """

    request_id: str
    codigo_profissional: int | None
    features: Floats
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Predict:
    """Score, decide, log, answer.

    Args:
        log: None only where a caller asked for answers that are not kept.
        explain: Reasons for this scorer's scores; None where nobody asks for any.
    """

    scorer: Scorer
    log: InferenceLog | None
    clock: Clock
    digest_key: bytes
    explain: Explain | None = None

    def __call__(
        self, questions: Sequence[PredictionRequest], *, client: Client = NO_CLIENT, reasons: int = 0
    ) -> list[Decision]:
        """One decision a question, in order. A question asked again with the same id gets its first answer.

        Raises:
            DecisionConflict: A request id was used before with another body; nothing was logged.
            StoreUnavailable: The log did not take the answers, so nobody gets them.
        """
        decisions = self.decisions(questions, client=client, reasons=reasons)
        if self.log is None:
            return decisions
        return answers_of(self.log, decisions, self.log.append(decisions))

    def decisions(
        self, questions: Sequence[PredictionRequest], *, client: Client = NO_CLIENT, reasons: int = 0
    ) -> list[Decision]:
        """What the model says, for somebody who logs it before anybody is told.

        Args:
            questions: Of one caller.
            client: Who that is.
            reasons: How many each answer gets at most; 0: none are asked for.
        """
        if not questions:
            return []
        features = np.stack([question.features for question in questions])
        decisions = [
            self._decision(question, score, client)
            for question, score in zip(questions, self.scorer.score(features).tolist(), strict=True)
        ]
        if not reasons:
            return decisions
        if self.explain is None:
            raise ValueError("nothing explains this model's scores")
        explained = self.explain(features, limit=reasons)
        return [replace(one, reasons=why) for one, why in zip(decisions, explained, strict=True)]

    def _decision(self, question: PredictionRequest, score: float, client: Client) -> Decision:
        version = self.scorer.version
        values = tuple([None if isnan(value) else value for value in question.features.tolist()])
        return Decision(
            request_id=question.request_id,
            at=self.clock.now(),
            codigo_profissional=question.codigo_profissional,
            score=score,
            approved=score >= version.card.threshold,
            threshold=version.card.threshold,
            operating_mode=version.card.operating_mode,
            model_path=version.path,
            model_version=version.id,
            payload=dict(zip(version.card.feature_columns, values, strict=True)),
            body_digest=hmac.digest(self.digest_key, question.body, "sha256").hex(),
            profile=version.card.profile,
            client=client,
            features=values,
        )


def answers_of(
    log: InferenceLog, decisions: Sequence[Decision], appended: Sequence[AppendResult]
) -> list[Decision]:
    """What to answer to a call after the log took it: what is stored under its ids.

    Raises:
        DecisionConflict: An id was used before with another body, and nothing of the call is stored.
        StoreUnavailable: The log does not give what is stored.
    """
    if AppendResult.CONFLICT in appended:
        raise DecisionConflict
    return [
        decision if became is AppendResult.STORED else _stored(log, decision)
        for decision, became in zip(decisions, appended, strict=True)
    ]


def _stored(log: InferenceLog, decision: Decision) -> Decision:
    stored = log.find(decision.request_id, decision.client.name)
    if stored is None:
        message = "the log says that this request was answered before and does not have the answer: ask again"
        raise StoreUnavailable(message)
    return stored
