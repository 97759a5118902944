"""Whether what a command printed is what its document shows."""

import platform
import re
import sys
from typing import Any, Final

VARYING: Final = re.compile(  # moments, version ids, drawn request ids and keys
    r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9.]+Z?)?"
    r"|\b[0-9a-f]{32}\b|\b[0-9a-f]{12}\b"
)
_MEASURED: Final = re.compile(r"\d+(?:[.,]\d+)*")

SAME_ARITHMETIC: Final = sys.platform == "linux" and platform.machine() == "x86_64"
"""A model's last digits depend on the processor: elsewhere its figures are not compared."""


def shown_lines(text: str, *, figures: bool) -> set[str]:
    """What lines say in every run: their words, and with `figures` their numbers too; `...` stands for any."""
    lines = {VARYING.sub("#", line).strip() for line in text.splitlines()} - {"", "..."}
    return lines if figures and SAME_ARITHMETIC else {_MEASURED.sub("#", line) for line in lines}


def differences(shown: Any, got: Any, path: str = "$") -> list[str]:  # noqa: ANN401  # any JSON value
    """Where a JSON value is not what is shown; an empty list or object stands for any.

    A number is compared to as many digits as are shown.
    """
    if isinstance(shown, dict) and isinstance(got, dict):
        if not shown:
            return []
        if shown.keys() != got.keys():
            return [f"{path}: keys {sorted(shown)} are shown, {sorted(got)} are there"]
        return [each for key in shown for each in differences(shown[key], got[key], f"{path}.{key}")]
    if isinstance(shown, list) and isinstance(got, list):
        if not shown:
            return []
        if len(shown) != len(got):
            return [f"{path}: {len(shown)} are shown, {len(got)} are there"]
        pairs = enumerate(zip(shown, got, strict=True))
        return [each for number, pair in pairs for each in differences(*pair, f"{path}[{number}]")]
    return [] if _same(shown, got) else [f"{path}: {shown!r} is shown, {got!r} is there"]


def _same(shown: object, got: object) -> bool:
    if isinstance(shown, str) and isinstance(got, str):
        return VARYING.sub("#", shown) == VARYING.sub("#", got)
    if isinstance(shown, float) and isinstance(got, float):
        digits = len(repr(shown).partition(".")[2])
        return not SAME_ARITHMETIC or round(got, digits) == shown
    return type(shown) is type(got) and shown == got
