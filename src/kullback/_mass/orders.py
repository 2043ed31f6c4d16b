"""Entropies and divergences of any order, continuous through order 1, right at 0 and infinity.

With a the order, everything is made of two sums of non-negative terms that are accurate however
near a is to 1: for one distribution (Tsallis)

    T = sum p (1 - exp(-(a - 1) s)) / (a - 1),  s = -log p,

and for two, with r = log(p/q),

    G = sum [q - p + p (exp((a - 1) r) - 1) / (a - 1)],

so that the Rényi entropy is log(1 + (1 - a) T) / (1 - a) and the Rényi divergence
log(1 + (a - 1) G) / (a - 1). At a = 1 they are Shannon's entropy and the KL divergence.
"""

import math
from numbers import Real

from kullback._arrays import Array, Namespace, log1p
from kullback._mass.gap import not_negative
from kullback._mass.mass import Mass
from kullback._mass.series import precision_of

VAST = 1e30  # a Rényi divergence of a greater order is that of order infinity to the last digit


def check_order(order: object) -> float:
    """Require an order from 0 to infinity."""
    if isinstance(order, bool) or not isinstance(order, Real):
        raise TypeError(f"order must be a real number, got {type(order).__name__}")
    if not float(order) >= 0.0:
        raise ValueError(f"order must be at least 0 (infinity included), got {order}")
    return float(order)


def tsallis_entropy(p: Mass, order: float) -> Array:
    """Return T: 0 at order infinity, the number of possible outcomes less 1 at order 0."""
    outcomes = p.outcomes
    if order == 1.0:
        return p.expected_surprise(of=p)
    if order == 0.0:
        return outcomes.answer(_number_of_possible(p) - 1.0)
    if order == math.inf:
        return outcomes.answer(0.0 * p.total)
    return outcomes.answer(outcomes.sum(_tsallis_terms(p, order)))


def renyi_entropy(p: Mass, order: float) -> Array:
    """Return the Rényi entropy: log of the possible at order 0, -log max p at infinity."""
    outcomes = p.outcomes
    xp = outcomes.xp
    if order == 1.0:
        return p.expected_surprise(of=p)
    if order == 0.0:
        return outcomes.answer(xp.log(_number_of_possible(p)))
    if order < 1.0:
        total = outcomes.sum(_tsallis_terms(p, order))
        return outcomes.answer(total * _log1p_over(xp, (1.0 - order) * total))
    return outcomes.answer(_from_infinity_down(p, order))


def renyi_divergence(p: Mass, q: Mass, order: float) -> Array:
    """Return the Rényi divergence: -log q(p possible) at order 0, log max p/q at infinity."""
    outcomes = p.outcomes
    if order == 1.0:
        return p.divergence(q)
    if order == 0.0:
        return outcomes.answer(_surprise_of_the_possible(p, q))
    if order >= VAST:
        return outcomes.answer(_largest_log_ratio(p, q))
    if order < 0.5:  # skew symmetry keeps the digits that an order near 0 would lose
        swapped = _renyi_divergence(q, p, 1.0 - order, -order)
        return outcomes.answer(swapped * (order / (1.0 - order)))
    return outcomes.answer(_renyi_divergence(p, q, order, order - 1.0))


def relative_tsallis_terms(p: Mass, q: Mass, order: float) -> Array:
    """Return the terms of G, at an order of 1/2 or more."""
    return _terms(p, q, *p.log_ratio(q), order, order - 1.0)


def _terms(p: Mass, q: Mass, r: Array, shared: Array, order: float, excess: float) -> Array:
    """Return the terms of G, given log(p/q) where it is shared; `excess` is order - 1, exactly."""
    xp = p.outcomes.xp
    p_share, q_share = p.share, q.share
    near = xp.abs(r) * max(order, 1.0) <= 1.0
    close = q_share * _curve(xp, xp.where(near, r, 0.0), order)
    far = (q_share - p_share) + _rise(p, q, r, order, excess)
    # A power below 1 has an infinite derivative at 0: there it is left out, as in 0 log 0.
    only_q = q_share - p_share * (order / excess)
    only_p = math.inf if excess > 0.0 else q_share - p_share * (order / excess)
    alone = xp.where(p.possible & q.impossible, only_p, only_q)
    return not_negative(xp, xp.where(shared, xp.where(near, close, far), alone))


