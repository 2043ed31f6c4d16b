"""Distributions held as probabilities, or as any weights proportional to them."""

import math
from dataclasses import dataclass
from functools import reduce
from operator import sub, truediv

from kullback._arrays import (
    Array,
    Namespace,
    chosen,
    constant,
    everywhere,
    exponent,
    following,
    log1p,
    positive,
    times_power_of_two,
)
from kullback._mass.exact import quick_two_sum, two_prod
from kullback._mass.gap import Gap
from kullback._mass.logits import Logits
from kullback._mass.mass import Mass
from kullback._mass.outcomes import Outcomes
from kullback._mass.series import precision_of


@dataclass(frozen=True)
class Weights(Mass):
    """Weights are never divided by their total: the sums they enter are, once, at the end."""

    @classmethod
    def read(cls, held: Array, outcomes: Outcomes) -> "Weights":
        """Hold weights (..., n), scaled by a power of two to where no product underflows."""
        return cls.near_one(_scaled(held, outcomes), outcomes)

    @classmethod
    def near_one(cls, held: Array, outcomes: Outcomes) -> "Weights":
        """Hold weights (..., n) with totals near 1, which are where no product underflows."""
        return cls(outcomes, held, outcomes.sum(held), positive(outcomes.xp, held))

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
        xp, weight, total = self.outcomes.xp, self.weight, self.total
        likely = weight + weight > total  # at most one in a row
        held = weight if self.positive else xp.where(weight == 0, 1.0, weight)
        surprise = chosen(
            xp, likely, lambda: self._surprise_of_the_likely(likely),
            lambda: log_ratio(xp, total, held),
        )  # fmt: skip
        return surprise if self.positive else xp.where(self.impossible, math.inf, surprise)

    def _surprise_of_the_likely(self, likely: Array) -> Array:
        """Return -log(1 - what all the others hold)."""
        xp, outcomes = self.outcomes.xp, self.outcomes
        rest = outcomes.sum(xp.where(likely, 0.0, self.weight)) / self.total
        return -log1p(xp, -xp.where(likely, rest, 0.0))

    def gap_to(self, q: Mass) -> Gap | None:
        """Return how far q is, or None where only logarithms can tell."""
        return q.gap_from(self) if isinstance(q, Weights) else None

    def gap_from(self, p: "Weights") -> Gap:
        """Return how far p is from these weights, at the total of p."""
        xp = self.outcomes.xp
        c, d, cq = _matched(p, self)
        no_zeros = p.positive and self.positive

        def log_ratio_when_far() -> Array:
            held = (p.weight, self.weight)
            if not no_zeros:
                shared = (p.weight > 0) & (self.weight > 0)
                held = tuple(xp.where(shared, weight, 1.0) for weight in held)
            # Of q itself: c q may have been rounded below the normal numbers.
            return log_ratio(xp, *held, c)

        return Gap(
            xp, p.weight, cq, d, no_zeros, lambda: p.possible, lambda: self.impossible,
            log_ratio_when_far,
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
    value = xp.log(reduce(truediv, divisors, a))
    return following(xp, value, lambda: reduce(sub, map(xp.log, divisors), xp.log(a)))


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
    c, high, low = _at_total(p.total, q)
    d = (p.weight - high) - low
    step = outcomes.sum(d) / p.total  # one Newton step: c (1 + step) is right to eps squared
    change = high * step
    return c, without_noise(xp, d - change, high), high + change


def _at_total(total: Array, q: Weights) -> tuple[Array, Array, Array]:
    """Return c = total / q.total, and (high, low) with high + low = c q to eps squared."""
    xp, precision = q.outcomes.xp, precision_of(q.outcomes.xp, q.weight)
    c = total / q.total
    excess = c - 1.0
    # What is smaller than q by a factor of eps need not be exact itself.
    if everywhere(xp, xp.abs(excess) <= 16.0 * precision.eps):
        return c, *quick_two_sum(q.weight, excess * q.weight)
    return c, *two_prod(c, q.weight, precision.splitter_bits)


def without_noise(xp: Namespace, d: Array, scale: Array) -> Array:
    """Return differences as 0 where they are what is left after two corrections: eps squared.

    For proportional weights that is all there is. Derivatives pass as if nothing had been done.
    """
    noise = (16.0 * precision_of(xp, d).eps) ** 2
    return chosen(xp, xp.abs(d) <= noise * scale, lambda: d - constant(xp, d), lambda: d)
