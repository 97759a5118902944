"""Matplotlib's SVG made fit to stand inside a page: small, silent, and without a style of its own.

A page whose policy forbids inline styles shows it: what Matplotlib writes as `style="..."` becomes
presentation attributes, and the page's style sheet names the font.
"""

import re
from typing import Final
from xml.etree import ElementTree as ET

from markupsafe import Markup

_NUMBER: Final = re.compile(r"-?\d+\.\d+")
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")
_FONT_SIZE: Final = re.compile(r"([\d.]+)px")
_DROPPED: Final = frozenset({"metadata", "style"})
_NUMBERS: Final = frozenset({"d", "x", "y", "width", "height", "transform", "points"})
_FONTS: Final = frozenset({"font", "font-family"})
_UPRIGHT: Final = "rotate(-0 "


def inline_svg(svg: str, *, name: str, title: str, description: str) -> Markup:
    """The picture as an element of a page.

    Args:
        svg: As Matplotlib wrote it, with text as text.
        name: Unique in the page.
        title: What it is.
        description: What it shows, for who cannot see it.
    """
    root = ET.fromstring(svg)  # noqa: S314  # Matplotlib's own
    _clean(root)
    used = _referenced(root)
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)
    box = root.get("viewBox", "")
    labels = {"title": f"{name}-title", "desc": f"{name}-description"}
    root.attrib = {"viewBox": box, "role": "img", "aria-labelledby": " ".join(labels.values())}
    for place, (tag, text) in enumerate({"title": title, "desc": description}.items()):
        label = ET.Element(tag, {"id": labels[tag]})
        label.text = text
        root.insert(place, label)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704  # the serialiser escapes


def _clean(element: ET.Element) -> None:
    element.tag = _local(element.tag)
    element.attrib = _attributes(element)
    if element.tag != "text":
        element.text = None
    element.tail = None
    for child in list(element):
        if _local(child.tag) in _DROPPED:
            element.remove(child)
        else:
            _clean(child)


def _attributes(element: ET.Element) -> dict[str, str]:
    attributes = {_local(name): value for name, value in element.attrib.items()}
    for declaration in attributes.pop("style", "").split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if size := _FONT_SIZE.search(value) if name == "font" else None:
            attributes["font-size"] = size[1]
        elif name and name not in _FONTS:
            attributes[name] = value.removesuffix("px") if name == "font-size" else value
    if attributes.get("transform", "").startswith(_UPRIGHT):
        del attributes["transform"]
    return {name: _short(name, value) for name, value in attributes.items()}


def _short(name: str, value: str) -> str:
    if name not in _NUMBERS:
        return value
    return " ".join(
        _NUMBER.sub(lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), value).split()
    )


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _referenced(root: ET.Element) -> set[str]:
    found: set[str] = set()
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "href":
                found.add(value.removeprefix("#"))
            found.update(_REFERENCE.findall(value))
    return found
