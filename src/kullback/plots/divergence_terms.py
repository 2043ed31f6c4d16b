"""Two distributions, and what each outcome adds to the KL divergence in both directions."""

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np

from kullback._arrays import ArrayLike
from kullback._figures import figure
from kullback._units import Unit
from kullback.plots.look import INK, chart_of, colours, finished, names_of
from kullback.quantities import kl_divergence, kl_divergence_terms


def divergence_terms(
    p: ArrayLike, q: ArrayLike, *, labels: Sequence[str] | None = None, unit: Unit = "bits"
) -> alt.VConcatChart:
    r"""Draw two distributions above the terms of :math:`D(p \| q)` and :math:`D(q \| p)`.

    Parameters
    ----------
    p, q : array_like, shape (n,)
        Two distributions over the same n outcomes.
    labels : sequence of str, optional
        Names of the outcomes; 1 … n by default.
    unit : str
        Unit of the terms.

    Returns
    -------
    altair.VConcatChart
        Above, the probabilities; below, what each outcome adds to either divergence
        (`kl_divergence_terms`, never negative). An infinite term is the sign ∞ without a bar.

    Raises
    ------
    ValueError
        `p` and `q` are not two distributions over the same outcomes, or their labels are not n.

    Examples
    --------
    >>> from kullback import plots
    >>> chart = plots.divergence_terms([0.5, 0.5], [0.75, 0.25], labels=["heads", "tails"])
    >>> chart.to_dict()["title"]["text"]
    'The KL divergence has a direction'
    """
    p, q = np.asarray(p, dtype=np.float64), np.asarray(q, dtype=np.float64)
    forward = kl_divergence_terms(p, q, unit=unit)
    backward = kl_divergence_terms(q, p, unit=unit)
    names = _names(labels, len(forward))
    both = kl_divergence(p, q, unit=unit), kl_divergence(q, p, unit=unit)
    totals = [
        f"{name} = {figure(float(total))} {unit}"
        for name, total in zip(("D(p ‖ q)", "D(q ‖ p)"), both, strict=True)
    ]
    above = _pairs(
        _rows(names, ("p", "q"), (p, q), "probability"), names, "probability", "probability", 130
    )
    below = _pairs(
        _rows(names, totals, (forward, backward), "term"), names, "term", f"term, {unit}", 130
    )
    return finished(
        alt.vconcat(above, below, spacing=16).resolve_scale(color="independent"),
        "The KL divergence has a direction",
        "what each outcome adds to it: D(p ‖ q) pays where p is and q is not",
        f"Bars of two distributions over {len(names)} outcomes; below, what each outcome adds: "
        + ", ".join(totals),
    )


def _names(labels: Sequence[str] | None, outcomes: int) -> list[str]:
    if labels is None:
        return [str(k + 1) for k in range(outcomes)]
    if len(labels) != outcomes or len(set(labels)) != outcomes:
        raise ValueError(f"labels must be {outcomes} different names, got {list(labels)}")
    return names_of(map(str, labels))


def _rows(
    names: Sequence[str], sides: Sequence[str], values: Sequence[Any], field: str
) -> list[dict[str, Any]]:
    """Return a row for each outcome and side; an infinite value is no number and has a sign."""
    return [
        {"outcome": name, "side": side, field: float(value)}
        if math.isfinite(value)
        else {"outcome": name, "side": side, field: None, "sign": figure(float(value))}
        for side, row in zip(sides, values, strict=True)
        for name, value in zip(names, row, strict=True)
    ]


def _pairs(
    rows: list[dict[str, Any]], names: list[str], field: str, title: str, height: int
) -> alt.LayerChart:
    sides = list(dict.fromkeys(row["side"] for row in rows))
    shared = chart_of(rows).encode(
        x=alt.X("outcome:N", sort=names, title="outcome", axis=alt.Axis(labelAngle=0)),
        xOffset=alt.XOffset("side:N", sort=sides),
    )
    bars = shared.mark_bar(stroke=INK, strokeWidth=0.5).encode(
        y=alt.Y(f"{field}:Q", title=title), color=colours("side", sides)
    )
    signs = (
        shared.transform_filter("isValid(datum.sign)")
        .mark_text(fontSize=16, baseline="bottom")
        .encode(text="sign:N", y=alt.datum(0))
    )
    return alt.layer(bars, signs).properties(width=420, height=height)
