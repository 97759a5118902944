"""How every plot of a page looks, and what becomes of it."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Final

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter

from hiring.adapters.reports.svg import inline_svg
from hiring.adapters.reports.texts import Language

BLUE: Final = "#1b5e9e"
ORANGE: Final = "#b45309"
GREY: Final = "#5b6470"
PALE: Final = "#c9d2dc"

WIDTH: Final = 4.6
"""Inches: at this width, text stays readable when a phone shrinks the plot."""
SQUARE: Final = 3.5

_LOOK: Final = Path(__file__).with_name("templates") / "plots.mplstyle"


def draw_svg(
    draw: Callable[[Axes], None], *, name: str, title: str, description: str, height: float = SQUARE
) -> Markup:
    """A plot as an element of a page; the same plot gives the same bytes.

    Args:
        draw: Draws it.
        name: Unique in the page.
        title: What it is.
        description: What it shows, for who cannot see it.
        height: In inches.
    """
    with mpl.rc_context({"svg.hashsalt": name}, fname=_LOOK):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        draw(figure.subplots())
        content = io.StringIO()
        figure.savefig(content, format="svg", transparent=True, metadata={"Date": None})
    return inline_svg(content.getvalue(), name=name, title=title, description=description)


def written_axes(axes: Axes, language: Language) -> None:
    """Numbers along the axes as the language writes them."""
    if language == "pt":
        for axis in (axes.xaxis, axes.yaxis):
            if isinstance(axis.get_major_formatter(), ScalarFormatter):
                axis.set_major_formatter(lambda value, _place: f"{value:g}".replace(".", ","))


def below_it(axes: Axes, columns: int = 1) -> None:
    """The legend under the plot, where it hides nothing."""
    if (own := axes.get_legend()) is not None:
        own.remove()
    figure = axes.get_figure(root=True)
    if figure is not None:
        figure.legend(loc="outside lower left", ncols=columns)
