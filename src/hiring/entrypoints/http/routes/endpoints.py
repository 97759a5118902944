"""Every endpoint, in the order in which they are told of."""

from typing import Final

from hiring.entrypoints.http.routes.audit import decision, feedback
from hiring.entrypoints.http.routes.operations import health, livez, metrics, version
from hiring.entrypoints.http.routes.pages import docs, monitor, openapi_json, root, sign_in, sign_out
from hiring.entrypoints.http.routes.predictions import predict, predict_applicant, predict_batch, rank

ENDPOINTS: Final = (
    predict.ENDPOINT,
    predict_applicant.ENDPOINT,
    predict_batch.ENDPOINT,
    rank.ENDPOINT,
    decision.ENDPOINT,
    feedback.ENDPOINT,
    health.HEALTH,
    health.READYZ,
    livez.ENDPOINT,
    version.ENDPOINT,
    metrics.ENDPOINT,
    openapi_json.ENDPOINT,
    docs.ENDPOINT,
    monitor.PAGE,
    monitor.FIGURES,
    root.ENDPOINT,
    sign_in.PAGE,
    sign_in.FORM,
    sign_out.ENDPOINT,
)
