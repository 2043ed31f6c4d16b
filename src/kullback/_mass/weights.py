"""Distributions held as probabilities, or as any weights proportional to them."""

import math
from dataclasses import dataclass

from kullback._arrays import Array, Namespace, exponent, times_power_of_two
from kullback._mass.exact import two_prod
from kullback._mass.logits import Logits
from kullback._mass.mass import Mass
from kullback._mass.outcomes import Outcomes
from kullback._mass.series import NEAR, atanh_minus, js_curve, precision_of


@dataclass(frozen=True)
class Weights(Mass):
    """Weights are never divided by their total: the sums they enter are, once, at the end."""

    @classmethod
    def read(cls, weight: Array, outcomes: Outcomes) -> "Weights":
        """Hold `weight` (..., n), scaled by a power of two to where no product underflows."""
        scaled = _scaled(weight, outcomes)
        return cls(outcomes, scaled, outcomes.sum(scaled))

    @property
    def possible(self) -> Array:
        """Where the probability is not zero, however small."""
        return self.weight > 0

    @property
    def impossible(self) -> Array:
        """Where the probability is exactly zero."""
        return (self.weight == 0) & (self.total > 0)

    def surprise(self) -> Array:
        """Return -log of each probability, the largest by way of the sum of the others.

        A probability that rounds to 1 still has its surprise in what the others hold.
        """
        xp, outcomes, weight = self.outcomes.xp, self.outcomes, self.weight
        largest, is_largest = outcomes.first_largest(weight)
        rest = outcomes.sum(xp.where(is_largest, 0.0, weight))
        total = rest + largest
        of_largest = xp.where(rest <= largest, -xp.log1p(-rest / total), xp.log(total / largest))
        others = xp.where(weight == 0, math.inf, _log_ratio(xp, total, weight, xp.ones_like(total)))
        return xp.where(xp.isnan(total), total, xp.where(is_largest, of_largest, others))

    def divergence_terms(self, q: Mass) -> Array:
        """Return p log(p/q) - p + q for each outcome: non-negative, and their sum is D(p || q).

        Loader (2000): with d = p - q and r = d / (p + q), the term is d r + 2 p (atanh(r) - r),
        which has no cancellation; past a ratio of 2 the formula as written has none either.
        """
        if not isinstance(q, Weights):
            return self.as_logits().divergence_terms(q)
        xp = self.outcomes.xp
        p = self.weight
        c, d, _ = _matched(self, q)
        r = _over(xp, d, p + (p - d))
        near = xp.abs(r) <= NEAR
        r = xp.where(near, r, 0.0)
        close = d * r + 2.0 * p * atanh_minus(xp, r)
        # The ratio from q itself: c q may have been rounded below the normal numbers.
        far = xp.where(p > 0, p * _log_ratio(xp, p, q.weight, c), 0.0) - d
        # Never negative, also where rounding below the normal numbers would make it so.
        terms = xp.maximum(xp.where(near, close, far), xp.zeros_like(d))
        return terms / self.total

    def mixture_terms(self, q: Mass) -> Array:
        """Return p log(p/m) + q log(q/m) for each outcome, with m = (p + q) / 2."""
        if not isinstance(q, Weights):
            return self.as_logits().mixture_terms(q)
        xp = self.outcomes.xp
        p = self.weight
        _, d, cq = _matched(self, q)
        s = p + cq
        r = _over(xp, d, s)
        near = xp.abs(r) <= NEAR
        close = s * js_curve(xp, xp.where(near, r, 0.0))
        far = _share_times_log(xp, p, s) + _share_times_log(xp, cq, s)
        terms = xp.maximum(xp.where(near, close, far), xp.zeros_like(d))
        return terms / self.total

    def as_logits(self) -> Logits:
        """Return the same distributions held as logits, where no probability underflows."""
        xp, weight = self.outcomes.xp, self.weight
        log = xp.where(weight == 0, -math.inf, xp.log(xp.where(weight == 0, 1.0, weight)))
        return Logits.read(log, self.outcomes)


def _scaled(weight: Array, outcomes: Outcomes) -> Array:
    """Scale small rows up, which is exact, and down only where a sum or product could overflow."""
    xp, precision = outcomes.xp, precision_of(outcomes.xp, weight)
    bits_of_n = weight.shape[-1].bit_length()
    room = precision.largest_exponent - precision.splitter_bits - 2 * bits_of_n - 4
    e = exponent(xp, xp.max(weight, axis=-1, keepdims=True))
    return times_power_of_two(xp, weight, xp.where(e < 0, -e, xp.minimum(room - e, 0 * e)))


def _matched(p: Weights, q: Weights) -> tuple[Array, Array, Array]:
    """Return c, d = p - c q and c q, where c makes the totals of p and c q the same.

    Each d is right to a few eps of itself, and they sum to 0 to second order in eps.
    """
    xp, outcomes = p.outcomes.xp, p.outcomes
    precision = precision_of(xp, p.weight)
    c = p.total / q.total
    high, low = two_prod(c, q.weight, precision.splitter_bits)
    d = (p.weight - high) - low
    step = outcomes.sum(d) / p.total  # one Newton step: c (1 + step) is right to eps squared
    d = d - high * step
    # What a second step would still change is noise, and for proportional weights all there is.
    d = xp.where(xp.abs(d) <= (16.0 * precision.eps) ** 2 * high, 0.0, d)
    return c, d, high + high * step


def _over(xp: Namespace, d: Array, s: Array) -> Array:
    return d / xp.where(s == 0, 1.0, s)


def _log_ratio(xp: Namespace, a: Array, b: Array, c: Array) -> Array:
    """Return log(a / (b c)), also where the ratio leaves the range of floats."""
    ratio = (a / b) / c
    inside = (ratio > 0) & xp.isfinite(ratio)
    outside = xp.log(a) - xp.log(b) - xp.log(c)
    return xp.where(inside, xp.log(xp.where(inside, ratio, 1.0)), outside)


def _share_times_log(xp: Namespace, part: Array, whole: Array) -> Array:
    share = 2.0 * _over(xp, part, whole)
    return xp.where(share == 0, 0.0, part * xp.log(xp.where(share == 0, 1.0, share)))
