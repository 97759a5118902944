"""The yardstick of `benchmarks.serve`: Litestar that decodes the same body and answers the same JSON."""

import json
import socket
import sys
import uuid
from typing import Final

import uvicorn
from litestar import Litestar, post
from msgspec import Struct

from hiring.entrypoints.http.schemas import Answer


class Body(Struct):
    features: dict[str, float | None]
    codigo_profissional: int | None = None


ANSWER: Final = {
    "probabilidade_contratacao": 0.145317623,
    "aprovado_pelo_modelo": False,
    "threshold": 0.9011,
    "operating_mode": "prec80",
}


@post("/predict", status_code=200)
async def predict(data: Body) -> Answer:
    return Answer(
        **ANSWER,  # type: ignore[arg-type]  # values of several types, as the answer has them
        codigo_profissional=data.codigo_profissional,
        request_id=uuid.uuid4().hex,
    )


def main() -> None:
    """Serve with uvicorn as `hiring-cli serve` sets it up, and tell the address."""
    bound = socket.create_server(("127.0.0.1", 0))
    listener = socket.socket(
        socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=bound.detach()
    )  # TCP_NODELAY, see hiring.entrypoints.cli.serving.serve.listening
    app = Litestar([predict], openapi_config=None, logging_config=None)
    config = uvicorn.Config(
        app, access_log=False, log_config=None, proxy_headers=False, server_header=False, ws="none"
    )
    told = {"event": "listening", "url": f"http://127.0.0.1:{listener.getsockname()[1]}"}
    print(json.dumps(told), file=sys.stderr, flush=True)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
