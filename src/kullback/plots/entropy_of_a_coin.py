"""How uncertain a coin is, against its bias."""

import altair as alt
import numpy as np

from kullback._units import Unit
from kullback.plots.look import FIRST, INK, chart_of, finished
from kullback.quantities import binary_entropy

BIASES = np.linspace(0.0, 1.0, 201)
MARKED = {0.0: "certain", 0.5: "fair", 1.0: "certain"}
LEFT, RIGHT = "datum.bias < 0.25", "datum.bias > 0.75"  # where a word has room under the curve


def entropy_of_a_coin(*, unit: Unit = "bits") -> alt.LayerChart:
    """Draw the entropy of a coin against the probability that it shows heads.

    Parameters
    ----------
    unit : str
        Unit of the entropy.

    Returns
    -------
    altair.LayerChart
        A curve that is 0 for coins that always fall alike, and greatest for the fair one.

    Examples
    --------
    >>> from kullback import plots
    >>> len(plots.entropy_of_a_coin().to_dict()["layer"])
    3
    """
    entropies = binary_entropy(BIASES, unit=unit)
    rows = [
        {"bias": float(p), "entropy": float(h), "note": MARKED.get(float(p))}
        for p, h in zip(BIASES, entropies, strict=True)
    ]
    x = alt.X("bias:Q", title="probability of heads", scale=alt.Scale(padding=14, nice=False))
    y = alt.Y("entropy:Q", title=f"entropy, {unit}", scale=alt.Scale(padding=16))
    curve = chart_of(rows).mark_line(strokeWidth=2.5, color=FIRST).encode(x=x, y=y)
    marked = chart_of([row for row in rows if row["note"]]).encode(x=x, y=y)
    points = marked.mark_point(filled=True, size=60, color=INK, opacity=1)
    words = marked.mark_text(
        align=alt.expr(f"{LEFT} ? 'left' : {RIGHT} ? 'right' : 'center'"),
        dx=alt.expr(f"{LEFT} ? 14 : {RIGHT} ? -14 : 0"),
        dy=alt.expr(f"{LEFT} || {RIGHT} ? 0 : 18"),
    ).encode(text="note:N")
    return finished(
        alt.layer(curve, points, words).properties(width=420, height=260),
        "A coin is most uncertain when it is fair",
        "near 0 where the outcome is all but certain, greatest where all outcomes are equal",
        "Entropy of a coin: 0 at a bias of 0 and of 1, greatest at one half.",
    )
