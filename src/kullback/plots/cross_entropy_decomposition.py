"""What a model costs: the entropy of the data, which stays, and the divergence, which need not."""

from collections.abc import Sequence

import altair as alt
import numpy as np

from kullback._arrays import ArrayLike
from kullback._units import Unit
from kullback.plots.look import INK, chart_of, colours, finished
from kullback.quantities import cross_entropy, entropy, kl_divergence

PARTS = {"entropy": "entropy of the data, H(p)", "divergence": "KL divergence, D(p ‖ q)"}


def cross_entropy_decomposition(
    p: ArrayLike, qs: Sequence[ArrayLike], *, unit: Unit = "bits"
) -> alt.LayerChart:
    r"""Draw :math:`H(p, q) = H(p) + D(p \| q)`, stacked, while a model q moves.

    Parameters
    ----------
    p : array_like, shape (n,)
        The distribution of the data.
    qs : sequence of array_like, each of shape (n,)
        The model's distribution after each step.
    unit : str
        Unit of all three quantities.

    Returns
    -------
    altair.LayerChart
        For each step a bar of the entropy, which the model cannot change, with the divergence
        on top; the points on top of both are cross-entropies.

    Raises
    ------
    ValueError
        A cross-entropy is infinite: no bar is that long.

    Examples
    --------
    >>> from kullback import plots
    >>> chart = plots.cross_entropy_decomposition([0.5, 0.5], [[0.9, 0.1], [0.6, 0.4]])
    >>> len(chart.to_dict()["layer"])
    2
    """
    models = np.asarray(qs, dtype=np.float64)
    costs = cross_entropy(p, models, unit=unit)
    if not np.all(np.isfinite(costs)):
        step = int(np.flatnonzero(~np.isfinite(costs))[0])
        raise ValueError(
            f"the cross-entropy of step {step} is {costs[step]}, which no bar can show: "
            "leave out steps at which the model calls impossible what happens"
        )
    # The floor is one number, repeated for each bar.
    values = {
        "entropy": np.full(len(costs), entropy(p, unit=unit)),
        "divergence": kl_divergence(p, models, unit=unit),
    }
    rows = [
        {"step": step, "part": PARTS[part], "value": float(value), "order": order}
        for order, part in enumerate(PARTS)
        for step, value in enumerate(values[part])
    ]
    totals = [{"step": step, "cross_entropy": float(cost)} for step, cost in enumerate(costs)]
    x = alt.X("step:O", title="step of the model", axis=alt.Axis(labelAngle=0, labelOverlap=True))
    title = f"cross-entropy H(p, q), {unit}"
    bars = (
        chart_of(rows)
        .mark_bar(stroke=INK, strokeWidth=0.5)
        .encode(
            x=x,
            y=alt.Y("value:Q", title=title, stack="zero"),
            color=colours("part", list(PARTS.values())),
            order=alt.Order("order:O"),
        )
    )
    points = (
        chart_of(totals)
        .mark_point(filled=True, size=30, color=INK, opacity=1)
        .encode(x=x, y=alt.Y("cross_entropy:Q", title=title))
    )
    return finished(
        alt.layer(bars, points).properties(width=420, height=260),
        "Training removes the divergence; the entropy stays",
        "H(p, q) = H(p) + D(p ‖ q): a model q moves towards the data p",
        "Stacked bars, one for each step: the entropy of the data below, the same in each, "
        "and on top the KL divergence from the data to the model.",
    )
