"""The two sides of a compared column, and what each outcome adds to the divergence."""

from typing import Any

import altair as alt

from kullback._figures import figure, short_name, span
from kullback.comparisons import ColumnComparison, Outcome
from kullback.plots.look import (
    FIRST,
    INK,
    LEGEND,
    QUIET,
    SECOND,
    chart_of,
    finished,
    names_of,
)

SIDES = ("reference", "current")
NAME = 40  # characters that fit into the title


def column(found: ColumnComparison, *, most: int = 24) -> alt.HConcatChart:
    """Draw the two sides of a compared column beside what each outcome adds to the divergence.

    Parameters
    ----------
    found : ColumnComparison
        One of the columns of a `Comparison`.
    most : int
        Outcomes to show, at least 1: those that carry most of the divergence, in the column's
        order.

    Returns
    -------
    altair.HConcatChart
        On the left the share of the rows on both sides (circle: reference, square: current), on
        the right the terms of the plug-in Jensen-Shannon divergence.

    Examples
    --------
    >>> import kullback as kb
    >>> import pyarrow as pa
    >>> one, two = pa.table({"x": ["a", "b"] * 50}), pa.table({"x": ["a", "b", "b", "b"] * 50})
    >>> kb.compare(one, two).columns[0].plot().to_dict()["title"]["text"]
    'x: large'
    """
    if most < 1:
        raise ValueError(f"most must be at least 1, got {most}")
    shown = _shown(found, most)
    rows = [row for outcome in shown for row in _rows(*outcome)]
    order = [label for label, _ in shown]
    height = 17 * len(order) + 10
    sides = alt.layer(_links(rows, order), _points(rows, order)).properties(
        width=190, height=height
    )
    terms = _terms(shown, order, found.jensen_shannon_divergence.unit).properties(
        width=90, height=height
    )
    return finished(
        alt.hconcat(sides, terms, spacing=14),
        f"{short_name(found.name, NAME)}: {found.verdict}",
        _subtitle(found, len(order)),
        f"Shares of {len(order)} outcomes of {short_name(found.name, NAME)} in reference and "
        "current, and what each adds to the Jensen-Shannon divergence.",
    )


def _shown(found: ColumnComparison, most: int) -> list[tuple[str, Outcome]]:
    """Return the leading outcomes in the column's order, each under a name of its own."""
    leading = found.leading(most)
    shown = [outcome for outcome in found.outcomes if outcome in leading]
    return list(zip(names_of(o.label for o in shown), shown, strict=True))


def _rows(label: str, outcome: Outcome) -> list[dict[str, Any]]:
    shares = outcome.reference_share, outcome.current_share
    return [
        {"outcome": label, "side": side, "share": share}
        for side, share in zip(SIDES, shares, strict=True)
    ]


def _outcomes(order: list[str], **axis: Any) -> alt.Y:
    return alt.Y(
        "outcome:N",
        sort=order,
        title=None,
        axis=alt.Axis(grid=True, ticks=False, labelPadding=8, **axis),
    )


def _links(rows: list[dict[str, Any]], order: list[str]) -> alt.Chart:
    return (
        chart_of(rows)
        .mark_line(color=QUIET, strokeWidth=1.5)
        .encode(x=alt.X("share:Q"), y=_outcomes(order), detail="outcome:N")
    )


def _points(rows: list[dict[str, Any]], order: list[str]) -> alt.Chart:
    def scale(of_reference: str, of_current: str) -> alt.Scale:
        return alt.Scale(domain=list(SIDES), range=[of_reference, of_current])

    return (
        chart_of(rows)
        .mark_point(filled=True, size=70, opacity=1, stroke=INK, strokeWidth=0.5)
        .encode(
            x=alt.X(
                "share:Q",
                title="share of the rows",
                axis=alt.Axis(format="~%", tickCount=4),
                scale=alt.Scale(domainMin=0.0),
            ),
            y=_outcomes(order),
            color=alt.Color(
                "side:N", scale=scale(FIRST, SECOND), legend=LEGEND, title=None, sort=None
            ),
            shape=alt.Shape(
                "side:N", scale=scale("circle", "square"), legend=LEGEND, title=None, sort=None
            ),
        )
    )


def _terms(shown: list[tuple[str, Outcome]], order: list[str], unit: str) -> alt.Chart:
    rows = [{"outcome": label, "term": outcome.divergence} for label, outcome in shown]
    return (
        chart_of(rows)
        .mark_bar(color=QUIET)
        .encode(
            x=alt.X(
                "term:Q",
                title=f"adds to JS, {unit}",
                axis=alt.Axis(tickCount=2, format="~g", labelOverlap=True),
            ),
            y=_outcomes(order, labels=False),
        )
    )


def _subtitle(found: ColumnComparison, shown: int) -> list[str]:
    size = found.jensen_shannon_divergence
    lines = [
        f"JS {figure(size.value)} {size.unit}, {size.confidence * 100:g} % interval "
        f"{span(size.low, size.high)}"
    ]
    if shown < len(found.outcomes):
        lines.append(f"the {shown} of {len(found.outcomes):,} outcomes that carry most of it")
    return lines
