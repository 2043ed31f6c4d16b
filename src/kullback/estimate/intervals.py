"""The two interval rules: a normal one, and one that also holds next to zero.

A divergence is bounded below by zero, where its plug-in estimate follows a chi-square law, and
far from zero it is normal. `noncentral_chi_square` is right at both ends without a switch.
"""

import math
from dataclasses import dataclass

FAR = 1e5  # in units of the scale; beyond it the noncentral law is normal to working precision
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
    return max(value - reach, lowest), value + reach


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

    return float(ndtri((1.0 + confidence) / 2.0))
