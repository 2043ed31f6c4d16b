"""A distribution as every quantity sees it, whatever the caller holds."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from kullback._arrays import Array
from kullback._mass.outcomes import Outcomes

if TYPE_CHECKING:
    from kullback._mass.logits import Logits


@dataclass(frozen=True)
class Mass(ABC):
    """Distributions over the last axis; leading axes broadcast against those of another mass.

    A row that is not a distribution (it held a NaN) is NaN in every step. `positive` says that
    every weight is seen to be above zero, so that nothing has to be done about zeros.
    """

    outcomes: Outcomes
    weight: Array
    total: Array
    positive: bool

    @property
    def share(self) -> Array:
        """The probability of each outcome, 0 where it underflows."""
        return self.weight / self.total

    @classmethod
    @abstractmethod
    def read(cls, held: Array, outcomes: Outcomes) -> Self:
        """Hold an array (..., n) of what the caller holds."""

    @property
    @abstractmethod
    def held(self) -> Array:
        """What the caller holds, up to a factor or a constant."""

    @property
    @abstractmethod
    def possible(self) -> Array:
        """Where the probability is not zero, however small."""

    @property
    @abstractmethod
    def impossible(self) -> Array:
        """Where the probability is exactly zero."""

    @abstractmethod
    def surprise(self) -> Array:
        """Return -log of each probability."""

    @abstractmethod
    def divergence_terms(self, q: "Mass") -> Array:
        """Return p log(p/q) - p + q for each outcome: non-negative, and their sum is D(p || q)."""

    @abstractmethod
    def mixture_terms(self, q: "Mass") -> Array:
        """Return p log(p/m) + q log(q/m) for each outcome, with m = (p + q) / 2."""

    @abstractmethod
    def log_ratio(self, q: "Mass") -> tuple[Array, Array]:
        """Return log(p/q) right to a few eps of itself, and where both are possible; else 0."""

    @abstractmethod
    def difference(self, q: "Mass") -> Array:
        """Return p - q for each outcome, right to a few eps of itself."""

    @abstractmethod
    def as_logits(self) -> "Logits":
        """Return the same distributions held as logits, where no probability underflows."""

    def expected_surprise(self, of: "Mass") -> Array:
        """Return the mean under this mass of the surprise of another, or of its own."""
        outcomes, surprise = self.outcomes, of.surprise()
        if not of.positive:
            surprise = self._where_both_are_possible(of, surprise)
        mean = outcomes.sum(self.weight * surprise) / self.total
        return outcomes.answer(mean if of.positive else self._infinite_over(of, mean))

    def _where_both_are_possible(self, of: "Mass", surprise: Array) -> Array:
        xp = self.outcomes.xp
        # Not weight * inf: a possible outcome may be too rare for its weight to be above zero.
        return xp.where(self.weight == 0, 0.0, xp.where(of.impossible, 0.0, surprise))

    def _infinite_over(self, of: "Mass", mean: Array) -> Array:
        """Return the mean, infinite where a possible outcome is impossible for the other."""
        xp = self.outcomes.xp
        infinite = xp.any(self.possible & of.impossible, axis=-1, keepdims=True)
        # A NaN elsewhere in the row wins, as in a sum.
        return xp.where(infinite & ~xp.isnan(mean), math.inf, mean)

    def divergence(self, q: "Mass") -> Array:
        """Return D(p || q)."""
        return self.outcomes.answer(self.outcomes.sum(self.divergence_terms(q)))

    def mean_distance(self, q: "Mass") -> Array:
        """Return half the sum of |p - q|."""
        xp = self.outcomes.xp
        return self.outcomes.answer(self.outcomes.sum(xp.abs(self.difference(q))) / 2.0)

    def mean_divergence_to_mixture(self, q: "Mass") -> Array:
        """Return the mean of D(p || m) and D(q || m), with m = (p + q) / 2."""
        return self.outcomes.answer(self.outcomes.sum(self.mixture_terms(q)) / 2.0)
