"""A decision as a row of `inference_log`: on its way to the server in JSON, and as psycopg reads it."""

from collections.abc import Sequence
from math import isfinite
from typing import Any, Final

import msgspec

from hiring.adapters.postgres.values import moment_of
from hiring.domain.decisions import Client, Decision
from hiring.domain.reasons import reasons_from_json, reasons_json

TYPES: Final = {  # in the order of `decision_of`
    "request_id": "text",
    "client": "text",
    "client_key_id": "text",
    "ts": "timestamptz",
    "codigo_profissional": "bigint",
    "vaga_codigo": "bigint",
    "score": "float8",
    "decision": "smallint",
    "profile": "text",
    "model_threshold": "float8",
    "model_mode": "text",
    "model_path": "text",
    "model_version": "text",
    "features": "float8[]",
    "payload": "jsonb",
    "reasons": "jsonb",
    "body_digest": "text",
}


_JSON: Final = msgspec.json.Encoder()  # a seventh of the time of Python's own


def rows_text(decisions: Sequence[Decision]) -> str:
    """The rows as a list of JSON; a number's digits are those that give the same double back.

    Raises:
        ValueError: A number is none, or too large for JSON; a moment has no time zone.
    """
    features = _arrays([decision.features or () for decision in decisions])
    try:
        return _JSON.encode(list(map(_row, decisions, features))).decode()
    except OverflowError as fault:
        raise ValueError("an integer is too large to be stored") from fault


def _arrays(rows: Sequence[Sequence[float | None]]) -> list[str]:
    """As PostgreSQL writes arrays, NaN for unknown: it takes that sooner than JSON's."""
    text = _JSON.encode(rows).decode()[2:-2].replace("null", "NaN")
    return [f"{{{numbers}}}" for numbers in text.split("],[")]


def _row(decision: Decision, features: str) -> dict[str, object]:
    reasons = decision.reasons
    numbers = filter(None, (decision.score, decision.threshold, *decision.payload.values()))
    if not all(map(isfinite, numbers)):  # the encoder would make nulls of them
        raise ValueError("NaN and infinities are not stored")
    return {
        "request_id": decision.request_id,
        "client": decision.client.name,
        "client_key_id": decision.client.key_id,
        "ts": moment_of(decision.at).isoformat(),
        "codigo_profissional": decision.codigo_profissional,
        "vaga_codigo": decision.vaga_codigo,
        "score": decision.score,
        "decision": int(decision.approved),
        "profile": decision.profile,
        "model_threshold": decision.threshold,
        "model_mode": decision.operating_mode,
        "model_path": decision.model_path,
        "model_version": decision.model_version,
        "features": None if decision.features is None else features,
        "payload": decision.payload,
        "reasons": None if reasons is None else reasons_json(reasons),
        "body_digest": decision.body_digest,
    }


def decision_of(row: Sequence[Any]) -> Decision:
    """The decision, from the columns in the order of `TYPES`."""
    request_id, client, key_id, ts, codigo, vaga, score, approved, profile, threshold, mode, *more = row
    path, version, features, payload, reasons, digest = more
    return Decision(
        request_id=request_id,
        at=ts,
        codigo_profissional=codigo,
        score=score,
        approved=bool(approved),
        threshold=threshold,
        operating_mode=mode,
        model_path=path,
        model_version=version,
        payload=payload,
        body_digest=digest,
        profile=profile,
        client=Client(name=client, key_id=key_id),
        vaga_codigo=vaga,
        features=None
        if features is None
        else tuple([None if value != value else value for value in features]),  # noqa: PLR0124
        reasons=None if reasons is None else reasons_from_json(reasons),
    )
