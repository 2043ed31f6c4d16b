"""Two columns whose dependence changed: what it was, what it is, and where rows moved."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from kullback._figures import figure, percent, short_name
from kullback.comparisons import PairComparison
from kullback.plots.look import FIRST, INK, PAPER, QUIET, chart_of, finished, names_of

WIDTH = 120  # pixels of a panel, if its cells can be of the right size
CELLS = 15, 30  # pixels of a cell, at least and at most
OUTLINE = 2  # pixels of a cell beside its widest mark
LEAST = 0.003  # of the largest share: what is smaller than half a pixel is not drawn
NAME, BESIDE, LEVEL = 40, 24, 18  # characters in a sentence, at an axis, and of a level
MORE, FEWER = "more rows", "fewer rows"
PANELS = {
    "reference": "reference_beyond",
    "current": "current_beyond",
    "the change": "change",
}


def pair(found: PairComparison) -> alt.HConcatChart:
    """Draw how two columns depend on each other in both tables, and where rows moved.

    Parameters
    ----------
    found : PairComparison
        One of the pairs of a `Comparison`.

    Returns
    -------
    altair.HConcatChart
        Three panels with a place for each level of one column with each of the other. On the left
        and in the middle the share of the rows beyond what there would be without dependence
        (disc: more, square: fewer), on the right the share of current's rows beyond what there
        would be if the dependence were the same in both tables. The area of a mark is that share,
        as part of the one that stands above: the same for the two on the left.

    Examples
    --------
    >>> import kullback as kb
    >>> import pyarrow as pa
    >>> one = pa.table({"x": ["a", "b"] * 50, "y": ["c", "d"] * 50})
    >>> two = pa.table({"x": ["a", "b"] * 50, "y": ["d", "c"] * 50})
    >>> [found] = kb.compare(one, two).pairs
    >>> found.plot().to_dict()["title"]["text"]
    'x and y: tells the tables apart'
    """
    across, down = (names_of(levels, LEVEL) for levels in reversed(found.levels))
    panels = [_panel(found, title, across, down) for title in PANELS]
    first, second = (short_name(name, NAME) for name in found.columns)
    unit = found.mutual_information_reference.unit
    told = (found.mutual_information_reference.value, found.mutual_information_current.value)
    leading = [" with ".join(short_name(n, NAME) for n in c.levels) for c in found.leading(2)]
    return finished(
        alt.hconcat(*panels, spacing=12),
        f"{first} and {second}: {found.verdict}",
        [
            f"mutual information {figure(told[0])} → {figure(told[1])} {unit}",
            f"disc: {MORE}, square: {FEWER} than without dependence; on the right,",
            "than if the dependence were the same in both",
        ],
        f"How {first} and {second} depend on each other in reference and current, and which "
        f"combinations became more or less frequent than the dependence of both tables taken "
        f"together explains: most of all {', '.join(leading)}.",
    )


def _panel(
    found: PairComparison, title: str, across: Sequence[str], down: Sequence[str]
) -> alt.LayerChart:
    field = PANELS[title]
    rows = _rows(found, field, across, down)
    largest = _largest(found, field)
    first = title == "reference"
    cell = min(max(WIDTH // max(len(across), len(down)), CELLS[0]), CELLS[1])
    x = alt.X(
        "across:N",
        sort=list(across),
        scale=alt.Scale(domain=list(across)),
        title=short_name(found.columns[1], BESIDE) if title == "current" else None,
        axis=alt.Axis(labelAngle=-90, ticks=False, grid=True, domain=False, labelPadding=4),
    )
    y = alt.Y(
        "down:N",
        sort=list(down),
        scale=alt.Scale(domain=list(down)),
        title=short_name(found.columns[0], BESIDE) if first else None,
        axis=alt.Axis(labels=first, ticks=False, grid=True, domain=False, labelPadding=4),
    )
    marks = [_marks(rows, sign, largest, cell).encode(x=x, y=y) for sign in (MORE, FEWER)]
    heading = alt.TitleParams(
        title,
        subtitle=f"largest: {percent(largest)}",
        anchor="start",
        fontSize=12,
        fontWeight="normal",
        subtitleFontSize=11,
        subtitleColor=QUIET,
        offset=4,
    )
    size = {"width": cell * len(across), "height": cell * len(down)}
    return alt.layer(*marks).properties(title=heading, **size)


def _rows(
    found: PairComparison, field: str, across: Sequence[str], down: Sequence[str]
) -> list[dict[str, Any]]:
    """Return a row for each cell, in the order of the cells: down first."""
    places = [(one, other) for one in down for other in across]
    return [
        {
            "down": one,
            "across": other,
            "beyond": getattr(cell, field),
            "sign": MORE if getattr(cell, field) > 0 else FEWER,
            "words": f"{one} with {other}: {_signed(getattr(cell, field))}",
        }
        for (one, other), cell in zip(places, found.cells, strict=True)
    ]


def _signed(share: float) -> str:
    return f"{'+' if share > 0 else '−'}{percent(abs(share))}"


def _largest(found: PairComparison, field: str) -> float:
    """Return the share that the widest mark stands for: one for both tables."""
    fields = ("change",) if field == "change" else ("reference_beyond", "current_beyond")
    shares: list[float] = [getattr(cell, name) for cell in found.cells for name in fields]
    return max(map(abs, shares))


def _marks(rows: Sequence[dict[str, Any]], sign: str, largest: float, cell: int) -> alt.Chart:
    """Return discs or squares whose areas are shares, as wide as a cell at most."""
    least = LEAST * largest
    shape, fill = ("circle", FIRST) if sign == MORE else ("square", PAPER)
    # Vega's size of a square is its area, that of a circle the area of the square around it.
    return (
        chart_of([row for row in rows if row["sign"] == sign and abs(row["beyond"]) >= least])
        .mark_point(shape=shape, fill=fill, filled=True, opacity=1, stroke=INK, strokeWidth=0.75)
        .encode(
            size=alt.Size(
                "share:Q",
                scale=alt.Scale(domain=[0.0, 1.0], range=[0, (cell - OUTLINE) ** 2], clamp=True),
                legend=None,
            ),
            description="words:N",
        )
        .transform_calculate(share=f"abs(datum.beyond) / {largest!r}")
    )
