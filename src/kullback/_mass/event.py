"""A single event, which happens or does not: what elementwise quantities see."""

import math
from dataclasses import dataclass

from kullback._arrays import Array, Namespace, log1p


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
        certain = p == 1
        of_no = 0.0 - log1p(xp, -xp.where(certain, 0.0, p))
        return cls(xp, p, 1.0 - p, _surprise(xp, p), xp.where(certain, math.inf, of_no))

    @classmethod
    def from_log_probs(cls, xp: Namespace, log_p: Array) -> "Event":
        """Hold the event of log-probability log_p."""
        no = -xp.expm1(log_p)
        # log(1 - p) loses digits where p is small, log(no) where it is not.
        near = log_p > -math.log(2.0)
        of_near = _surprise(xp, xp.where(near, no, 1.0))
        of_far = 0.0 - log1p(xp, -xp.exp(xp.where(near, -1.0, log_p)))
        return cls(xp, xp.exp(log_p), no, 0.0 - log_p, xp.where(near, of_near, of_far))

    @classmethod
    def from_log_odds(cls, xp: Namespace, log_odds: Array) -> "Event":
        """Hold the event of log-odds log(p / (1 - p))."""
        yes_is_likelier = log_odds >= 0
        margin = xp.where(yes_is_likelier, log_odds, -log_odds)
        ratio = xp.exp(-margin)
        likelier, rarer = 1.0 / (1.0 + ratio), ratio / (1.0 + ratio)
        excess = xp.log1p(ratio)
        return cls(
            xp,
            xp.where(yes_is_likelier, likelier, rarer),
            xp.where(yes_is_likelier, rarer, likelier),
            xp.where(yes_is_likelier, excess, margin + excess),
            xp.where(yes_is_likelier, margin + excess, excess),
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


def _surprise(xp: Namespace, p: Array) -> Array:
    """Return -log p, infinite at 0 with a derivative that is not."""
    return xp.where(p == 0, math.inf, 0.0 - xp.log(xp.where(p == 0, 1.0, p)))
