"""The application: `create_app(settings)` puts the parts together and opens nothing."""

import sys
from typing import TextIO

from litestar import Litestar
from litestar.di import Provide

from hiring.entrypoints.http.log import service_log
from hiring.entrypoints.http.openapi import openapi_config
from hiring.entrypoints.http.problems import HANDLERS
from hiring.entrypoints.http.routes import health, predict, version
from hiring.entrypoints.http.service import Opening, Service
from hiring.entrypoints.http.service import opening as production_opening
from hiring.entrypoints.http.trace import Tracing
from hiring.settings import Settings


def create_app(
    settings: Settings, *, opening: Opening = production_opening, log_to: TextIO | None = None
) -> Litestar:
    """The service as an ASGI application; its lifespan opens and closes store and model.

    Args:
        settings: Of this process.
        opening: What to open instead of what the settings name: for tests and embedding.
        log_to: Standard error if not given.
    """
    log = service_log(log_to or sys.stderr)
    service = Service(settings, opening, log)
    app = Litestar(
        route_handlers=[predict, health, version],
        dependencies={"service": Provide(lambda: service, sync_to_thread=False)},
        lifespan=[service.running],
        exception_handlers=HANDLERS,
        openapi_config=openapi_config(),
        logging_config=None,  # Litestar's own would be configured for the whole process
    )
    app.asgi_handler = Tracing(app.asgi_handler, log)
    return app
