"""One column that changed, on the page of a comparison: words, a picture, every figure."""

from kullback._figures import figure, percent, short_name, span
from kullback.comparisons import ColumnComparison
from kullback.report.elements import Element, element, table
from kullback.report.picture import picture

NAME = 60  # characters
MOST_OUTCOMES = {
    "number": 24,
    "date": 24,
    "time of day": 24,
}  # that a picture shows, by kind; fewer of what has no order
FEWER_OUTCOMES = 12


def column_article(column: ColumnComparison) -> Element:
    """Return all that is to be said of one column."""
    size = column.jensen_shannon_divergence
    words = (
        f"{column.verdict}: JS {figure(size.value)} {size.unit} ({span(size.low, size.high)}), "
        f"q = {figure(column.q)}"
    )
    chart = column.plot(most=MOST_OUTCOMES.get(column.kind, FEWER_OUTCOMES))
    return element(
        "article",
        element("h3", short_name(column.name, NAME)),
        element("p", words),
        picture(chart),
        *(element("p", note, class_="quiet") for note in column.notes),
        element("details", element("summary", "All figures"), *_figures(column)),
    )


def _figures(column: ColumnComparison) -> tuple[Element, ...]:
    unit = column.jensen_shannon_divergence.unit
    name = short_name(column.name, NAME)
    rows = [
        (
            label,
            figure(estimate.value),
            span(estimate.low, estimate.high),
            figure(estimate.plug_in),
            figure(estimate.bias),
        )
        for label, estimate in column.quantities.items()
    ]
    headings = (f"quantity, {unit}", "estimate", "interval", "plug-in", "bias")
    chance = (
        f"p = {figure(column.p)}; by chance alone JS is {figure(column.floor)} {unit}, "
        f"below {figure(column.line95)} in 95 % of cases. "
        f"Missing: {percent(column.missing.reference)} → {percent(column.missing.current)}. "
        f"Current rows that the reference has nothing like: {percent(column.unseen.current)} "
        f"(chance alone: {percent(column.unseen.expected_current)})."
    )
    return (
        table(f"Figures of {name}", headings, rows, numbers={1, 2, 3, 4}),
        element("p", chance),
    )
