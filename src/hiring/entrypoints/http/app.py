"""The application: `create_app(settings)` puts the parts together and opens nothing."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TextIO

from litestar import Litestar
from litestar.di import Provide
from litestar.types import ExceptionHandlersMap

from hiring.bootstrap.production import production
from hiring.domain.features import CANDIDATE, Profile
from hiring.entrypoints.http.access.authenticator import Authenticator, RequiredScope, Unauthorized
from hiring.entrypoints.http.access.refused_page import on_page_without_key
from hiring.entrypoints.http.access.sign_in import SignIn
from hiring.entrypoints.http.endpoint import pages_with_key, routes_of
from hiring.entrypoints.http.middleware.gate import Guard, Tracing
from hiring.entrypoints.http.observability.log import service_log
from hiring.entrypoints.http.observability.log_writer import flush_standard_error
from hiring.entrypoints.http.observability.metrics import Metrics
from hiring.entrypoints.http.observability.shared_counts import SharedCounts
from hiring.entrypoints.http.openapi.contract import Contract
from hiring.entrypoints.http.problems import HANDLERS
from hiring.entrypoints.http.resources.parts import ResourceUnavailable
from hiring.entrypoints.http.resources.periodic_checks import PeriodicChecks
from hiring.entrypoints.http.resources.resources import LOOK_EVERY_S, Opening, Resources
from hiring.entrypoints.http.resources.service import Service
from hiring.entrypoints.http.resources.threads import in_thread
from hiring.entrypoints.http.routes.endpoints import ENDPOINTS
from hiring.settings import Settings


def create_app(
    settings: Settings,
    *,
    opening: Opening = production,
    log_to: TextIO | None = None,
    shared: SharedCounts | None = None,
) -> Litestar:
    """The service as an ASGI application; its lifespan opens and closes store and model.

    Args:
        settings: Of this process.
        opening: What to open instead of what the settings name: for tests and embedding.
        log_to: Standard error if not given.
        shared: Where several workers count together.
    """
    log, metrics = service_log(log_to or sys.stderr), Metrics(shared)
    authenticator = Authenticator(always=settings.hiring_auth == "keys")
    pages = pages_with_key(ENDPOINTS)
    sign_in = SignIn(authenticator, pages)
    looks = PeriodicChecks(log, every_s=LOOK_EVERY_S)
    unknown = settings.hiring_missing_features == "null"
    service = Service(looks, authenticator, missing_is_unknown=unknown)
    contract = Contract(ENDPOINTS, partial(_profile_of, service), service.served_vaga_profile)
    resources = Resources(
        partial(opening, settings),
        log,
        lists_apart=opening is production,  # what else is opened may be in the memory of this process
        service=service,
        metrics=metrics,
    )

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        try:
            async with resources.running():
                yield
        finally:
            await in_thread(flush_standard_error)  # a worker is ended by its signal, which waits for nothing

    app = Litestar(
        route_handlers=routes_of(ENDPOINTS),
        dependencies={
            "service": Provide(lambda: service, use_cache=True, sync_to_thread=False),
            "metrics": Provide(lambda: metrics, sync_to_thread=False),
            "contract": Provide(lambda: contract, sync_to_thread=False),
            "sign_in_service": Provide(lambda: sign_in, sync_to_thread=False),
        },
        lifespan=[lifespan],
        middleware=[RequiredScope()],
        exception_handlers=HANDLERS,
        openapi_config=None,  # the contract is our own (docs/adr/0015)
        logging_config=None,  # Litestar's own would be configured for the whole process
    )
    refusals: ExceptionHandlersMap = {**HANDLERS, Unauthorized: partial(on_page_without_key, pages=pages)}
    guard = Guard(app.asgi_handler, authenticator, metrics, refusals, ENDPOINTS)
    app.asgi_handler = Tracing(guard, log, metrics, ENDPOINTS)
    return app


def _profile_of(service: Service) -> Profile:
    """The features that what serves takes; while nothing does, those of a model that is trained."""
    try:
        return service.profile
    except ResourceUnavailable:
        return CANDIDATE
