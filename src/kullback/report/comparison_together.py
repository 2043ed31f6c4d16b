"""All columns together, on the page of a comparison: how far apart the tables are at least."""

from kullback._figures import figure, short_name, span
from kullback.comparisons import Comparison, WholeTable
from kullback.estimate import Estimate
from kullback.report.elements import Element, table
from kullback.report.page import Section, paragraphs

NAME = 60  # characters of a column's name
MOST_ROWS = 300  # of the columns that were not looked at


def together(found: Comparison) -> Section | None:
    """Return the figure for the whole table, and what it rests on."""
    whole = found.table
    if whole is None:
        return None
    words = (
        f"Two classifiers were shown {whole.rows[0]:,} and {whole.rows[1]:,} rows of the tables in "
        f"{whole.columns:,} columns, and told the tables of rows that they had not been shown. How "
        "well they do so bounds the divergence of the two tables as a whole from below: it may be "
        "larger, and is never known to be smaller."
    )
    body = (*paragraphs(whole.summary, words), _figures(found, whole), *_left_out(whole))
    return Section("All columns together", body)


def _figures(found: Comparison, whole: WholeTable) -> Element:
    bounds = {
        "JS(reference, current)": whole.jensen_shannon_divergence,
        "D(reference ‖ current)": whole.kl_reference_current,
        "D(current ‖ reference)": whole.kl_current_reference,
    }
    rows = [(name, *_row(bound)) for name, bound in bounds.items()]
    if whole.best_column:
        name = short_name(whole.best_column.name, NAME)
        rows.append((f"JS(reference, current), by {name} alone", figure(whole.best_column.low), ""))
    headings = (f"at least, {found.unit}", "bound", f"{found.confidence * 100:g} % interval")
    return table("Bounds of the divergence, all columns together", headings, rows, numbers={1, 2})


def _row(bound: Estimate) -> tuple[str, str]:
    return figure(bound.value), span(bound.low, bound.high)


def _left_out(whole: WholeTable) -> list[Element]:
    if not whole.left_out:
        return []
    rows = [
        (short_name(column.name, NAME), column.kind, column.reason)
        for column in whole.left_out[:MOST_ROWS]
    ]
    caption = f"Columns that were not looked at together with the others: {len(whole.left_out):,}"
    return [table(caption, ("column", "kind", "why"), rows, numbers=set())]
