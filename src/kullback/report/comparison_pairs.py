"""Pairs of columns whose dependence changed, on the page of a comparison."""

from kullback._figures import figure, percent, short_name, span
from kullback.comparisons import Comparison, PairComparison
from kullback.comparisons.cells import Cell
from kullback.estimate import Estimate
from kullback.report.elements import Element, element, table
from kullback.report.page import Section, paragraphs
from kullback.report.picture import picture

NAME, LEVEL = 60, 40  # characters of a column's name, and of one of its levels
MOST_CELLS = 6
MOST_PICTURES = 6
WORDS = (
    "How the two columns of a pair depend on each other, whatever happened to either by itself. "
    "The size is what their two values together tell, beyond each by itself, about the table they "
    "came from, on the scale of the columns. It has no interval, and large ones tell only which "
    "is larger."
)
KEY = (
    "A place for each level of one column with each of the other. Reference and current: a disc "
    "where there are more rows than without dependence, a square where there are fewer. The "
    "change: more or fewer of current's rows than if the dependence were the same in both tables. "
    "Areas are shares of the rows, and the share of the largest possible mark is given above."
)


def pairs(found: Comparison) -> Section | None:
    """Return which pairs changed, or that none did, and which columns look swapped."""
    if not found.pairs_compared:
        return None
    heading = "How columns depend on each other"
    swapped = paragraphs(*_swapped(found))
    if not found.pairs:
        none = f"No change seen in {found.pairs_compared:,} pairs of columns."
        return Section(heading, (*swapped, *paragraphs(none)))
    return Section(heading, (*swapped, *paragraphs(WORDS), pair_table(found)))


def pair_table(found: Comparison) -> Element:
    """Return the pairs that changed, largest change first."""
    headings = (
        "two columns",
        "verdict",
        f"JS, {found.unit}",
        f"mutual information, {found.unit} (reference → current)",
        "most of it (reference → current, not: what equal dependence gives)",
    )
    rows = [_row(pair) for pair in found.pairs]
    made = table("Pairs of columns whose dependence changed", headings, rows, numbers={2})
    made.set("class", "scrolls pairs")
    return made


def pair_pictures(found: Comparison) -> Section | None:
    """Return how the dependence of each pair changed."""
    if not found.pairs:
        return None
    shown = found.pairs[:MOST_PICTURES]
    number = f"The first {len(shown)} of {len(found.pairs)} pairs. "
    words = f"{number if len(shown) < len(found.pairs) else ''}{KEY}"
    grid = element("div", *map(_article, shown), class_="columns")
    return Section("Where dependence changed", (*paragraphs(words), grid))


def _swapped(found: Comparison) -> list[str]:
    if not found.swapped:
        return []
    names = " and ".join(short_name(name, NAME) for name in found.swapped)
    return [
        f"{names} look swapped: if each is read as the other in {found.current.name}, more than "
        "half of what changed in the two, and in how they depend on others, is gone."
    ]


def _row(pair: PairComparison) -> tuple[str | Element, ...]:
    told = (pair.mutual_information_reference, pair.mutual_information_current)
    return (
        _name(pair),
        element("span", pair.verdict, class_="verdict"),
        figure(pair.jensen_shannon_divergence),
        " → ".join(figure(estimate.value) for estimate in told),
        "; ".join(map(_moved, pair.leading(2))),
    )


def _name(pair: PairComparison) -> str:
    return " and ".join(short_name(name, NAME) for name in pair.columns)


def _moved(cell: Cell) -> str:
    shares = (
        f"{percent(cell.reference_share)} → {percent(cell.current_share)}, "
        f"not {percent(cell.expected_share)}"
    )
    return f"{' with '.join(short_name(level, LEVEL) for level in cell.levels)}: {shares}"


def _article(pair: PairComparison) -> Element:
    unit = pair.mutual_information_reference.unit
    words = (
        f"{pair.verdict}: JS {figure(pair.jensen_shannon_divergence)} {unit}, "
        f"q = {figure(pair.q)}. Mutual information: "
        f"{_interval(pair.mutual_information_reference)} → "
        f"{_interval(pair.mutual_information_current)} {unit}"
    )
    name = _name(pair)
    return element(
        "article",
        element("h3", name),
        element("p", words),
        picture(pair.plot()),
        element("details", element("summary", "Where most rows moved"), _cells(pair, name)),
    )


def _interval(estimate: Estimate) -> str:
    return f"{figure(estimate.value)} ({span(estimate.low, estimate.high)})"


def _cells(pair: PairComparison, name: str) -> Element:
    rows = [
        (
            " with ".join(short_name(level, LEVEL) for level in cell.levels),
            percent(cell.reference_share),
            percent(cell.current_share),
            percent(cell.expected_share),
        )
        for cell in pair.leading(MOST_CELLS)
    ]
    headings = ("levels", "reference", "current", "if equally dependent")
    return table(f"Where most rows moved, {name}", headings, rows, numbers={1, 2, 3})
