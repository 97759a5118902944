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
    """What lines say in every run: words, and with `figures` numbers too; `...` stands for any lines."""
    lines = {VARYING.sub("#", line).strip() for line in text.splitlines()} - {"", "..."}
    return lines if figures and SAME_ARITHMETIC else {_MEASURED.sub("#", line) for line in lines}


def differences(
    shown: Any,  # noqa: ANN401  # any JSON value
    got: Any,  # noqa: ANN401  # the same
    path: str = "$",
    *,
    figures: bool = True,
) -> list[str]:
    """Where a JSON value is not what is shown; an empty list or object stands for any.

    A number is compared to as many digits as are shown.
    """
    if type(shown) is type(got) and shown in ([], {}):
        return []
    if isinstance(shown, dict) and isinstance(got, dict) and shown.keys() == got.keys():
        pairs = [(f"{path}.{key}", shown[key], got[key]) for key in shown]
    elif isinstance(shown, list) and isinstance(got, list) and len(shown) == len(got):
        pairs = [(f"{path}[{number}]", *pair) for number, pair in enumerate(zip(shown, got, strict=True))]
    elif _same(shown, got, figures=figures):
        pairs = []
    else:
        return [f"{path}: {shown!r} is shown, {got!r} is there"]
    return [each for name, *pair in pairs for each in differences(*pair, name, figures=figures)]


def _same(shown: object, got: object, *, figures: bool) -> bool:
    if isinstance(shown, str) and isinstance(got, str):
        return VARYING.sub("#", shown) == VARYING.sub("#", got)
    if isinstance(shown, float) and isinstance(got, float):
        digits = len(repr(shown).partition(".")[2])
        return not (figures and SAME_ARITHMETIC) or round(got, digits) == shown
    return type(shown) is type(got) and shown == got
