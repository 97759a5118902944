"""PgBouncer that shares sessions between transactions is refused by name, when the store is opened."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL

from hiring.adapters.postgres import PostgresStore
from hiring.domain.errors import StoreUnavailable

PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
IGNORING = "ignore_startup_parameters = options,extra_float_digits\n"

pytestmark = pytest.mark.skipif(
    PGBOUNCER is None and not os.environ.get("CI"), reason="PgBouncer is not installed"
)


@contextmanager
def a_pooler(url: URL, folder: Path, more: str) -> Iterator[URL]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = url.translate_connect_args()
    users = folder / "users"
    users.write_text(f'"{url.username}" "{url.password or ""}"\n', "utf-8")
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n{url.database} = host={server['host']} port={server.get('port', 5432)}"
        f" dbname={url.database} user={url.username} password={url.password or 'none'}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\nauth_file = {users}\n"
        f"pool_mode = transaction\ndefault_pool_size = 3\nunix_socket_dir =\n{more}",
        "utf-8",
    )
    as_somebody = ["--user", "postgres"] if os.geteuid() == 0 else []
    folder.chmod(0o755)
    process = subprocess.Popen([str(PGBOUNCER), "-q", *as_somebody, str(folder / "pgbouncer.ini")])
    try:
        _await(port)
        yield url.set(host="127.0.0.1", port=port, query={})
    finally:
        process.terminate()
        process.wait()


def _await(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("PgBouncer does not listen")


@pytest.mark.parametrize("more", ["", IGNORING], ids=["refuses options", "drops options"])
def test_a_pooler_is_refused_by_name(url: URL, schema: str, more: str) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,  # pytest's own may be read by one user alone
        a_pooler(url, Path(folder), more) as pooled,
        pytest.raises(StoreUnavailable, match="pooler"),
    ):
        PostgresStore(pooled, schema)
