"""A chart as part of a page: static, in the page's colours and letters.

Drawn on the spot it takes 20 to 50 kB and no program; Vega's JavaScript alone takes 0.9 MB.
"""

from typing import Any
from xml.etree import ElementTree

from kullback.report.elements import Element, element

# What Vega writes for its own interaction, and what the page's style sheet says once for all.
SUPERFLUOUS = {
    "aria-hidden",
    "aria-roledescription",
    "class",
    "font-family",
    "pointer-events",
    "role",
    "version",
}
NEVER_SEEN = {"foreground", "background"}


def picture(chart: Any) -> Element:
    """Return a chart as a figure, without its title: the page has headings of its own.

    A mark shows its values when the pointer rests on it.
    """
    from kullback.plots.saving import svg

    untitled = chart.copy(deep=False)
    untitled.title = ""
    drawn = ElementTree.fromstring(svg(untitled))
    _clean(drawn)
    drawn.set("role", "img")
    drawn.set("aria-label", chart.description)
    return element("figure", drawn)


def _clean(node: Element) -> None:
    """Take namespaces, which HTML has none of, and what is superfluous out of a tree, in place."""
    node.tag = node.tag.rpartition("}")[2]
    words = node.attrib.pop("aria-label", "")
    drawn_mark = node.get("role") == "graphics-symbol" and node.get("aria-roledescription") in (
        "point",
        "bar",
        "rule mark",
    )
    for child in list(node):
        if _is_never_seen(child):
            node.remove(child)
        else:
            _clean(child)
    for name in SUPERFLUOUS & node.attrib.keys():
        del node.attrib[name]
    if node.get("opacity") == "1":
        del node.attrib["opacity"]
    if words and drawn_mark:
        node.insert(0, element("title", words))


def _is_never_seen(node: Element) -> bool:
    return node.get("class") in NEVER_SEEN and not {"fill", "stroke"} & node.attrib.keys()
