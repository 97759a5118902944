"""A question about a person becomes an answer, and no answer leaves before it is logged."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from hiring.application.log_ports import InferenceLog
from hiring.application.model_ports import Scorer
from hiring.application.ports import Clock
from hiring.domain.decisions import Appended, Decision
from hiring.domain.errors import DecisionConflict, StoreUnavailable
from hiring.domain.records import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked.

    Args:
        request_id: Unique; the caller's own, or drawn before the model is asked.
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
    """Score, decide, log, answer; `log` is None only where a caller asked for answers that are not kept."""

    scorer: Scorer
    log: InferenceLog | None
    clock: Clock
    digest_key: bytes

    def __call__(self, questions: Sequence[Question]) -> list[Decision]:
        """One decision a question, in order. A question asked again with the same id gets its first answer.

        Raises:
            DecisionConflict: A request id was used before with another body.
            StoreUnavailable: The log did not take the answers, so nobody gets them.
        """
        decisions = self.decisions(questions)
        if self.log is None:
            return decisions
        appended = self.log.append(decisions)
        return [
            answer_of(self.log, decision, became)
            for decision, became in zip(decisions, appended, strict=True)
        ]

    def decisions(self, questions: Sequence[Question]) -> list[Decision]:
        """What the model says, for somebody who logs it before anybody is told."""
        if not questions:
            return []
        scores = self.scorer.score(np.stack([question.features for question in questions]))
        return [
            self._decision(question, score)
            for question, score in zip(questions, scores.tolist(), strict=True)
        ]

    def _decision(self, question: Question, score: float) -> Decision:
        version = self.scorer.version
        names, values = version.card.feature_columns, question.features.tolist()
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
            payload={
                name: None if isnan(value) else value for name, value in zip(names, values, strict=True)
            },
            body_digest=hmac.digest(self.digest_key, question.body, "sha256").hex(),
        )


def answer_of(log: InferenceLog, decision: Decision, became: Appended) -> Decision:
    """What to answer after the log took a decision: what is stored under its id.

    Raises:
        DecisionConflict: The id was used before with another body.
        StoreUnavailable: The log does not give what is stored.
    """
    if became is Appended.STORED:
        return decision
    if became is Appended.CONFLICT:
        raise DecisionConflict
    stored = log.find(decision.request_id)
    if stored is None:
        message = "the log says that this request was answered before and does not have the answer: ask again"
        raise StoreUnavailable(message)
    return stored
