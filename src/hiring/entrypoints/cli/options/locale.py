"""The language of whoever sits at the terminal."""

import os
from collections.abc import Mapping


def language_here(environment: Mapping[str, str] = os.environ) -> str:
    """`pt` where the locale is Portuguese, else `en`; the first variable that is set decides (POSIX)."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return "pt" if locale.lower().startswith("pt") else "en"
