"""The same question again, or another one under the same name: what becomes of decisions that are logged."""

from collections.abc import Mapping, Sequence

from hiring.domain.decisions import AppendResult, Decision

__all__ = ["DecisionKey", "append_results", "append_results_by_call", "decision_key"]

DecisionKey = tuple[str, str]
"""A request id and the name of its client."""


def decision_key(decision: Decision) -> DecisionKey:
    """Under what a decision is stored, once and for all.

    >>> from datetime import UTC, datetime
    >>> first = Decision(
    ...     request_id="r1", at=datetime(2026, 11, 23, tzinfo=UTC), codigo_profissional=31001, score=0.4,
    ...     approved=False, threshold=0.6, operating_mode="prec80", model_path="m.joblib", model_version="v1",
    ...     payload={}, body_digest="a1", profile="candidate",
    ... )
    >>> decision_key(first)
    ('r1', '')
    """
    return decision.request_id, decision.client.name


def append_results_by_call(
    calls: Sequence[Sequence[Decision]], before: Mapping[DecisionKey, str]
) -> list[list[AppendResult]]:
    """What becomes of the decisions of calls that come one after another; see `append_results`.

    >>> from dataclasses import replace
    >>> from datetime import UTC, datetime
    >>> first = Decision(
    ...     request_id="r1", at=datetime(2026, 11, 23, tzinfo=UTC), codigo_profissional=31001, score=0.4,
    ...     approved=False, threshold=0.6, operating_mode="prec80", model_path="m.joblib", model_version="v1",
    ...     payload={}, body_digest="a1", profile="candidate",
    ... )
    >>> calls = [[first], [first], [replace(first, body_digest="b2")]]
    >>> [became.value for [became] in append_results_by_call(calls, {})]
    ['stored', 'replayed', 'conflict']
    """
    known = dict(before)
    found = []
    for call in calls:
        appended = append_results(call, known)
        found.append(appended)
        for decision, became in zip(call, appended, strict=True):
            if became is AppendResult.STORED:
                known[decision_key(decision)] = decision.body_digest
    return found


def append_results(call: Sequence[Decision], before: Mapping[DecisionKey, str]) -> list[AppendResult]:
    """What becomes of the decisions of one call, in order.

    >>> from dataclasses import replace
    >>> from datetime import UTC, datetime
    >>> first = Decision(
    ...     request_id="r1", at=datetime(2026, 11, 23, tzinfo=UTC), codigo_profissional=31001, score=0.4,
    ...     approved=False, threshold=0.6, operating_mode="prec80", model_path="m.joblib", model_version="v1",
    ...     payload={}, body_digest="a1", profile="candidate",
    ... )
    >>> second = replace(first, request_id="r2")
    >>> [became.value for became in append_results([first, second], {("r1", ""): "a1"})]
    ['replayed', 'stored']
    >>> [became.value for became in append_results([first, second], {("r1", ""): "b2"})]
    ['conflict', 'conflict']

    Args:
        call: All of it is stored, or nothing.
        before: The body digests under the keys that are stored already; others may be among them.
    """
    digests: dict[DecisionKey, str] = {}
    found: list[AppendResult] = []
    for decision in call:
        key = decision_key(decision)
        if key not in before and key not in digests:
            digests[key] = decision.body_digest
            found.append(AppendResult.STORED)
        elif decision.body_digest == (before[key] if key in before else digests[key]):
            found.append(AppendResult.REPLAYED)
        else:
            return [AppendResult.CONFLICT] * len(call)
    return found
