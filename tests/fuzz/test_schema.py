"""What the served process says that it takes and gives against what it does: all checks of schemathesis."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.chaos.asking import connect, send
from tests.fuzz.conftest import Served

ROOT = str(Path(__file__).parents[2])


@pytest.mark.parametrize("examples", [5, pytest.param(200, marks=pytest.mark.slow)], ids=["few", "many"])
def test_the_schema_is_kept(served: Served, tmp_path: Path, examples: int) -> None:
    key = {"Authorization": f"Bearer {served.token}"}
    schema = tmp_path / "openapi.json"
    with closing(connect(served.api.port)) as connection:
        schema.write_bytes(send(connection, "GET", "/schema/openapi.json", headers=key).content)
    words = [
        str(schema),
        f"--url=http://127.0.0.1:{served.api.port}",
        "--checks=all",
        f"--max-examples={examples}",
        "--seed=1",
        "--no-shrink",
        "--generation-database=none",
        "--generation-allow-x00=false",  # refused in raw records, which a schema cannot say
        "--max-response-time=2",
    ]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.schema_run", *words],
        env={**os.environ, "PYTHONPATH": ROOT, "HIRING_TEST_KEY": served.token},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[-8_000:] + ended.stderr[-2_000:]
    assert served.api.process.poll() is None
    assert served.failures() == []
