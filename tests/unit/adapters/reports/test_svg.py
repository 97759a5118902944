"""Matplotlib's pictures, made fit for a page."""

import re

import pytest
from matplotlib.axes import Axes

from hiring.adapters.reports.drawing import draw_svg
from hiring.adapters.reports.numbers import filters
from hiring.adapters.reports.svg import inline_svg


def a_plot(axes: Axes) -> None:
    axes.plot([0, 1], [0, 1], "o-", label="a < b & c")
    axes.set_xlabel("R$/mês, R$")
    axes.legend()


def test_a_plot_carries_its_words_and_no_style_of_its_own() -> None:
    plot = draw_svg(a_plot, name="p", title="A & B", description="<rising>")
    assert re.match(r'<svg viewBox="[\d. ]+" role="img" aria-labelledby="p-title p-description">', plot)
    assert '<title id="p-title">A &amp; B</title><desc id="p-description">&lt;rising&gt;</desc>' in plot
    assert "a &lt; b &amp; c" in plot
    assert "R$/mês, R$" in plot
    for unwanted in ("style=", "://", "xmlns", "metadata", "font-family", "<?xml", "<!"):
        assert unwanted not in plot


def test_two_plots_of_one_page_share_no_names() -> None:
    one, other = (draw_svg(a_plot, name=name, title="t", description="d") for name in ("one", "other"))
    names = [set(re.findall(r' id="([^"]+)"', plot)) for plot in (one, other)]
    assert names[0]
    assert not names[0] & names[1]


def test_styles_become_attributes_and_numbers_get_shorter() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' viewBox="0 0 1 1">'
        '<g id="unused"><path id="m" d="M 1.23456 2.0000\n z" style="fill: #fff; stroke-width: 0.8"/></g>'
        '<use xlink:href="#m"/><text style="font: 10px serif; text-anchor: end" '
        'transform="rotate(-0 1 1)">x</text></svg>'
    )
    assert inline_svg(svg, name="n", title="t", description="d").partition("</desc>")[2] == (
        '<g><path id="m" d="M 1.23 2 z" fill="#fff" stroke-width="0.8" /></g>'
        '<use href="#m" /><text font-size="10" text-anchor="end">x</text></svg>'
    )


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("number", 0.12345, '<data value="0.12345">0.123</data>'),
        ("number", None, "—"),
        ("count", 12345, '<data value="12345">12,345</data>'),
        ("percent", 0.9, '<data value="0.9">90%</data>'),
        ("porcento", 0.9, '<data value="0.9">90\N{NO-BREAK SPACE}%</data>'),
        ("day", "2026-03-01", "2026-03-01"),
        ("signed", 0.01, '<data value="0.01">+0.010</data>'),
        ("plain", 20261, '<data value="20261">20261</data>'),
        ("numero", 0.628, '<data value="0.628">0,628</data>'),
        ("contagem", 1180, '<data value="1180">1.180</data>'),
        ("moment", "2026-03-01T09:30:00-03:00", "2026-03-01 12:30 UTC"),
    ],
)
def test_values_are_written_for_people_and_kept_for_machines(name: str, value: object, written: str) -> None:
    assert filters("en")[name](value) == written


def test_a_share_of_nobody_cannot_be_said() -> None:
    share = filters("en")["share"]
    assert share(0, 0) == "—"
    assert share(1, 3) == "33.3%"
    assert filters("pt")["share"](1, 3) == "33,3\N{NO-BREAK SPACE}%"
