"""Dirichlet priors for two samples: a fraction of a count added to every outcome of both."""

import math
from dataclasses import dataclass

from kullback._arrays import Array
from kullback.estimate.counts.dirichlet import ADDED, DirichletPlugIn, Prior
from kullback.quantities import cross_entropy, kl_divergence


@dataclass(frozen=True, slots=True)
class DirichletSmoothed:
    r"""Return the KL divergence, in nats, of :math:`(x_i + a)/(N + K a)` from
    :math:`(y_i + a)/(M + K a)`.

    `added` is a, or the name of a rule for it: Jeffreys ½, Laplace 1, Perks 1/K, minimax √N/K and
    √M/K. K is the number of outcomes counted, those with zeros included. Always finite, and wrong
    where data are few: of two samples of 200 from one flat source over 100 outcomes, ½ finds 0.36
    nats in place of 0. So no variance is given.

    Error of rounding: that of `kullback.kl_divergence`, 16 eps.

    Examples
    --------
    >>> import numpy as np
    >>> first, second = np.array([60, 30, 10]), np.array([20, 60, 0])
    >>> round(DirichletSmoothed("Laplace").kl_divergence(first, second), 4)
    0.468
    """

    added: Prior | float = "Jeffreys"

    def __post_init__(self) -> None:
        DirichletPlugIn(self.added)  # which refuses what is no rule and no number

    @property
    def name(self) -> str:
        """Name for reports."""
        if isinstance(self.added, str):
            return f"plug-in of the {self.added} prior for both samples"
        return f"plug-in of both counts with {self.added:g} added"

    def kl_divergence(self, first: Array, second: Array) -> float:
        """Return nats."""
        p, q = self._smoothed(first), self._smoothed(second)
        return float(kl_divergence(p, q, normalize=True))

    def kl_variance(self, first: Array, second: Array) -> float:
        """Return NaN: its bias is of the size of the answer, and no variance makes up for that."""
        return math.nan

    def kl_null_variance(self, first: Array, second: Array) -> float:
        """Return NaN, as `kl_variance` does."""
        return math.nan

    def cross_entropy(self, first: Array, second: Array) -> float:
        """Return nats."""
        p, q = self._smoothed(first), self._smoothed(second)
        return float(cross_entropy(p, q, normalize=True))

    def cross_entropy_variance(self, first: Array, second: Array) -> float:
        """Return NaN, as `kl_variance` does."""
        return math.nan

    def _smoothed(self, counts: Array) -> Array:
        if isinstance(self.added, str):
            return counts + ADDED[self.added](float(counts.sum()), len(counts))
        return counts + self.added
