"""A disk that is really full: one clear error, the old table, and a second try that succeeds."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from psycopg import sql

from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from tests.contracts.builders import a_name, a_reject, assert_same_chunks, some_applicants
from tests.integration.postgres.conftest import connect
from tests.postgres_server import LocalServer, NoServerError, Server, a_local_server, skip_but_in_ci
from tests.shell import Shell

pytestmark = pytest.mark.slow

SCHEMA = "hiring_full"
APPLICANTS = a_name("applicants_raw")
TOO_MANY = 8_000  # applicants: some 20 MB of table, and as much of WAL
MB = 1 << 20
ROOM_MB, LEFT_MB = 1024, 8


@dataclass(frozen=True)
class Disk:
    """A file system of its own, whose size can be changed."""

    folder: Path

    def leave(self, room: int) -> None:
        self.resize(shutil.disk_usage(self.folder).used + room)

    def resize(self, size: int) -> None:
        mount("-o", f"remount,size={size >> 10}k", self.folder)


def mount(*words: object) -> None:
    subprocess.run(["mount", *map(str, words)], check=True, capture_output=True)  # noqa: S607  # where it is


@pytest.fixture
def disk() -> Iterator[Disk]:
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root may mount a disk")  # a real full disk needs one of its own
    folder = Path(tempfile.mkdtemp(prefix="disk"))
    try:
        mount("-t", "tmpfs", "-o", f"size={ROOM_MB}m,mode=0755", "tmpfs", folder)
    except subprocess.CalledProcessError as error:
        folder.rmdir()
        pytest.skip(f"no disk can be mounted: {error.stderr.decode().strip()}")  # a container may not
    yield Disk(folder)
    subprocess.run(["umount", str(folder)], check=True)  # noqa: S607  # where it is
    folder.rmdir()


@pytest.fixture
def exports(shell: Shell, tmp_path: Path) -> Path:
    assert shell("synth", "--applicants", TOO_MANY, "--prospects", 10, "--out", tmp_path).code == 0
    return tmp_path / "applicants.json"


@contextmanager
def a_server_with_a_table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """And the settings that lead there."""
    try:
        with a_local_server() as server:
            found = {"HOST": str(server.url.host), "USER": "postgres", "DB": "postgres", "SCHEMA": SCHEMA}
            for name, value in found.items():
                monkeypatch.setenv(f"POSTGRES_{name}", value)
            Migrations(server.url, SCHEMA).upgrade()
            with (
                closing(PostgresStore(server.url, SCHEMA)) as store,
                store.applicants(APPLICANTS).replacing() as writer,
            ):
                writer.write(some_applicants())
                writer.reject([a_reject()])
            yield server
    except NoServerError as error:
        skip_but_in_ci(error)


def check_that_it_fails_and_then_succeeds(shell: Shell, disk: Disk, exports: Path, server: Server) -> str:
    """What was said when the disk was full."""
    disk.leave(LEFT_MB * MB)
    refused = shell("ingest", "applicants", exports)
    assert refused.code == 75
    assert refused.out == ""
    assert refused.err.count("applicants_raw") == 1, refused.err
    assert "Traceback" not in refused.err
    disk.resize(ROOM_MB * MB)
    come_back(postmaster_of(server))
    with closing(PostgresStore(server.url, SCHEMA)) as store:
        assert_same_chunks(list(store.applicants(APPLICANTS).chunks(10)), some_applicants())
        assert list(store.applicants(APPLICANTS).rejects()) == [a_reject()]
    assert f"kept {TOO_MANY:,}" in shell("ingest", "applicants", exports).out
    return refused.err


def come_back(postmaster: LocalServer) -> None:
    """As whoever looks after a server would see to it, where it has gone down and not come back itself."""
    try:
        postmaster.wait()
    except NoServerError:
        postmaster.restart()


def postmaster_of(server: Server) -> LocalServer:
    assert server.process is not None
    return server.process


def move_table(server: Server, folder: Path) -> None:
    """Its rows go to this folder; all else stays where the server lives."""
    owner = Path(str(server.url.host)).stat()
    folder.chmod(0o755)
    place = folder / "tables"
    place.mkdir()
    os.chown(place, owner.st_uid, owner.st_gid)
    with connect(server.url) as connection:
        connection.execute(sql.SQL("CREATE TABLESPACE elsewhere LOCATION {}").format(str(place)))
        table = sql.Identifier(SCHEMA, APPLICANTS)
        connection.execute(sql.SQL("ALTER TABLE {} SET TABLESPACE elsewhere").format(table))


def test_a_full_disk_under_the_table(
    disk: Disk, exports: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_server_with_a_table(monkeypatch) as server:
        move_table(server, disk.folder)
        said = check_that_it_fails_and_then_succeeds(shell, disk, exports, server)
    assert "DiskFull, SQLSTATE 53100" in said
    assert "its disk" in said


def test_a_full_disk_under_the_server(
    disk: Disk, exports: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(disk.folder))
        with a_server_with_a_table(monkeypatch) as server:
            said = check_that_it_fails_and_then_succeeds(shell, disk, exports, server)
    assert "DiskFull, SQLSTATE 53100" in said


def test_a_full_disk_under_the_wal(
    disk: Disk, exports: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server goes down with it, and can say nothing more."""
    with tempfile.TemporaryDirectory(prefix="roomy") as roomy, monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(disk.folder))
        with a_server_with_a_table(monkeypatch) as server:
            move_table(server, Path(roomy))
            check_that_it_fails_and_then_succeeds(shell, disk, exports, server)
            assert "PANIC" in (Path(str(server.url.host)) / "log").read_text()
