"""`.env` is understood, or refused with file, line and reason; it never chooses another store in silence."""

import os
import sys
from pathlib import Path

import pytest

from hiring.domain.errors import InvalidSetting
from hiring.settings import Settings, load_settings
from tests.shell import Shell

SECRET = "hunter2"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(text: str) -> Settings:
    Path(".env").write_text(text, "utf-8")
    return load_settings()


@pytest.mark.parametrize(
    ("written", "password"),
    [
        ("plain", "plain"),
        ("  plain  # a comment", "plain"),
        ("with#sharp", "with#sharp"),
        ("'pa$$word ${HOME} $1 # all of it'", "pa$$word ${HOME} $1 # all of it"),
        ('"two words"  # a comment', "two words"),
        (r'"a \" and a \\ and a \$"', 'a " and a \\ and a $'),
        ("'a \\ stays'", "a \\ stays"),
        ("çédille", "çédille"),
        ("a\u2028b\x0cc", "a\u2028b\x0cc"),
    ],
)
def test_a_value_is_what_its_quotes_say(written: str, password: str) -> None:
    found = read(f"POSTGRES_PASSWORD={written}\n").postgres_password

    assert found is not None
    assert found.get_secret_value() == password


@pytest.mark.parametrize("begin", ["", "\ufeff", "# comment\n\n", "export ", "\r\n"])
def test_a_file_of_another_editor_is_read(begin: str) -> None:
    assert read(f"{begin}HIRING_HOME=elsewhere\r\n").hiring_home == Path("elsewhere")


def test_the_environment_wins_and_an_empty_value_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRING_HOME", "outer")

    found = read("HIRING_HOME=inner\nPOSTGRES_HOST=\n")

    assert (found.hiring_home, found.storage) == (Path("outer"), "files")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("POSTGRES_HOST localhost", 1),
        ("HIRING_HOME=a\nPOSTGRES_HOST: localhost", 2),
        (f"\nPOSTGRES_PASSWORD='{SECRET}", 2),
        (f'POSTGRES_PASSWORD="{SECRET}', 1),
        (f"POSTGRES_PASSWORD='{SECRET}' and more", 1),
        (f"POSTGRES_PASSWORD={SECRET}'", 1),
        (f"POSTGRES_PASSWORD={SECRET}$x", 1),
        (f'POSTGRES_PASSWORD="{SECRET}${{HOME}}"', 1),
        ("POSTGRES_HOTS=localhost", 1),
        ("POSTGRES_DATABASE=hiring", 1),
        ("POSTGRESS_HOST=localhost", 1),
        ("HIRNG_HOME=elsewhere", 1),
        ("HIRING_STORE=postgres", 1),
        ("MIN_PRECISION=0.9", 1),
        ("HIRING_HOME=a\nHIRING_HOME=b", 2),
        ("HIRING_HOME=a\nhiring_home=b", 2),
        ("=value", 1),
        ("HIRING-HOME=a", 1),
    ],
)
def test_a_line_that_is_misunderstood_is_refused_without_its_value(text: str, line: int) -> None:
    with pytest.raises(InvalidSetting) as refused:
        read(text)

    assert f".env, line {line}:" in str(refused.value)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    "name", ["COMPOSE_PROJECT_NAME", "SERVICE_PASSWORD", "HIRING_UID", "HIRING_PORT", "PATH_X"]
)
def test_names_of_others_may_stand_there(name: str) -> None:
    assert read(f"{name}=1\nHIRING_HOME=a\n").hiring_home == Path("a")


@pytest.mark.parametrize(
    "content",
    [
        "HIRING_HOME=a\n".encode("utf-16"),
        "HIRING_HOME=a\n".encode("utf-16-le"),
        "HIRING_HOME=ação\n".encode("latin-1"),
        b"HIRING_HOME=a\0b\n",
        b"#" * 2_000_000,
    ],
)
def test_what_is_no_text_is_refused(shell: Shell, content: bytes) -> None:
    Path(".env").write_bytes(content)

    ended = shell("model", "list")

    assert (ended.code, ".env" in ended.err) == (65, True)


def _link_to_nothing(name: str) -> None:
    Path(name).symlink_to("nowhere")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX kinds of files")
def test_what_is_no_file_is_refused() -> None:
    for make in (os.mkdir, os.mkfifo, _link_to_nothing):
        make(".env")
        with pytest.raises(InvalidSetting, match=r"\.env"):
            load_settings()
        Path(".env").rmdir() if Path(".env").is_dir() else Path(".env").unlink()

    Path(".env").symlink_to(os.devnull)
    assert load_settings().storage == "files"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_refused() -> None:
    Path(".env").touch(mode=0o000)

    with pytest.raises(InvalidSetting, match=r"\.env"):
        load_settings()


def test_the_example_can_be_copied_as_it_is() -> None:
    example = Path(__file__).parents[2] / ".env.example"

    assert read(example.read_text("utf-8")).storage == "files"


def test_the_password_of_an_example_is_refused_where_it_would_be_used(shell: Shell) -> None:
    Path(".env").write_text("POSTGRES_HOST=127.0.0.1\nPOSTGRES_PASSWORD=change-me\n", "utf-8")

    ended = shell("model", "list")

    assert (ended.code, "POSTGRES_PASSWORD" in ended.err) == (65, True)


def test_a_misspelt_name_in_the_environment_is_told(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRING_STORRAGE", SECRET)

    ended = shell("model", "list")

    assert (ended.code, "HIRING_STORRAGE" in ended.err, SECRET in ended.err) == (0, True, False)
