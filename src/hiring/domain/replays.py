"""The same question again, or another one under the same name: what becomes of decisions that are logged."""

from collections.abc import Mapping, Sequence

from hiring.domain.decisions import Appended, Decision

__all__ = ["Key", "key_of", "outcomes", "outcomes_of_calls"]

Key = tuple[str, str]
"""A request id and the name of its client."""


def key_of(decision: Decision) -> Key:
    """Under what a decision is stored, once and for all."""
    return decision.request_id, decision.client.name


def outcomes_of_calls(calls: Sequence[Sequence[Decision]], before: Mapping[Key, str]) -> list[list[Appended]]:
    """What becomes of the decisions of calls that come one after another; see `outcomes`."""
    known = dict(before)
    found = []
    for call in calls:
        appended = outcomes(call, known)
        found.append(appended)
        for decision, became in zip(call, appended, strict=True):
            if became is Appended.STORED:
                known[key_of(decision)] = decision.body_digest
    return found


def outcomes(call: Sequence[Decision], before: Mapping[Key, str]) -> list[Appended]:
    """What becomes of the decisions of one call, in order.

    Args:
        call: All of it is stored, or nothing.
        before: The body digests under the keys that are stored already; others may be among them.
    """
    digests: dict[Key, str] = {}
    found: list[Appended] = []
    for decision in call:
        key = key_of(decision)
        if key not in before and key not in digests:
            digests[key] = decision.body_digest
            found.append(Appended.STORED)
        elif decision.body_digest == (before[key] if key in before else digests[key]):
            found.append(Appended.REPLAYED)
        else:
            return [Appended.CONFLICT] * len(call)
    return found
