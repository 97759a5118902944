"""`hiring-cli serve`: the HTTP service in this process."""

import signal
import socket
import sys
from ipaddress import ip_address
from typing import Any

import click

from hiring.domain.errors import InvalidSetting
from hiring.settings import Settings, load_settings

_PATIENCE_S = 10  # for requests that are under way when the end is asked for


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="0 takes a free one and tells it.",
)
def serve(host: str, port: int) -> None:
    """Answer POST /predict over HTTP until Ctrl-C or SIGTERM.

    Every answer is logged in the store before it is given. GET /health says whether model and store answer,
    GET /version which model serves, GET /schema/openapi.json what can be asked. It listens beyond this
    machine only where HIRING_AUTH=off says that anybody may ask.

    \b
    Examples:
      hiring-cli serve
      hiring-cli serve --port 8080
      HIRING_AUTH=off hiring-cli serve --host 0.0.0.0
    """
    settings = load_settings()
    _check_reach(host, settings)
    with listening(host, port) as listener:
        _serve(settings, listener)


def _check_reach(host: str, settings: Settings) -> None:
    if not _is_loopback(host) and settings.hiring_auth != "off":
        raise InvalidSetting(
            "HIRING_AUTH: there are no keys yet, so anybody who reaches that host could ask about people: "
            "take --host 127.0.0.1, or set HIRING_AUTH=off if that is meant"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listening(host: str, port: int) -> socket.socket:
    """A socket that says it is TCP: asyncio sends small answers at once (TCP_NODELAY) on such sockets alone.

    Raises:
        InvalidSetting: It cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        bound = socket.create_server((host, port), family=family)
        return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=bound.detach())
    except OSError as error:
        raise InvalidSetting(
            f"cannot listen on {host}, port {port} ({error.strerror}): choose another with --host or --port"
        ) from error


def _serve(settings: Settings, listener: socket.socket) -> None:
    """Until a signal; uvicorn would end the process by that signal once more, and it was asked for."""
    import uvicorn

    from hiring.entrypoints.http.app import create_app
    from hiring.entrypoints.http.log import ServerRecords, service_log

    log = service_log(sys.stderr)
    log_config: dict[str, Any] = {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"service": {"()": lambda: ServerRecords(log)}},
        "loggers": {"uvicorn": {"handlers": ["service"], "level": "WARNING", "propagate": False}},
    }
    config = uvicorn.Config(
        create_app(settings),
        access_log=False,
        log_config=log_config,
        lifespan="on",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE_S,
        ws="none",
    )
    server = uvicorn.Server(config)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: setattr(server, "should_exit", True))
    log.info("listening", url=_url(listener))
    server.run(sockets=[listener])


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
