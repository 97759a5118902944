"""One flush: what several callers have, in one transaction of the log; and what a flush would come to."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, Literal

from hiring.application.ports.logs import InferenceLog
from hiring.application.serving.predict import answers_of
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.errors import StoreUnavailable, Unavailable

CallOutcome = Literal["stored", "replayed", "conflict", "poison", "unavailable", "refused"]
"""What became of a row: as `AppendResult` says; it cannot be stored; nobody knows; it was not let in."""

_OUTCOMES: Final[Mapping[AppendResult, CallOutcome]] = {
    AppendResult.STORED: "stored",
    AppendResult.REPLAYED: "replayed",
    AppendResult.CONFLICT: "conflict",
}
FlushResult = tuple[Sequence[AppendResult], list[Decision] | Exception]
"""What became of a call's decisions, none if they cannot be stored at all; and what its caller is told."""


def flush_calls(log: InferenceLog, calls: Sequence[Sequence[Decision]], like: Decision) -> list[FlushResult]:
    """What became of each call's decisions; the log takes all calls' in one transaction.

    Args:
        log: Where they go.
        calls: One at least.
        like: What every log takes: where this one does not, the fault is not the caller's.

    Raises:
        Unavailable: Nobody knows.
    """
    try:
        became = log.append_calls(calls)
    except Unavailable:
        raise
    except Exception as bug:  # noqa: BLE001  # whatever is wrong with a row: its caller alone is told
        if len(calls) == 1:
            probe(log, like)
            return [((), bug)]
        half = len(calls) // 2
        return flush_calls(log, calls[:half], like) + flush_calls(log, calls[half:], like)
    return [_answer(log, *each) for each in zip(calls, became, strict=True)]


def probe(log: InferenceLog, like: Decision) -> list[FlushResult]:
    """No results, where a flush would be kept.

    Raises:
        Unavailable: It would not.
    """
    try:
        log.probe(like)
    except Unavailable:
        raise
    except Exception as bug:
        raise StoreUnavailable(f"the audit log refuses every answer ({type(bug).__name__})") from bug
    return []


def probe_decision() -> Decision:
    """Of nobody, and as large as one of a real request; no client can use its id, which has a space."""
    payload: dict[str, float | None] = {f"a_feature_of_the_profile_{number}": 1.5 for number in range(50)}
    return Decision(
        request_id=f"probe {uuid.uuid4().hex}",
        at=datetime(2000, 1, 1, tzinfo=UTC),
        codigo_profissional=None,
        score=0.0,
        approved=False,
        threshold=1.0,
        operating_mode="probe",
        model_path="probe",
        model_version="probe",
        payload=payload,
        body_digest="0" * 64,
        profile="probe",
        features=tuple(payload.values()),
    )


def call_outcomes(decisions: Sequence[Decision], became: Sequence[AppendResult]) -> Sequence[CallOutcome]:
    """Of each decision of a call."""
    if not became:
        return ["poison"] * len(decisions)
    return [_OUTCOMES[each] for each in became]


def _answer(log: InferenceLog, decisions: Sequence[Decision], became: Sequence[AppendResult]) -> FlushResult:
    try:
        return became, answers_of(log, decisions, became)
    except Unavailable:
        raise
    except Exception as failure:  # noqa: BLE001  # a conflict: its caller alone is told
        return became, failure
