"""The layout that all pages share: answer, sections, versions, and the result itself as JSON."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata, resources
from typing import Any

from kullback import __version__
from kullback.report.elements import Child, Element, data, element, style, text_of

# Nothing is loaded and nothing runs, whatever the data hold: the browser itself sees to it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
INVOLVED = ("numpy", "scipy", "duckdb", "narwhals", "altair", "vl-convert-python")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and what stands below it."""

    heading: str
    body: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says, in the order in which it is read."""

    title: str
    answer: str
    about: str
    sections: Sequence[Section]
    result: dict[str, Any]


def html(page: Page) -> str:
    """Return a page as one HTML document."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="generator", content=f"kullback {__version__}"),
        element("title", page.title),
        style(resources.files("kullback.report").joinpath("style.css").read_text("utf-8")),
    )
    header = element(
        "header",
        element("h1", page.answer),
        element("p", page.about, class_="about"),
    )
    main = element("main", header, *map(_section, page.sections), _versions())
    body = element("body", main, data(page.result, "result"))
    return "<!DOCTYPE html>\n" + text_of(element("html", head, body, lang="en")) + "\n"


def paragraphs(*texts: str) -> tuple[Element, ...]:
    """Return texts as paragraphs."""
    return tuple(element("p", text) for text in texts)


def definitions(entries: dict[str, str]) -> Element:
    """Return terms and what they mean."""
    parts = [
        part
        for term, meaning in entries.items()
        for part in (element("dt", term), element("dd", meaning))
    ]
    return element("dl", *parts)


def _section(section: Section) -> Element:
    return element("section", element("h2", section.heading), *section.body)


def _versions() -> Element:
    numbers = {"kullback": __version__, "Python": platform.python_version()}
    for name in INVOLVED:
        try:
            numbers[name] = metadata.version(name)
        except metadata.PackageNotFoundError:  # it came another way
            numbers[name] = "unknown"
    made = ", ".join(f"{name} {number}" for name, number in numbers.items())
    return element("footer", element("p", f"Made with {made}. This page loads nothing."))
