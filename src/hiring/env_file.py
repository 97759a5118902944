"""`.env`, read strictly: a line that is misunderstood would choose another store in silence.

Its lines mean here what they mean to Docker Compose, or are refused.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from hiring.domain.errors import InvalidSetting

ENV_FILE: Final = Path(".env")

OF_OTHERS: Final = frozenset(
    {"HIRING_UID", "HIRING_GID", "HIRING_PORT", "POSTGRES_PORT_ON_HOST", "POSTGRES_INITDB_ARGS"}
    | {"POSTGRES_HOST_AUTH_METHOD", "POSTGRES_INITDB_WALDIR"}
)
"""Names that compose.yaml or an image reads."""

_MOST_BYTES: Final = 1_000_000
_CLOSE: Final = 0.85
_OURS: Final = ("HIRING_", "POSTGRES_")
_LINE_END: Final = re.compile(r"\r\n|\n|\r")  # what else `splitlines` takes for one may be of a value
_LINE: Final = re.compile(r"(?:export[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(?P<value>.*)")
_SINGLE: Final = re.compile(r"'(?P<text>[^']*)'[ \t]*(?:#.*)?")
_DOUBLE: Final = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"[ \t]*(?:#.*)?')
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$"}
_MARKS: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def read_env_file(path: Path, names: Iterable[str]) -> dict[str, str]:
    """Names, in lower case, and values; empty where there is no such file.

    Args:
        path: The file.
        names: Those that settings have, in any case.

    Raises:
        InvalidSetting: Tells file, line and reason, and never a value.
    """
    known = {name.upper() for name in names} | OF_OTHERS
    found: dict[str, str] = {}
    for number, line in enumerate(_LINE_END.split(_text(path)), start=1):
        text = line.strip()
        if text and not text.startswith("#"):
            try:
                name, value = _setting(text)
                _check_name(name, known, found)
            except ValueError as fault:
                raise InvalidSetting(f"{path}, line {number}: {fault}") from None
            found[name.lower()] = value
    return found


def doubtful_names(environment: Iterable[str], names: Iterable[str]) -> Iterator[str]:
    """What to say of each name in an environment that looks like one of ours and is none."""
    known = {name.upper() for name in names} | OF_OTHERS
    for name in sorted(environment):
        hint = _hint(name, known)
        if name.upper() not in known and (hint or name.upper().startswith("HIRING_")):
            yield f"{name} in the environment is not a setting of this program{hint}"


def _text(path: Path) -> str:
    content = _bytes(path)
    if content[:2] in _MARKS or b"\0" in content:
        raise InvalidSetting(f"{path}: it is UTF-16, or not text at all: save it as UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise InvalidSetting(f"{path}, line {line}: it is not UTF-8: save it as UTF-8") from None


def _bytes(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not path.samefile(os.devnull):
            raise InvalidSetting(f"{path}: it is not a file")
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as fault:
        if isinstance(fault, FileNotFoundError) and not path.is_symlink():
            return b""
        raise InvalidSetting(f"{path}: it cannot be read ({fault.strerror})") from None
    if len(content) > _MOST_BYTES:
        raise InvalidSetting(f"{path}: it is larger than {_MOST_BYTES:,} bytes")
    return content


def _setting(line: str) -> tuple[str, str]:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError("it is not NAME=value")
    return match["name"], _value(match["value"])


def _value(written: str) -> str:
    if written.startswith("'"):
        return _quoted(_SINGLE, written)
    if written.startswith('"'):
        text = _quoted(_DOUBLE, written)
        _check_dollar(re.sub(r"\\.", "", text))
        return re.sub(r"\\(.)", lambda escape: _ESCAPES.get(escape[1], escape[0]), text)
    text = re.split(r"(?:^|[ \t])#", written, maxsplit=1)[0].rstrip()
    _check_dollar(text)
    if text.endswith(("'", '"')):
        raise ValueError("a quote is closed at the end, but not opened at the beginning of the value")
    return text


def _quoted(pattern: re.Pattern[str], written: str) -> str:
    match = pattern.fullmatch(written)
    if match is None:
        raise ValueError("a quote is not closed in its line, or something follows it")
    return match["text"]


def _check_dollar(text: str) -> None:
    if "$" in text:
        raise ValueError("put a value with $ in single quotes: Docker Compose would expand the $")


def _check_name(name: str, known: set[str], found: dict[str, str]) -> None:
    if name.lower() in found:
        raise ValueError(f"{name} was already set above")
    if name.upper() in known:
        return
    hint = _hint(name, known)
    if hint or name.upper().startswith(_OURS):
        raise ValueError(f"{name} is not a setting of this program{hint}")


def _hint(name: str, known: set[str]) -> str:
    close = get_close_matches(name.upper(), sorted(known), n=1, cutoff=_CLOSE)
    return f"; {close[0]} is" if close else ""
