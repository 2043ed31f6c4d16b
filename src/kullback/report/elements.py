"""HTML as a tree: whatever is put in as text comes out as text."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree import ElementTree

from kullback._figures import readable

Element = ElementTree.Element
Child = Element | str


def element(tag: str, *children: Child, **attributes: str) -> Element:
    """Return an element; attributes that Python has words for end in an underscore."""
    made = ElementTree.Element(
        tag,
        {name.rstrip("_").replace("_", "-"): readable(text) for name, text in attributes.items()},
    )
    for child in children:
        if isinstance(child, str):
            _append_text(made, readable(child))
        else:
            made.append(child)
    return made


def _append_text(made: Element, text: str) -> None:
    if len(made):
        made[-1].tail = (made[-1].tail or "") + text
    else:
        made.text = (made.text or "") + text


def style(rules: str) -> Element:
    """Return a style sheet of our own."""
    made = ElementTree.Element("style")
    made.text = rules
    return made


def data(record: dict[str, Any], name: str) -> Element:
    """Return a record as JSON that a program may read out of the page, and that never runs.

    No `<` is left in it: it cannot end its element, nor begin another.
    """
    made = ElementTree.Element("script", {"type": "application/json", "id": name})
    made.text = json.dumps(record, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
    return made


def table(
    caption: str, headings: Sequence[str], rows: Iterable[Sequence[Child]], numbers: set[int]
) -> Element:
    """Return a table whose first column names the rows; columns in `numbers` are set to the right.

    On a narrow screen it scrolls inside its frame, by keyboard too.
    """

    def cell(tag: str, place: int, content: Child, **attributes: str) -> Element:
        if place in numbers:
            attributes["class_"] = "number"
        return element(tag, content, **attributes)

    head = element("tr", *(cell("th", k, h, scope="col") for k, h in enumerate(headings)))
    body = [
        element(
            "tr",
            cell("th", 0, row[0], scope="row"),
            *(cell("td", k, content) for k, content in enumerate(row[1:], start=1)),
        )
        for row in rows
    ]
    made = element(
        "table",
        element("caption", caption),
        element("thead", head),
        element("tbody", *body),
    )
    return element("div", made, class_="scrolls", role="region", aria_label=caption, tabindex="0")


def text_of(tree: Element) -> str:
    """Return a tree as HTML."""
    return ElementTree.tostring(tree, encoding="unicode", method="html")
