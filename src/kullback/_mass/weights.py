"""Distributions held as probabilities, or as any weights proportional to them."""

import math
from dataclasses import dataclass

from kullback._arrays import (
    Array,
    Namespace,
    constant,
    exponent,
    following,
    log1p,
    times_power_of_two,
)
from kullback._mass.exact import two_prod
from kullback._mass.gap import Gap
from kullback._mass.logits import Logits
from kullback._mass.mass import Mass
from kullback._mass.outcomes import Outcomes
from kullback._mass.series import precision_of


@dataclass(frozen=True)
class Weights(Mass):
    """Weights are never divided by their total: the sums they enter are, once, at the end."""

    @classmethod
    def read(cls, weight: Array, outcomes: Outcomes) -> "Weights":
        """Hold `weight` (..., n), scaled by a power of two to where no product underflows."""
        scaled = _scaled(weight, outcomes)
        return cls(outcomes, scaled, outcomes.sum(scaled))

    @property
    def held(self) -> Array:
        """The weights."""
        return self.weight

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
        certain = rest <= largest
        of_largest = xp.where(
            certain,
            -log1p(xp, -xp.where(certain, rest, 0.0) / total),
            xp.log(total / xp.where(certain, total, largest)),
        )
        held = xp.where(weight == 0, 1.0, weight)
        others = xp.where(weight == 0, math.inf, log_ratio(xp, total, held))
        return xp.where(xp.isnan(total), total, xp.where(is_largest, of_largest, others))

    def gap_to(self, q: Mass) -> Gap | None:
        """Return how far q is, or None where only logarithms can tell."""
        return q.gap_from(self) if isinstance(q, Weights) else None

    def gap_from(self, p: "Weights") -> Gap:
        """Return how far p is from these weights, at the total of p."""
        xp = self.outcomes.xp
        c, d, cq = _matched(p, self)
        shared = (p.weight > 0) & (self.weight > 0)
        held_p, held_q = (xp.where(shared, w, 1.0) for w in (p.weight, self.weight))
        # The ratio from q itself: c q may have been rounded below the normal numbers.
        return Gap(
            xp, p.weight, cq, d, p.possible, self.impossible,
            lambda: log_ratio(xp, held_p, held_q, c),
        )  # fmt: skip

    def divergence_terms(self, q: Mass) -> Array:
        """Return p log(p/q) - p + q for each outcome: non-negative, and their sum is D(p || q)."""
        gap = self.gap_to(q)
        if gap is None:
            return self.as_logits().divergence_terms(q)
        return gap.divergence_terms(self.total)

    def mixture_terms(self, q: Mass) -> Array:
        """Return p log(p/m) + q log(q/m) for each outcome, with m = (p + q) / 2."""
        gap = self.gap_to(q)
        if gap is None:
            return self.as_logits().mixture_terms(q)
        return gap.mixture_terms() / self.total

    def log_ratio(self, q: Mass) -> tuple[Array, Array]:
        """Return log(p/q) right to a few eps of itself, and where both are possible; else 0."""
        gap = self.gap_to(q)
        if gap is None:
            return self.as_logits().log_ratio(q)
        return gap.log_ratio(), gap.shared

    def difference(self, q: Mass) -> Array:
        """Return p - q for each outcome, right to a few eps of itself."""
        gap = self.gap_to(q)
        if gap is None:
            return self.as_logits().difference(q)
        return gap.difference / self.total

    def as_logits(self) -> Logits:
        """Return the same distributions held as logits, where no probability underflows."""
        xp, weight = self.outcomes.xp, self.weight
        log = xp.where(weight == 0, -math.inf, xp.log(xp.where(weight == 0, 1.0, weight)))
        return Logits.read(log, self.outcomes)


def log_ratio(xp: Namespace, a: Array, *divisors: Array) -> Array:
    """Return log(a / b / c ...) of positive numbers, also where the ratio is no longer a float.

    The derivative is that of the logarithms: that of the ratio overflows long before the ratio.
    """
    ratio, apart = a, xp.log(a)
    for divisor in divisors:
        ratio, apart = ratio / divisor, apart - xp.log(divisor)
    inside = (ratio > 0) & xp.isfinite(ratio)
    value = xp.where(inside, xp.log(xp.where(inside, ratio, 1.0)), apart)
    return following(xp, value, lambda: apart)


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
    return c, without_noise(xp, d - high * step, high), high + high * step


def without_noise(xp: Namespace, d: Array, scale: Array) -> Array:
    """Return differences as 0 where they are what is left after two corrections: eps squared.

    For proportional weights that is all there is. Derivatives pass as if nothing had been done.
    """
    noise = (16.0 * precision_of(xp, d).eps) ** 2
    return xp.where(xp.abs(d) <= noise * scale, d - constant(xp, d), d)
