"""`hiring-cli serve`: the HTTP service in this process."""

import os
import socket
import sys
from pathlib import Path

import click

from hiring.bootstrap.opening import opened
from hiring.bootstrap.use_cases.access import Access
from hiring.domain.errors import HiringError, InvalidSetting
from hiring.entrypoints.cli.options.opening import warn_about_settings
from hiring.entrypoints.cli.serving.auth_policy import auth_for, is_loopback
from hiring.entrypoints.cli.termination import leave_termination
from hiring.settings import Settings, load_settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="Port; 0 picks a free one and prints it.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Number of worker processes; one that dies is replaced.",
)
def serve(host: str, port: int, workers: int) -> None:
    """Answer POST /predict over HTTP until Ctrl-C or SIGTERM.

    Every answer is logged in the store before it is returned. GET /readyz says whether model and store work,
    GET /version which model serves, GET /docs how to use the API. A promoted model serves within
    two seconds. Once the store has had a key (`hiring-cli keys`), every path asks for one but for the
    probes, /docs and /sign-in; beyond this machine it asks from the start, unless HIRING_AUTH=off says that
    anybody may ask as long as there is no key.

    \b
    Examples:
      hiring-cli serve
      hiring-cli serve --port 8080 --workers 4
      HIRING_AUTH=off hiring-cli serve --host 0.0.0.0
    """
    leave_termination()
    settings = load_settings()
    Path.cwd()  # raises where the folder is gone: relative paths and workers would fail again and again
    auth = auth_for(host, settings.hiring_auth, had_keys=None if is_loopback(host) else _had_keys(settings))
    warn_about_settings(settings)
    with listen(host, port) as listener:
        from hiring.entrypoints.http.observability.log import service_log
        from hiring.entrypoints.http.server.server import run

        os.environ["HIRING_AUTH"] = auth  # for the workers, which read their settings themselves
        service_log(sys.stderr).info("listening", url=_url(listener))
        run(listener, workers=workers)


def _had_keys(settings: Settings) -> bool | None:
    """Whether the store ever had a key; None if it does not answer."""
    try:
        with opened(Access, settings) as hiring:
            return bool(hiring.list_keys()())
    except HiringError:
        return None


def listen(host: str, port: int) -> socket.socket:
    """A socket that says it is TCP: asyncio sends small answers at once (TCP_NODELAY) on such sockets alone.

    Raises:
        InvalidSetting: It cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        host.encode()  # a name that is not UTF-8 would be told in another way, and leave a socket behind
        bound = socket.create_server((host, port), family=family)
        return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=bound.detach())
    except (OSError, UnicodeError) as error:
        why = f" ({str(error.strerror).partition(' (')[0]})" if isinstance(error, OSError) else ""
        raise InvalidSetting(
            f"cannot listen on {host}, port {port}{why}: choose another with --host or --port"
        ) from error


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
