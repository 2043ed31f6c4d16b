"""An overview of a comparison: how much each column changed, and how surely."""

import itertools
from collections.abc import Sequence
from typing import Any

import altair as alt

from kullback._figures import short_name
from kullback._units import NATS_PER, in_unit
from kullback.comparisons import ColumnComparison, Comparison
from kullback.comparisons.verdict import DEFINING, SIZES
from kullback.plots.look import FIRST, INK, PAPER, QUIET, chart_of, finished, names_of

NAME = 40  # characters in the description
REAL, CHANCE = "hardly chance (q ≤ 0.05)", "may be chance"


def comparison(found: Comparison, *, most: int = 30) -> alt.LayerChart:
    """Draw the size of the change in each column with its interval, what changed most first.

    Parameters
    ----------
    found : Comparison
        What `kullback.compare` returned.
    most : int
        Columns to show, at least 1.

    Returns
    -------
    altair.LayerChart
        A point for each column, filled where the change is hardly chance; dashed lines where the
        words for sizes begin. The scale is that of square roots: it shows 0, and small sizes.

    Raises
    ------
    ValueError
        Nothing was compared.

    Examples
    --------
    >>> import kullback as kb
    >>> import pyarrow as pa
    >>> one, two = pa.table({"x": ["a", "b"] * 50}), pa.table({"x": ["a", "b", "b", "b"] * 50})
    >>> kb.compare(one, two).plot().to_dict()["title"]["text"]
    'What changed, and how much'
    """
    if most < 1:
        raise ValueError(f"most must be at least 1, got {most}")
    if not found.columns:
        raise ValueError("nothing was compared, so there is nothing to draw")
    shown = found.columns[:most]
    names = names_of(column.name for column in shown)
    rows = [_row(name, column) for name, column in zip(names, shown, strict=True)]
    picture = alt.layer(*_bounds(rows, found.unit), *_intervals(rows, names, found.unit))
    return finished(
        picture.properties(width=300, height=max(60, 19 * len(rows))),
        "What changed, and how much",
        _subtitle(found, len(shown)),
        f"Jensen-Shannon divergence of reference and current with its interval for {len(shown)} "
        "columns, largest change first: "
        + ", ".join(f"{short_name(column.name, NAME)} {column.verdict}" for column in shown[:3]),
    )


def _subtitle(found: Comparison, shown: int) -> list[str]:
    lines = [f"corrected JS divergence with its {found.confidence * 100:g} % interval"]
    if shown < len(found.columns):
        lines.append(f"the first {shown} of {len(found.columns):,} columns")
    return lines


def _row(name: str, column: ColumnComparison) -> dict[str, Any]:
    size = column.jensen_shannon_divergence
    return {
        "column": name,
        "size": size.value,
        "low": size.low,
        "high": size.high,
        "change": REAL if column.alarm else CHANCE,
    }


def _size(field: str, unit: str) -> alt.X:
    return alt.X(
        f"{field}:Q",
        title=f"JS(reference, current), {unit}",
        axis=alt.Axis(tickCount=5, format="~g"),
        scale=alt.Scale(type="sqrt", zero=True),
    )


def _bounds(rows: Sequence[dict[str, Any]], unit: str) -> tuple[alt.Chart, alt.Chart]:
    """Return lines where the words for sizes begin, as far as the columns reach, and the words."""
    largest = max(row["high"] for row in rows)
    starts = [
        {"bound": float(in_unit(bound * NATS_PER["bits"], unit)), "words": words}
        for (bound, _), (_, words) in itertools.pairwise([*SIZES, (1.0, DEFINING)])
    ]
    chart = chart_of([start for start in starts if start["bound"] <= largest]).encode(
        x=_size("bound", unit)
    )
    lines = chart.mark_rule(strokeDash=[3, 3], color=QUIET)
    words = chart.mark_text(angle=325, align="left", dx=4, dy=-4, color=QUIET, fontSize=11)
    return lines, words.encode(text="words:N", y=alt.value(0))


def _intervals(
    rows: list[dict[str, Any]], names: list[str], unit: str
) -> tuple[alt.Chart, alt.Chart]:
    axis = alt.Axis(grid=True, ticks=False)
    chart = chart_of(rows).encode(y=alt.Y("column:N", sort=names, title=None, axis=axis))
    spans = chart.mark_rule(color=INK, strokeWidth=1.5).encode(
        x=_size("low", unit), x2=alt.X2("high:Q")
    )
    fill = alt.Fill(
        "change:N",
        scale=alt.Scale(domain=[REAL, CHANCE], range=[FIRST, PAPER]),
        legend=alt.Legend(orient="bottom", direction="horizontal", title=None),
    )
    points = chart.mark_point(size=70, opacity=1, stroke=INK, strokeWidth=1).encode(
        x=_size("size", unit), fill=fill
    )
    return spans, points
