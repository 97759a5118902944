"""How values are written on a page. Every figure is a `<data>` element, which keeps it whole for machines."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Final

from markupsafe import Markup

from hiring.adapters.reports.texts import Language

UNSAID: Final = "—"

_BRAZILIAN: Final = str.maketrans(",.", ".,")
_DAYS: Final = {"en": "%Y-%m-%d", "pt": "%d/%m/%Y"}

Written = Callable[..., str]
Filter = Callable[..., Markup | str]


def number(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}"


def signed(value: float) -> str:
    return f"{value:+.3f}"


def count(value: float) -> str:
    return f"{value:,.0f}"


def percent(value: float, digits: int = 0) -> str:
    return f"{100 * value:.{digits}f}%"


def figure(write: Written) -> Filter:
    """The filter that writes a value so, or that it cannot be said."""

    def written(value: float | None, *digits: int) -> Markup | str:
        if value is None:
            return UNSAID
        return Markup('<data value="{}">{}</data>').format(repr(value), write(value, *digits))

    return written


def format_brazilian(write: Written) -> Written:
    """The same in Brazil's way: 1.234,5."""
    return lambda *arguments: write(*arguments).translate(_BRAZILIAN)


def in_language(write: Written, language: Language) -> Written:
    """The same as the language writes it."""
    return format_brazilian(write) if language == "pt" else write


def percent_in(language: Language) -> Written:
    """90%, and in Portuguese 90 %."""
    if language == "en":
        return percent
    return lambda *arguments: format_brazilian(percent)(*arguments).replace("%", "\N{NO-BREAK SPACE}%")


def filters(language: Language) -> Mapping[str, Filter]:
    """The filters of a page's templates."""

    def share(part: int, whole: int) -> str:
        """Of two figures that stand beside it."""
        return percent_in(language)(part / whole, 1) if whole else UNSAID

    def moment(value: datetime | str) -> str:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
        return at.astimezone(UTC).strftime(f"{_DAYS[language]} %H:%M UTC")

    def day(value: str) -> str:
        return date.fromisoformat(value).strftime(_DAYS[language])

    return {
        "number": figure(in_language(number, language)),
        "signed": figure(in_language(signed, language)),
        "count": figure(in_language(count, language)),
        "percent": figure(percent_in(language)),
        "plain": figure(str),
        "numero": figure(format_brazilian(number)),
        "contagem": figure(format_brazilian(count)),
        "porcento": figure(percent_in("pt")),
        "share": share,
        "moment": moment,
        "day": day,
    }
