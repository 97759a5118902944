"""`keys`, as a person and as a script use it: the key alone on standard output, and kept nowhere."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shell import Ended, Shell

TOKEN = re.compile(r"hk_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")


def id_of(ended: Ended) -> str:
    found = TOKEN.fullmatch(ended.out.rstrip("\n"))
    assert found is not None, ended
    return found[1]


def test_the_key_stands_alone_on_standard_output_and_is_kept_nowhere(shell: Shell, tmp_path: Path) -> None:
    ended = shell("keys", "create", "ats")
    token, key_id = ended.out.rstrip("\n"), id_of(ended)

    assert ended.code == 0
    assert f"store: {tmp_path / 'hiring-data'}" in ended.err
    assert f"key {key_id} of ats (predict)" in ended.err
    assert f"hiring-cli keys revoke {key_id}" in ended.err
    assert token not in ended.err + shell("keys", "list").out + shell("keys", "list", "--json").out
    kept = [file.read_bytes() for file in (tmp_path / "hiring-data").rglob("*") if file.is_file()]
    assert any(key_id.encode() in content for content in kept)
    assert not any(token[16:].encode() in content for content in kept)


def test_keys_are_told_to_machines(shell: Shell) -> None:
    assert json.loads(shell("keys", "list", "--json").out) == {"keys": []}
    made = json.loads(shell("keys", "create", "ats", "--scope", "predict", "--scope", "admin", "--json").out)
    token = made.pop("token")
    (listed,) = json.loads(shell("keys", "list", "--json").out)["keys"]

    assert TOKEN.fullmatch(token)
    assert listed == made
    assert set(made) == {"id", "name", "scopes", "created_at", "revoked_at"}
    assert (made["name"], made["scopes"], made["revoked_at"]) == ("ats", ["admin", "predict"], None)
    assert json.loads(shell("keys", "revoke", made["id"], "--json").out) == {"revoked": made["id"]}
    (listed,) = json.loads(shell("keys", "list", "--json").out)["keys"]
    assert listed["revoked_at"] > made["created_at"]


def test_a_client_changes_keys_with_two_of_them(shell: Shell) -> None:
    assert shell("keys", "list").out == "no keys yet\n"
    old, new = (id_of(shell("keys", "create", "ats", "--scope", "admin")) for _ in range(2))
    refused = shell("keys", "create", "ats")
    assert (refused.code, refused.out) == (73, "")
    assert "[too-many-keys]" in refused.err

    assert shell("keys", "revoke", old).out == f"{old} is revoked\n"
    assert shell("keys", "revoke", old).code == 0

    lines = dict(line.split("  ", 1) for line in shell("keys", "list").out.splitlines())
    assert lines[old].startswith("ats  admin  created ")
    assert re.search(r"revoked [0-9-]{10} [0-9:]{5} UTC$", lines[old])
    assert lines[new].endswith("  live")
    assert shell("keys", "create", "ats").code == 0


@pytest.mark.parametrize("key_id", ["0123456789ab", "hk_0123456789ab_" + "s" * 43, "\udcff", "x\0y"])
def test_an_id_that_is_none_is_not_found_and_not_repeated(shell: Shell, key_id: str) -> None:
    ended = shell("keys", "revoke", key_id)
    assert (ended.code, ended.out) == (66, "")
    assert "[key-missing]" in ended.err
    assert key_id not in ended.err


@pytest.mark.parametrize("name", ["ação", "a b", "", "x" * 64, "../x"])
def test_a_name_that_is_none_is_refused_before_a_store_is_made(
    shell: Shell, tmp_path: Path, name: str
) -> None:
    ended = shell("keys", "create", name)
    assert (ended.code, ended.out) == (65, "")
    assert "[invalid-key-name]" in ended.err
    assert not (tmp_path / "hiring-data").exists()


@pytest.mark.parametrize(
    "words", [("create",), ("create", "ats", "--scope", "root"), ("revoke",), ("delete",)]
)
def test_wrong_usage_is_said(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell("keys", *words).code == 2


HIRING = (sys.executable, "-m", "hiring", "keys")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("output", ["full", "closed", "a pipe that nobody reads"])
def test_a_key_that_nobody_could_read_was_not_made(tmp_path: Path, output: str) -> None:
    words = " ".join(shlex.quote(word) for word in (*HIRING, "create", "ats"))
    command = words + (" >&-" if output == "closed" else "")
    reading, writing = os.pipe()
    os.close(reading)
    with Path("/dev/full").open("wb") as full, os.fdopen(writing, "wb") as pipe:
        stdout = pipe if output.startswith("a pipe") else full
        ended = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=tmp_path,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert (ended.returncode, "key-not-shown" in ended.stderr) == (75, True), ended.stderr
        assert "Traceback" not in ended.stderr
    listed = subprocess.run(
        [*HIRING, "list", "--json"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert json.loads(listed.stdout)["keys"] == []