def _tsallis_terms(p: Mass, order: float) -> Array:
    xp, share = p.outcomes.xp, p.share
    surprise = xp.where(p.impossible, 0.0, p.surprise())
    if order > 1.0:
        return share * _expm1_over(xp, surprise, 1.0 - order)
    near = (1.0 - order) * surprise <= 1.0
    close = share * _expm1_over(xp, xp.where(near, surprise, 0.0), 1.0 - order)
    far = (_power(p, order, surprise) - share) / (1.0 - order)
    return xp.where(p.impossible, 0.0 * share, xp.where(near, close, far))


def _from_infinity_down(p: Mass, order: float) -> Array:
    """Return the Rényi entropy of an order above 1 as -log max p and a non-negative rest."""
    outcomes = p.outcomes
    xp = outcomes.xp
    _, is_largest = outcomes.first_largest(p.weight)
    surprise = xp.where(p.impossible, 0.0, p.surprise())
    least = outcomes.sum(xp.where(is_largest, surprise, 0.0))
    if order == math.inf:
        return least
    above = xp.where(is_largest | p.impossible, 0.0, surprise - least)
    lost = outcomes.sum(p.share * _expm1_over(xp, above, 1.0 - order))
    share_lost = (order - 1.0) * lost
    near = share_lost < 0.5
    close = lost * _log1p_over(xp, xp.where(near, -share_lost, 0.0))
    left = outcomes.sum(p.share * xp.exp(_representable(xp, above, 1.0 - order) * above))
    far = -xp.log(left) / (order - 1.0)
    return least + xp.where(near, close, far)


def _renyi_divergence(p: Mass, q: Mass, order: float, excess: float) -> Array:
    outcomes = p.outcomes
    xp = outcomes.xp
    r, shared = p.log_ratio(q)
    total = outcomes.sum(_terms(p, q, r, shared, order, excess))
    # Far apart, 1 + excess * G cancels or overflows: then by the largest of its powers.
    near = xp.abs(excess * total) <= 0.5
    close = total * _log1p_over(xp, excess * xp.where(near, total, 0.0))
    value = xp.where(near, close, _by_the_largest_power(p, q, r, shared, order, excess))
    infinite = xp.any(p.possible & q.impossible, axis=-1, keepdims=True) & (excess > 0.0)
    value = xp.where(infinite, math.inf, value)
    return xp.where(xp.isnan(total), total, value)


def _curve(xp: Namespace, r: Array, order: float) -> Array:
    """Return a term of G over q as a series in r, for |r| max(a, 1) <= 1.

    It is a r^2 times the sum of r^m (1 + a + ... + a^m) / (m + 2)!, which holds at a = 1 too.
    """
    scale, ratio = max(order, 1.0), min(order, 1.0 / order)
    z = scale * r
    terms = precision_of(xp, r).exp_terms + 6
    powers = [sum(ratio**i for i in range(m + 1)) for m in range(terms)]
    total = xp.zeros_like(r)
    for m in range(terms - 1, -1, -1):
        total = total * z + powers[m] / math.factorial(m + 2)
    return order * r * r * total


def _rise(p: Mass, q: Mass, r: Array, order: float, excess: float) -> Array:
    """Return p (exp(excess r) - 1) / excess, also where p underflows and the power overflows."""
    xp, share = p.outcomes.xp, p.share
    tame = excess * r <= 1.0
    close = share * _expm1_over(xp, xp.where(tame, r, 0.0), excess)
    log_of_power = excess * _log_of_power(p, q, r, order, excess)
    wild = (xp.exp(xp.where(tame, 0.0, log_of_power)) - share) / excess
    return xp.where(tame, close, wild)


