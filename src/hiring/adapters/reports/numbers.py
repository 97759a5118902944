"""How values are written on a page. Every figure is a `<data>` element, which keeps it whole for machines."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from markupsafe import Markup

from hiring.adapters.reports.texts import Language

UNSAID: Final = "—"

_PERCENT: Final = "\N{NO-BREAK SPACE}%"
_BRAZILIAN: Final = str.maketrans(",.", ".,")
_MOMENTS: Final = {"en": "%Y-%m-%d %H:%M UTC", "pt": "%d/%m/%Y %H:%M UTC"}

Written = Callable[..., str]
Filter = Callable[..., Markup | str]


def number(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}"


def signed(value: float) -> str:
    return f"{value:+.3f}"


def count(value: float) -> str:
    return f"{value:,.0f}"


def percent(value: float, digits: int = 0) -> str:
    return f"{100 * value:.{digits}f}{_PERCENT}"


def figure(write: Written) -> Filter:
    """The filter that writes a value so, or that it cannot be said."""

    def written(value: float | None, *digits: int) -> Markup | str:
        if value is None:
            return UNSAID
        return Markup('<data value="{}">{}</data>').format(repr(value), write(value, *digits))

    return written


def brazilian(write: Written) -> Written:
    """The same in Brazil's way: 1.234,5."""
    return lambda *arguments: write(*arguments).translate(_BRAZILIAN)


def in_language(write: Written, language: Language) -> Written:
    """The same as the language writes it."""
    return brazilian(write) if language == "pt" else write


def filters(language: Language) -> Mapping[str, Filter]:
    """The filters of a page's templates."""

    def share(part: int, whole: int) -> str:
        """Of two figures that stand beside it."""
        return in_language(percent, language)(part / whole, 1) if whole else UNSAID

    def moment(value: datetime | str) -> str:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
        return at.astimezone(UTC).strftime(_MOMENTS[language])

    return {
        "number": figure(in_language(number, language)),
        "signed": figure(in_language(signed, language)),
        "count": figure(in_language(count, language)),
        "percent": figure(in_language(percent, language)),
        "plain": figure(str),
        "numero": figure(brazilian(number)),
        "contagem": figure(brazilian(count)),
        "porcento": figure(brazilian(percent)),
        "share": share,
        "moment": moment,
    }
