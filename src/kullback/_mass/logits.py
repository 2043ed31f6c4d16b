"""Distributions held as logits: log-probabilities up to a constant."""

import math
from dataclasses import dataclass

from kullback._arrays import Array, Namespace, chosen, constant, following, positive
from kullback._mass.exact import two_diff
from kullback._mass.gap import not_negative
from kullback._mass.log_ratio import log_ratio, moving_as_surprises
from kullback._mass.mass import Mass
from kullback._mass.outcomes import Outcomes
from kullback._mass.series import exp_minus, js_curve, precision_of

LIFT = 2.0**20  # twice this many times, what counts as the least normal number is normal itself


@dataclass(frozen=True)
class Logits(Mass):
    """The largest logit is the origin: every weight is exp(-gap), its own exactly 1."""

    logits: Array
    top: Array
    is_top: Array
    gap: Array
    low: Array
    rest: Array
    lifted_rest: Array

    @classmethod
    def read(cls, logits: Array, outcomes: Outcomes) -> "Logits":
        """Hold `logits` (..., n); a row with +inf, NaN or nothing but -inf is NaN."""
        xp = outcomes.xp
        top, is_top = outcomes.first_largest(logits)
        top = xp.where(xp.isfinite(top), top, math.nan)
        below, low = two_diff(xp, logits, top)
        # Rounding logits - top would cost a relative error of gap * eps / 2 in the weight. Not
        # rounded + rounded * low: JAX makes 0 of a product below the normal numbers.
        rounded = xp.exp(below)
        # The largest has a weight of 1 however it moves: a derivative would be made and taken back.
        weight = xp.where(is_top & (below == 0), 1.0, rounded * (1.0 + low))
        rest = outcomes.sum(xp.where(is_top, 0.0, weight))
        lifted_rest = chosen(
            xp, rest < precision_of(xp, rest).faint,
            lambda: outcomes.sum(xp.where(is_top, 0.0, _lifted(xp, below, low))),
            lambda: rest * LIFT**2,
        )  # fmt: skip
        rest = lifted_rest / LIFT**2
        is_positive = positive(xp, weight)
        return cls(
            outcomes, weight, 1.0 + rest, is_positive,
            logits, top, is_top, -below, low, rest, lifted_rest,
        )  # fmt: skip

    @property
    def held(self) -> Array:
        """The logits."""
        return self.logits

    @property
    def possible(self) -> Array:
        """Where the probability is not zero, though its weight may underflow to it."""
        return self.logits > -math.inf

    @property
    def impossible(self) -> Array:
        """Where the probability is exactly zero."""
        return (self.logits == -math.inf) & (self.total > 0)

    def expected_surprise(self, of: Mass) -> Array:
        """Return the mean under this mass of the surprise of another, or of its own."""
        xp, outcomes = self.outcomes.xp, self.outcomes
        mean = super().expected_surprise(of)
        faint = mean < precision_of(xp, self.weight).faint
        return chosen(xp, faint, lambda: outcomes.answer(self._lifted_mean(of)), lambda: mean)

    def _lifted_mean(self, of: Mass) -> Array:
        """Return the mean of a surprise that is next to nothing: no term of it is too small."""
        xp, outcomes = self.outcomes.xp, self.outcomes
        weight = _lifted(xp, -self.gap, self.low)
        nothing = (weight == 0) | of.impossible
        terms = xp.where(nothing, 0.0, weight * xp.where(nothing, 0.0, of.surprise()))
        if isinstance(of, Logits):
            terms = xp.where(of.is_top, self.weight * of.lifted_rest, terms)
        return outcomes.sum(terms) / self.total / LIFT**2

    def surprise(self) -> Array:
        """Return -log of each probability.

        Its derivatives are those of the steps: by the largest logit, minus what the others hold
        for its own surprise, and never 1 - 1; for another's, 1 less what the others hold, or
        what the largest holds where that is less than half.
        """
        xp = self.outcomes.xp
        by_gap = xp.where(self.is_top, 0.0, self.gap) + xp.log1p(self.rest)
        as_moved = following(xp, by_gap, self._moved_surprise)
        as_is = self.is_top | (self.rest <= 1.0) | xp.isinf(self.gap)
        return xp.where(as_is, by_gap, as_moved)

    def log_normalizer(self) -> Array:
        """Return the log of the sum of all exp(logit), whose derivatives are the shares."""
        xp = self.outcomes.xp

        value = self.top + xp.log1p(self.rest)
        moved = following(xp, value, lambda: constant(xp, self.top) + xp.log(self._moved()[1]))
        return self.outcomes.answer(moved)

    def _moved_surprise(self) -> Array:
        """Return what changes as -log of each probability does when logits move."""
        change, total = self._moved()
        return self.outcomes.xp.log(total) - change

    def _moved(self) -> tuple[Array, Array]:
        """Return how far logits move, and what that makes of the total.

        The weights themselves stay as they are, right to their last digits.
        """
        xp, outcomes, logits = self.outcomes.xp, self.outcomes, self.logits
        still = constant(xp, logits)
        change = xp.where(xp.isfinite(still), logits - still, 0.0)
        return change, outcomes.sum(constant(xp, self.weight) * xp.exp(change))

    def divergence_terms(self, q: Mass) -> Array:
        """Return p log(p/q) - p + q for each outcome: non-negative, and their sum is D(p || q).

        With r = log(p/q) the term is p (exp(-r) - 1 + r).
        """
        q = q.as_logits()
        xp = self.outcomes.xp
        p_share, q_share = self.share, q.share
        r, shared = self.log_ratio(q)
        near = xp.abs(r) <= 1.0
        close = p_share * exp_minus(xp, xp.where(near, -r, 0.0))
        moved = moving_as_surprises(self, q, r, shared)
        far = xp.where(p_share == 0, 0.0, p_share * (xp.where(p_share == 0, 0.0, moved) - 1.0))
        terms = not_negative(xp, xp.where(near, close, far + q_share))
        alone = xp.where(self.possible & q.impossible, math.inf, q_share - p_share)
        return xp.where(shared, terms, alone)

    def mixture_terms(self, q: Mass) -> Array:
        """Return p log(p/m) + q log(q/m) for each outcome, with m = (p + q) / 2.

        With r = log(p/q), the term is (p + q) times the curve of tanh(r/2) = (p - q) / (p + q).
        """
        q = q.as_logits()
        xp = self.outcomes.xp
        p_share, q_share = self.share, q.share
        both = p_share + q_share
        r, shared = self.log_ratio(q)
        near = xp.abs(r) <= 0.69  # |tanh(r/2)| <= 1/3
        close = both * js_curve(xp, xp.tanh(xp.where(near, r, 0.0) / 2.0))
        larger = xp.where(r >= 0, p_share, q_share)
        smaller = xp.where(r >= 0, q_share, p_share)
        distance = xp.abs(r)
        bit_of_larger = math.log(2.0) - xp.log1p(xp.exp(-distance))
        far = larger * bit_of_larger + smaller * xp.where(
            smaller == 0, 0.0, bit_of_larger - distance
        )
        terms = not_negative(xp, xp.where(near, close, far))
        return xp.where(shared, terms, both * math.log(2.0))

    def log_ratio(self, q: Mass) -> tuple[Array, Array]:
        """Return log(p/q), right to a few eps of itself, and where both are possible; else 0.

        Of itself, not of the logits: the difference of the logits is formed exactly, moved to an
        origin of its own, and only then rounded.
        """
        return log_ratio(self, q.as_logits())

    def difference(self, q: Mass) -> Array:
        """Return p - q for each outcome, right to a few eps of itself."""
        q = q.as_logits()
        xp = self.outcomes.xp
        p_share, q_share = self.share, q.share
        r, shared = self.log_ratio(q)
        near = shared & (xp.abs(r) <= 1.0)
        return xp.where(near, q_share * xp.expm1(xp.where(near, r, 0.0)), p_share - q_share)

    def mean_distance(self, q: Mass) -> Array:
        """Return half the sum of |p - q|.

        Differences sum to 0: those above and those below it to the same. Derivatives are taken of
        the side that holds less of what moves; of the other they are differences of large ones.
        """
        q = q.as_logits()
        xp, outcomes, difference = self.outcomes.xp, self.outcomes, self.difference(q)
        p_share, q_share = self.share, q.share
        half = outcomes.sum(xp.abs(difference)) / 2.0
        moved = following(
            xp, half,
            lambda: _one_side(outcomes, p_share, constant(xp, q_share), difference)
            + _one_side(outcomes, q_share, constant(xp, p_share), -difference),
        )  # fmt: skip
        return outcomes.answer(xp.where(xp.isnan(half), half, moved))

    def as_logits(self) -> "Logits":
        """Return the same distributions, which are held as logits already."""
        return self


def _one_side(outcomes: Outcomes, moved: Array, held: Array, difference: Array) -> Array:
    """Return the sum of the differences of one sign: that where `moved` is less in all."""
    xp = outcomes.xp
    above = outcomes.sum(xp.where(difference > 0, constant(xp, moved), 0.0))
    sign = xp.where(above > 0.5, -1.0, 1.0)
    signed = sign * constant(xp, difference)
    counts = xp.where(signed > 0, 1.0, xp.where(signed < 0, 0.0, 0.5))  # a tie for neither
    return outcomes.sum(counts * sign * (moved - held))


def _lifted(xp: Namespace, below: Array, low: Array) -> Array:
    """Return exp(below + low) LIFT^2, from the square root: its own would be subnormal."""
    root = xp.exp(below / 2.0) * LIFT
    return root * root * (1.0 + low)
