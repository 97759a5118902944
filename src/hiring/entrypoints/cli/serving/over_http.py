"""One question over real HTTP: the service is started on a free port of this machine, asked, and ended."""

import http.client
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hiring.domain.decisions import Decision
from hiring.entrypoints.cli.serving.serve import listen
from hiring.settings import Settings


def repeat_over_http(decision: Decision, settings: Settings) -> dict[str, Any]:
    """The service's answer to `POST /predict` about the same person with the same features."""
    body = {"codigo_profissional": decision.codigo_profissional, "features": dict(decision.payload)}
    with _serving(settings) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("POST", "/predict", json.dumps(body), {"Content-Type": "application/json"})
        answer: dict[str, Any] = json.load(connection.getresponse())
        connection.close()
    return answer


@contextmanager
def _serving(settings: Settings) -> Iterator[int]:
    import uvicorn

    from hiring.entrypoints.http.app import create_app

    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(
            uvicorn.Config(create_app(settings, log_to=io.StringIO()), log_config=None, lifespan="on")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()[1]  # it is listening: a question waits until the service is up
        finally:
            server.should_exit = True
            thread.join()