def _log_of_power(p: Mass, q: Mass, r: Array, order: float, excess: float) -> Array:
    """Return log of p^order q^-excess, over excess, where both are possible."""
    xp = p.outcomes.xp
    of_p, of_q = (xp.where(x.impossible, 0.0, x.surprise()) for x in (p, q))
    return xp.where(xp.isfinite(r), r - of_p / excess, of_q - (order / excess) * of_p)


def _power(p: Mass, order: float, surprise: Array) -> Array:
    """Return p^order; of the probability where that is a float, else of its surprise."""
    xp, share = p.outcomes.xp, p.share
    held = share >= 2.0 ** (3 - precision_of(xp, share).largest_exponent)
    of_share = xp.pow(xp.where(held, share, 1.0), order)
    return xp.where(held, of_share, xp.exp(-order * xp.where(held, 0.0, surprise)))


def _log1p_over(xp: Namespace, x: Array) -> Array:
    """Return log(1 + x) / x, which is 1 at 0: the division comes first, so nothing underflows."""
    large = xp.abs(x) >= precision_of(xp, x).eps ** 2
    held = xp.where(large, x, 1.0)
    return xp.where(large, log1p(xp, held) / held, 1.0 - 0.5 * xp.where(large, 0.0, x))


def _by_the_largest_power(
    p: Mass, q: Mass, r: Array, shared: Array, order: float, excess: float
) -> Array:
    """Return log sum p^order q^-excess, over excess, infinite where no outcome is shared."""
    outcomes = p.outcomes
    xp = outcomes.xp
    none = -math.inf if excess > 0.0 else math.inf
    powers = xp.where(shared, _log_of_power(p, q, r, order, excess), none)
    choose = xp.max if excess > 0.0 else xp.min
    top = choose(powers, axis=-1, keepdims=True)
    finite = xp.isfinite(powers) & xp.isfinite(top)
    below = xp.where(finite, powers, 0.0) - xp.where(finite, top, 0.0)
    total = outcomes.sum(xp.where(shared, xp.exp(excess * below), 0.0))
    return top + xp.log(xp.where(total > 0, total, 1.0)) / excess


def _largest_log_ratio(p: Mass, q: Mass) -> Array:
    outcomes = p.outcomes
    xp = outcomes.xp
    r, shared = p.log_ratio(q)
    largest = not_negative(xp, xp.max(xp.where(shared, r, -math.inf), axis=-1, keepdims=True))
    infinite = xp.any(p.possible & q.impossible, axis=-1, keepdims=True)
    return xp.where(infinite, math.inf, largest) + 0.0 * (p.total + q.total)


def _surprise_of_the_possible(p: Mass, q: Mass) -> Array:
    outcomes = p.outcomes
    xp = outcomes.xp
    outside = outcomes.sum(xp.where(p.impossible, q.share, 0.0))
    inside = outcomes.sum(xp.where(p.impossible, 0.0, q.share))
    near = outside <= 0.5
    value = xp.where(near, -log1p(xp, -xp.where(near, outside, 0.0)), -xp.log(inside))
    return xp.where(xp.isnan(p.total), p.total, value)


def _number_of_possible(p: Mass) -> Array:
    xp = p.outcomes.xp
    ones = xp.where(p.impossible, 0.0, xp.ones_like(p.weight))
    return p.outcomes.sum(ones) + 0.0 * p.total


def _expm1_over(xp: Namespace, x: Array, c: float) -> Array:
    """Return (exp(c x) - 1) / c, which is x where c x is so small that it would underflow."""
    power = _representable(xp, x, c) * x
    small = xp.abs(power) < precision_of(xp, x).eps ** 2
    return xp.where(small, x, xp.expm1(xp.where(small, 0.0, power)) / c)


def _representable(xp: Namespace, x: Array, factor: float) -> float:
    """Return a factor that is a float of this width: beyond it an infinity would meet a zero."""
    largest = 2.0 ** (precision_of(xp, x).largest_exponent - 16)
    return max(-largest, min(factor, largest))
