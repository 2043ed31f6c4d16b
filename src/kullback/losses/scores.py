"""A model's logits as a loss sees them: read, shifted, capped, at a temperature."""

import math
from typing import Literal, TypeAlias

from kullback._arrays import Array, Namespace
from kullback._mass.checks import check_axis, check_sums
from kullback._mass.outcomes import Outcomes
from kullback.losses.options import above_zero

ScoreForm: TypeAlias = Literal["logits", "log_probs"]
SCORE_FORMS = ("logits", "log_probs")
EACH = (-1,)  # inside, classes are the last axis
FLAT = 0.5  # |x / cap| above which 1 - tanh^2 has lost digits


def rows_of(xp: Namespace, scores: Array, axis: int, form: str, name: str, eps: float) -> Array:
    """Return logits with the classes on the last axis; of log-probabilities, check the sums."""
    check_axis(scores, axis, name)
    outcomes = Outcomes(xp, (axis,), keepdims=False)
    rows = outcomes.gather(scores)
    if form == "log_probs":
        sums = outcomes.sum(xp.exp(rows))
        check_sums(xp, sums, math.sqrt(eps), outcomes.axes, name, "exp({})")
    return rows


def scaled(xp: Namespace, rows: Array, softcap: float | None, temperature: float) -> Array:
    """Return c tanh(x / c) for a cap c, if there is one, divided by the temperature."""
    cap, temperature = check_scale(softcap, temperature)
    if cap is not None:
        rows = _capped(xp, rows, cap)
    return rows if temperature == 1.0 else rows / temperature


def check_scale(softcap: float | None, temperature: float) -> tuple[float | None, float]:
    """Return the cap, if there is one, and the temperature as floats above zero.

    Python's own: a float64 of NumPy would widen the rows.
    """
    cap = None if softcap is None else above_zero(softcap, "softcap")
    return cap, above_zero(temperature, "temperature")


def _capped(xp: Namespace, x: Array, cap: float) -> Array:
    """Return cap * tanh(x / cap); -inf stays -inf, as it says that a class is impossible.

    Where the curve is flat it is written as the cap less what is missing, whose derivative is a
    product: that of tanh would be 1 - tanh^2.
    """
    z = x / cap
    size = xp.abs(z)
    flat = size > FLAT
    ratio = xp.exp(-2.0 * xp.where(flat, size, 1.0))
    high = 1.0 - 2.0 * (ratio / (1.0 + ratio))
    value = xp.where(flat, xp.where(z > 0, high, -high), xp.tanh(xp.where(flat, 0.0, z)))
    return xp.where(xp.isfinite(x), cap * value, x)
