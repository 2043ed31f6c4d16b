"""How surprising an event is, against its probability."""

import altair as alt
import numpy as np

from kullback._units import Unit
from kullback.plots.look import LEGEND, chart_of, colours, finished
from kullback.quantities import self_information as self_information_of

CURVES: dict[str, Unit] = {"bits: −log₂ p": "bits", "nats: −ln p": "nats"}
# Closer together where the curves are steep.
PROBABILITIES = np.linspace(0.08, 1.0, 101) ** 2


def self_information() -> alt.Chart:
    r"""Draw the self-information :math:`-\log p` against the probability p, in nats and bits.

    Returns
    -------
    altair.Chart
        Two curves that fall to 0 at p = 1: what is certain tells nothing.

    Examples
    --------
    >>> from kullback import plots
    >>> plots.self_information().to_dict()["mark"]["type"]
    'line'
    """
    rows = [
        {"probability": float(p), "information": float(i), "unit": name}
        for name, unit in CURVES.items()
        for p, i in zip(PROBABILITIES, self_information_of(PROBABILITIES, unit=unit), strict=True)
    ]
    chart = (
        chart_of(rows)
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X("probability:Q", title="probability p of the event"),
            y=alt.Y("information:Q", title="self-information, in bits or nats"),
            color=colours("unit", list(CURVES)),
            strokeDash=alt.StrokeDash(
                "unit:N",
                scale=alt.Scale(domain=list(CURVES), range=[[1, 0], [6, 4]]),
                legend=LEGEND,
                title=None,
            ),
        )
        .properties(width=420, height=260)
    )
    return finished(
        chart,
        "The rarer an event, the more its occurrence tells",
        "an event that is certain tells nothing; one in two tells 1 bit",
        "Self-information −log p falls from large values at small p to 0 at p = 1.",
    )
