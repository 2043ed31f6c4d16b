"""A single event, which happens or does not: what elementwise quantities see."""

import math
from dataclasses import dataclass

from kullback._arrays import Array, Namespace


@dataclass(frozen=True, slots=True)
class Event:
    """Its probability and surprise, and those of its not happening, each accurate by itself."""

    xp: Namespace
    yes: Array
    no: Array
    surprise_of_yes: Array
    surprise_of_no: Array

    @classmethod
    def from_probs(cls, xp: Namespace, p: Array) -> "Event":
        """Hold the event of probability p."""
        return cls(xp, p, 1.0 - p, xp.abs(xp.log(p)), xp.abs(xp.log1p(-p)))

    @classmethod
    def from_log_probs(cls, xp: Namespace, log_p: Array) -> "Event":
        """Hold the event of log-probability log_p."""
        no = -xp.expm1(log_p)
        # log(1 - p) loses digits where p is small, log(no) where it is not.
        log_no = xp.where(log_p > -math.log(2.0), xp.log(no), xp.log1p(-xp.exp(log_p)))
        return cls(xp, xp.exp(log_p), no, xp.abs(log_p), xp.abs(log_no))

    @classmethod
    def from_log_odds(cls, xp: Namespace, log_odds: Array) -> "Event":
        """Hold the event of log-odds log(p / (1 - p))."""
        ratio = xp.exp(-xp.abs(log_odds))
        likelier, rarer = 1.0 / (1.0 + ratio), ratio / (1.0 + ratio)
        yes_is_likelier = log_odds >= 0
        excess, bound = xp.log1p(ratio), xp.abs(log_odds)
        return cls(
            xp,
            xp.where(yes_is_likelier, likelier, rarer),
            xp.where(yes_is_likelier, rarer, likelier),
            xp.where(yes_is_likelier, excess, bound + excess),
            xp.where(yes_is_likelier, bound + excess, excess),
        )

    def surprise(self) -> Array:
        """Return -log of the probability that it happens."""
        return self.surprise_of_yes

    def expected_surprise(self) -> Array:
        """Return the mean surprise of learning whether it happens."""
        xp = self.xp
        return self.yes * xp.where(self.yes == 0, 0.0, self.surprise_of_yes) + self.no * xp.where(
            self.no == 0, 0.0, self.surprise_of_no
        )
