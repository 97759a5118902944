"""Answers that were given about people, and what raised an alarm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final

from hiring.domain.monitoring.drift.baseline import RatesJson
from hiring.domain.monitoring.drift.simple import Stats
from hiring.domain.reasons import Reason

__all__ = [
    "NO_CLIENT",
    "Alert",
    "AppendResult",
    "Baseline",
    "Client",
    "Decision",
    "DecisionKey",
    "append_results",
    "append_results_by_call",
    "decision_key",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Who asked, according to the key that was sent.

    Args:
        name: Of the client; empty where no key is required, and for the command line.
        key_id: Of the key; empty with the name.
    """

    name: str = ""
    key_id: str = ""


NO_CLIENT: Final = Client()

APPLIED: Final = "data_candidatura"
"""In a payload: the day on which the person was put forward for the vaga, in days since 1970-01-01."""

_EPOCH: Final = date(1970, 1, 1)


def applied_in_payload(day: date) -> dict[str, float]:
    """What a payload says of that day, besides the features.

    >>> applied_in_payload(date(2024, 3, 5))
    {'data_candidatura': 19787.0}
    """
    return {APPLIED: float((day - _EPOCH).days)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One answered prediction: a row of `inference_log`.

    Args:
        request_id: Unique per client; fixed before the model was asked.
        at: When it was answered, UTC.
        codigo_profissional: Whom it was about, if the caller said.
        score: Calibrated probability of being hired.
        approved: Whether score >= threshold.
        threshold: Of the model at that moment.
        operating_mode: Of the model at that moment (`model_mode` in the table).
        model_path: The artifact that answered.
        model_version: Its version id.
        payload: The features as scored, by name, None for unknown; never the raw applicant. Of a score for a
            vaga, the day of the application too: see `applied`. Of a list's person, without what is the same
            for all: the list has that.
        body_digest: Keyed digest of the request, to tell a replay from a conflict.
        client: Who asked.
        profile: Name of the feature profile.
        vaga_codigo: The vaga, if the score is for one.
        features: The values of all features, in the order of the version's columns; None in rows that
            an older program logged.
        reasons: Those given with the answer, strongest first; None if none were requested.
    """

    request_id: str
    at: datetime
    codigo_profissional: int | None
    score: float
    approved: bool
    threshold: float
    operating_mode: str
    model_path: str
    model_version: str
    payload: Mapping[str, float | None]
    body_digest: str
    profile: str
    client: Client = NO_CLIENT
    vaga_codigo: int | None = None
    features: tuple[float | None, ...] | None = None
    reasons: tuple[Reason, ...] | None = None

    @property
    def applied(self) -> date | None:
        """The day on which the person was put forward for the vaga; None where the score is for none."""
        days = self.payload.get(APPLIED)
        return None if days is None else _EPOCH + timedelta(days=days)

    @property
    def scored(self) -> Mapping[str, float | None]:
        """The features of the payload alone."""
        return {name: value for name, value in self.payload.items() if name != APPLIED}


class AppendResult(Enum):
    """What became of a decision that was appended."""

    STORED = "stored"
    REPLAYED = "replayed"
    CONFLICT = "conflict"
    """This decision, or another one of its call, was stored before with another body: the call is refused."""


DecisionKey = tuple[str, str]
"""A request id and the name of its client."""


def decision_key(decision: Decision) -> DecisionKey:
    """What identifies a stored decision.

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
    """What becomes of the decisions of several calls, one after another; see `append_results`.

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
        call: All of it is stored, or none of it.
        before: The body digests of keys that are stored already; it may hold others too.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What answers are held against.

    Args:
        created_at: When it was recorded, UTC.
        model_path: The model that is watched.
        stats: What the policy `simple` compares; see `stats_of`.
        profile: Name of the feature profile; None in what an older program recorded.
        model_version: Whose scores and decisions `rates` has; None where there was no model.
        rates: What the policy `sequential` compares, as `BaselineRates.to_json` gives it; None in what an
            older program recorded.
        accepted: The feature for which the baseline before was changed, and for no other; None: all is new.
        rules: Fingerprint of the profile's rules, by which its rows were computed; None in what an older
            program recorded.
    """

    created_at: datetime
    model_path: str
    stats: Stats
    profile: str | None = None
    model_version: str | None = None
    rates: RatesJson | None = None
    accepted: str | None = None
    rules: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A drift rule that fired; a rule alerts only once per window, model and feature."""

    created_at: datetime
    window_start: datetime
    window_end: datetime
    model_path: str
    feature: str
    rule: str
    base: float | None
    now: float | None
    change: float | None
