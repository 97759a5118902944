"""GET /metrics: what was counted."""

from typing import Final

from litestar.di import NamedDependency

from hiring.domain.access.keys import Scope
from hiring.entrypoints.http.endpoint import Endpoint
from hiring.entrypoints.http.observability.metrics import MEDIA_TYPE, Metrics


def metrics_page(metrics: NamedDependency[Metrics]) -> bytes:
    return metrics.page()


ENDPOINT: Final = Endpoint(
    path="/metrics",
    name="metrics",
    tag="operations",
    summary="Metrics for Prometheus",
    description="The text format 0.0.4.",
    handler=metrics_page,
    needs=Scope.ADMIN,
    probe=True,
    answer=str,
    media_type=MEDIA_TYPE,
    example=lambda _profile: "# HELP hiring_approved_total Answers with a score at or above the threshold.\n",
)
