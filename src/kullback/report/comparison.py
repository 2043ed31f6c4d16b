"""The page of a comparison of two tables, and its excerpt for notebooks."""

import json
from collections.abc import Callable
from typing import Any

from kullback._figures import figure, short_name, span
from kullback.comparisons import ColumnComparison, Comparison
from kullback.report.comparison_column import column_article
from kullback.report.comparison_method import method
from kullback.report.comparison_pairs import pair_pictures, pair_table, pairs
from kullback.report.comparison_together import together
from kullback.report.elements import Element, element, table, text_of
from kullback.report.page import Page, Section, html, paragraphs
from kullback.report.picture import picture

MOST_ROWS = 300  # of the table
MOST_PICTURES = 12  # of columns that changed
ROOM = 900_000  # characters of JSON: the whole page stays below 2 MB
MOST_OUTCOMES = 100  # of a column, in the JSON
NAME = 60  # characters of a column's name
JS = (
    "JS(reference, current) is what one value tells about the table it came from, less what chance "
    "alone gives: 0 is the same, 1 bit is disjoint."
)


def comparison(found: Comparison) -> str:
    """Return a comparison as one page, complete in itself.

    Parameters
    ----------
    found : Comparison
        What `kullback.compare` returned.

    Returns
    -------
    str
        An HTML document below 2 MB that loads nothing and runs nothing.

    Raises
    ------
    ImportError
        Altair or vl-convert is not installed; the message says how to install them.
    """
    sections = [section for part in PARTS if (section := part(found)) is not None]
    return html(
        Page(
            title=f"{found.reference.name} and {found.current.name} compared",
            answer=found.summary,
            about=_about(found),
            sections=sections,
            result=_excerpt_of(found.to_dict()),
        )
    )


def comparison_excerpt(found: Comparison) -> str:
    """Return the answer and the tables of a comparison, for a notebook to show."""
    parts = [element("p", element("strong", found.summary)), element("p", _about(found))]
    if found.table:
        parts.append(element("p", found.table.summary))
    if found.columns:
        parts.append(_table(found))
    if found.pairs:
        parts.append(pair_table(found))
    return text_of(element("div", *parts))


def _about(found: Comparison) -> str:
    return (
        f"{found.reference.name} ({found.reference.rows:,} rows, the reference) "
        f"against {found.current.name} ({found.current.rows:,} rows)"
    )


def _columns(found: Comparison) -> Section | None:
    if not found.columns:
        return None
    more = len(found.columns) - MOST_ROWS
    rest = [f"{more:,} columns more, of smaller changes, are not listed here."] if more > 0 else []
    return Section(
        "Every column, what changed most first",
        (*paragraphs(JS), _table(found), *paragraphs(*rest)),
    )


def _table(found: Comparison) -> Element:
    headings = (
        "column",
        "verdict",
        f"JS, {found.unit}",
        f"{found.confidence * 100:g} % interval",
        "most of it (reference → current)",
        "kind",
    )
    rows = (_row(column) for column in found.columns[:MOST_ROWS])
    return table("Divergence of each column", headings, rows, numbers={2, 3})


def _row(column: ColumnComparison) -> tuple[str | Element, ...]:
    size = column.jensen_shannon_divergence
    return (
        short_name(column.name, NAME),
        element("span", column.verdict, class_="verdict"),
        figure(size.value),
        span(size.low, size.high),
        column.what_changed(2),
        column.kind,
    )


def _overview(found: Comparison) -> Section | None:
    if not found.columns:
        return None
    return Section("How much, and how surely", (picture(found.plot()),))


def _pictures(found: Comparison) -> Section | None:
    changed = [column for column in found.columns if column.alarm]
    if not changed:
        return None
    shown = changed[:MOST_PICTURES]
    number = f"the first {len(shown)} of {len(changed)}" if len(shown) < len(changed) else "all"
    words = (
        f"Share of the rows on both sides, and what each outcome adds to the divergence: {number} "
        "columns whose change is hardly chance."
    )
    grid = element("div", *map(column_article, shown), class_="columns")
    return Section("Where it changed", (*paragraphs(words), grid))


def _left_out(found: Comparison) -> Section | None:
    if not found.left_out:
        return None
    rows = [
        (short_name(column.name, NAME), column.kind, column.reason)
        for column in found.left_out[:MOST_ROWS]
    ]
    caption = f"{len(found.left_out):,} columns were not compared"
    body = table(caption, ("column", "kind", "why"), rows, numbers=set())
    return Section("Not compared", (body,))


# What stands on the page below the answer, in this order; None where there is nothing to say.
PARTS: tuple[Callable[[Comparison], Section | None], ...] = (
    _columns,
    _overview,
    pairs,
    together,
    _pictures,
    pair_pictures,
    _left_out,
    method,
)


def _excerpt_of(record: dict[str, Any]) -> dict[str, Any]:
    """Return as much of a record as a page has room for; what is left out is said in it."""
    columns: list[dict[str, Any]] = []
    left, cut = ROOM, 0
    for column in record["columns"]:
        kept = _with_leading_outcomes(column)
        left -= len(json.dumps(kept))
        if left < 0:
            break
        cut += len(kept["outcomes"]) < len(column["outcomes"])
        columns.append(kept)
    if cut == 0 and len(columns) == len(record["columns"]):
        return record
    return record | {
        "columns": columns,
        "excerpt": {
            "columns": len(columns),
            "of": len(record["columns"]),
            "columns_with_leading_outcomes_only": cut,
        },
    }


def _with_leading_outcomes(column: dict[str, Any]) -> dict[str, Any]:
    """Return a column's record with the outcomes that carry most, in their order."""
    outcomes = column["outcomes"]
    if len(outcomes) <= MOST_OUTCOMES:
        return column
    heaviest = sorted(range(len(outcomes)), key=lambda k: -outcomes[k]["divergence"])
    kept = sorted(heaviest[:MOST_OUTCOMES])
    return column | {"outcomes": [outcomes[k] for k in kept]}
