"""The interval rules: a normal one, and two that also hold next to zero.

A divergence is bounded below by zero, where its plug-in estimate follows a chi-square law, and
far from zero it is normal. `noncentral_chi_square` is right at both ends without a switch, and so
is `score`, which starts from an estimate whose bias is taken off and needs no law but its variance.
"""

import math
from dataclasses import dataclass

FAR = 1e5  # in units of the scale; beyond it the noncentral law is normal to working precision
LEAST_STEEP, STEEPEST = 0.2, 20.0  # bounds for what a variance far from zero says of one near it
ALIKE = 1e-9  # chance of two samples of one source being so alike; below it the tail is exact


@dataclass(frozen=True, slots=True)
class Null:
    """The plug-in divergence of two samples drawn from one and the same source.

    It follows `scale` times a chi-square law; `floor` is its mean.
    """

    floor: float
    scale: float


def normal(
    value: float, std_error: float, confidence: float, lowest: float = 0.0
) -> tuple[float, float]:
    """Return value ± z·std_error, cut off at `lowest`."""
    reach = _z(confidence) * std_error
    return max(value - reach, lowest), max(value + reach, lowest)


def around_an_estimate(
    value: float, variance: float, null_variance: float, floor: float, confidence: float
) -> tuple[float, float]:
    """Return `noncentral_chi_square` for an estimate whose bias is taken off already.

    `floor` is what was to take off where the truth is zero, which says how many shares were fitted
    to how few observations: by twice as much the delta method's variance is too small.
    """
    scale = null_variance / (2.0 * floor) if floor > 0.0 else math.sqrt(null_variance / 2.0)
    inflated = variance * (1.0 + 2.0 * floor)
    return noncentral_chi_square(max(value + floor, 0.0), inflated, Null(floor, scale), confidence)


def score(
    value: float,
    variance: float,
    null_variance: float,
    scale: float,
    confidence: float,
    chance: float = 0.0,
) -> tuple[float, float]:
    r"""Return all divergences D that are within z standard errors *at D* of an estimate of them.

    Next to zero an estimate without bias has the variance :math:`\nu + 2 s D`, with
    :math:`\nu` the `null_variance` and s the `scale`: 1/a + 1/b for two samples, 1/n for one.
    Far from it, it has the delta method's `variance` v. One line does for both, of the slope
    :math:`2rs` with :math:`r = v / 2 s \hat D`, kept between 0.2 and 20. Where the estimate is as
    small as what chance alone gives, v comes of that as well: so :math:`\hat D` there stands for
    the root of its square and that of `chance`, the mean of the plug-in where the truth is zero.
    Where neither is positive r is 1.

    .. math:: (\hat D - D)^2 \le z^2 (\nu + 2 r s D)

    The ends are :math:`c \mp \sqrt{c^2 - \hat D^2 + z^2 \nu}` with :math:`c = \hat D + z^2 r s`,
    cut off at zero; in large samples they are those of the delta method. Where none is within reach
    the samples are more alike than chance makes them, and the interval is that of an estimate of 0.
    """
    steepness, size = 1.0, math.hypot(max(value, 0.0), chance)
    if size > 0.0:
        steepness = min(max(variance / (2.0 * scale * size), LEAST_STEEP), STEEPEST)
    z = _z(confidence)
    middle = value + z * z * steepness * scale
    reach = math.sqrt(max(middle * middle - value * value + z * z * null_variance, 0.0))
    if middle + reach <= 0.0 and value < 0.0:
        return score(0.0, variance, null_variance, scale, confidence, chance)
    return max(middle - reach, 0.0), max(middle + reach, 0.0)


def noncentral_chi_square(
    plug_in: float, variance: float, null: Null, confidence: float
) -> tuple[float, float]:
    r"""Return an interval for a divergence, from its plug-in estimate.

    The plug-in is matched in mean and variance to s times a noncentral chi-square variable:

    .. math:: s = (v + 4 s_0^2) / (4 (d + s_0)), \quad \nu = B/s, \quad x = d/s

    with d the plug-in, v its delta-method variance, B the floor and s0 the scale of the null.
    Near zero s tends to s0 and this is the exact chi-square picture; far away it is the delta
    method. The upper limit is taken at tail mass α/2 · F(x; ν), which keeps it positive when
    the samples are more alike than chance allows.
    """
    from scipy.special import chdtr, chndtrinc

    tail = (1.0 - confidence) / 2.0
    if null.floor == 0.0:  # a single outcome: the data can only say how small
        return 0.0, -2.0 * math.log(tail) * null.scale
    scale = (variance + 4.0 * null.scale**2) / (4.0 * (plug_in + null.scale))
    degrees, x = null.floor / scale, plug_in / scale
    below = float(chdtr(degrees, x))  # chance of a smaller plug-in under the null
    if below < ALIKE:
        return 0.0, -2.0 * math.log(tail) * null.scale
    beyond = x - degrees
    if beyond > FAR:
        reach = _z(confidence) * math.sqrt(2.0 * degrees + 4.0 * beyond)
        return scale * (beyond - reach), scale * (beyond + reach)
    low = float(chndtrinc(x, degrees, 1.0 - tail)) if below >= 1.0 - tail else 0.0
    return scale * low, scale * float(chndtrinc(x, degrees, tail * below))


def _z(confidence: float) -> float:
    from scipy.special import ndtri

    return -float(ndtri((1.0 - confidence) / 2.0))
