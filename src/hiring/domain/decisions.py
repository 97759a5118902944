"""Answers that were given about people, what became of them, and what was alarming."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from hiring.domain.monitoring.drift import Stats
from hiring.domain.reasons import Reason

__all__ = ["NO_CLIENT", "Alert", "AppendResult", "Baseline", "Client", "Decision", "Feedback"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Who asked, as the key says that was shown.

    Args:
        name: Of the client; empty where no key is asked for, and for what the command line asks.
        key_id: Of the key; empty with the name.
    """

    name: str = ""
    key_id: str = ""


NO_CLIENT: Final = Client()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One answered prediction: a row of `inference_log`.

    Args:
        request_id: Unique for its client; fixed before the model was asked.
        at: When it was answered, UTC.
        codigo_profissional: Whom it was about, if the caller said.
        score: Calibrated probability of being hired.
        approved: Whether score >= threshold.
        threshold: Of the model at that moment.
        operating_mode: Of the model at that moment (`model_mode` in the table).
        model_path: The artifact that answered.
        model_version: Its version id.
        payload: The features as scored, by name, None for unknown; never the raw applicant.
        body_digest: Keyed digest of the request, which tells a replay from a conflict.
        client: Who asked.
        profile: Name of the feature profile.
        vaga_codigo: For which vaga, if the score is for one.
        features: The payload's values in the order of the version's columns; None in what
            an older program logged.
        reasons: Those that were given with the answer, the strongest first; None where none were asked for.
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


class AppendResult(Enum):
    """What became of a decision that was appended."""

    STORED = "stored"
    REPLAYED = "replayed"
    CONFLICT = "conflict"
    """It, or another one of its call, was there before with another body: nothing of the call is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What happened to a person in the end, as the company reports it; the latest report counts."""

    at: datetime
    codigo_profissional: int
    hired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What the gold features looked like when the model was made."""

    created_at: datetime
    model_path: str
    stats: Stats


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A drift rule that fired; the same rule alerts once for a window, model and feature."""

    created_at: datetime
    window_start: datetime
    window_end: datetime
    model_path: str
    feature: str
    rule: str
    base: float | None
    now: float | None
    change: float | None
