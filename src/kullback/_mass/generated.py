"""Divergences that a convex function generates (Csiszár, Ali & Silvey)."""

import math
from collections.abc import Callable
from numbers import Real
from typing import TypeAlias

from kullback._arrays import Array, anywhere, constant
from kullback._mass.mass import Mass
from kullback._mass.series import precision_of

Generator: TypeAlias = Callable[[Array], Array]


def check_generator(generator: object, slope_at_infinity: object) -> float:
    """Require a function, and a slope that is a number or infinity."""
    if not callable(generator):
        raise TypeError(f"generator must be a function of an array, got {type(generator).__name__}")
    if isinstance(slope_at_infinity, bool) or not isinstance(slope_at_infinity, Real):
        raise TypeError(
            "slope_at_infinity must be a real number or infinity, got "
            f"{type(slope_at_infinity).__name__}"
        )
    if math.isnan(slope_at_infinity) or slope_at_infinity == -math.inf:
        raise ValueError(
            "slope_at_infinity must be the limit of generator(t)/t for a large t, which a convex "
            f"function has; got {slope_at_infinity}"
        )
    return float(slope_at_infinity)


def generated_divergence(p: Mass, q: Mass, generator: Generator, slope: float) -> Array:
    """Return the sum of q f(p/q), with p times the slope of f at infinity where q is 0."""
    outcomes = p.outcomes
    xp = outcomes.xp
    p_share, q_share = p.share, q.share
    _check_at_one(p, generator)
    ratio = p_share / xp.where(q_share > 0, q_share, 1.0)
    inside = (q_share > 0) & xp.isfinite(ratio)
    both = inside & (ratio > 0)
    terms = q_share * _called(generator, xp.where(both, ratio, 1.0))
    terms = xp.where(both, terms, _times(p, q_share, _at_zero(p, generator)))
    outside = _times(p, p_share, 0.0 * p_share + slope)
    return outcomes.answer(outcomes.sum(xp.where(inside, terms, outside)) + 0.0 * p.total * q.total)


def _check_at_one(p: Mass, generator: Generator) -> None:
    xp = p.outcomes.xp
    one = xp.ones_like(p.total)
    # Not `> 0`: a function that is not a number at 1 is refused as well.
    if anywhere(xp, ~(xp.abs(_called(generator, one)) <= math.sqrt(precision_of(xp, one).eps))):
        raise ValueError("generator must be 0 at 1, so that equal distributions are at distance 0")


def _at_zero(p: Mass, generator: Generator) -> Array:
    """Return f at 0, or its limit: typed plainly, t log t is not a number there."""
    xp = p.outcomes.xp
    zero = xp.zeros_like(p.total)
    value = constant(xp, _called(generator, zero))
    least = 2.0 ** (3 - precision_of(xp, zero).largest_exponent)  # a normal number, hardly above
    return xp.where(xp.isnan(value), constant(xp, _called(generator, zero + least)), value)


def _times(p: Mass, share: Array, value: Array) -> Array:
    """Return share times a value that may be infinite: 0 times infinity is 0."""
    xp = p.outcomes.xp
    finite = xp.isfinite(value)
    product = share * xp.where(finite, value, 0.0)
    return xp.where((share > 0) & ~finite, value, product)


def _called(generator: Generator, ratio: Array) -> Array:
    values = generator(ratio)
    if tuple(getattr(values, "shape", ())) != tuple(ratio.shape):
        raise ValueError(
            f"generator must return an array of the shape it is given, {tuple(ratio.shape)}; got "
            f"{tuple(getattr(values, 'shape', ()))}"
        )
    return values
