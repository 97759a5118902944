"""A decision as a row of `inference_log`: on its way to the server in JSON, and as psycopg reads it."""

from collections.abc import Sequence
from typing import Any, Final

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


def row_of(decision: Decision) -> dict[str, object]:
    """As JSON has it: a number's digits are those that give the same double back."""
    features, reasons = decision.features, decision.reasons
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
        "features": None if features is None else ["NaN" if value is None else value for value in features],
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
