"""Grassberger's first estimator: the logarithm of a count, almost unbiased for Poisson counts."""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.delta_variance import delta_variance
from kullback.estimate.counts.fingerprint import fingerprint
from kullback.estimate.counts.special_functions import alternating, digamma


@dataclass(frozen=True, slots=True)
class Grassberger1988:
    r"""Return :math:`\sum_i \frac{n_i}{n}\left(\log n - \psi(n_i) -
    \frac{(-1)^{n_i}}{n_i (n_i + 1)}\right)` nats.

    It is often programmed with :math:`n_i + 1` as the denominator, a misprint that has a larger
    bias: for Poisson counts of mean 2, 0.058 where this has 0.021. The variance is that of the
    delta method, less its second order.

    Error of rounding: at most 1e-14 · (1 + log n) nats.

    Source: Grassberger (1988), Finite sample corrections to entropy and dimension estimates,
    Physics Letters A 128.

    Examples
    --------
    >>> round(Grassberger1988().entropy([1, 2, 3, 2, 1]), 10)
    1.8948106126
    """

    @property
    def name(self) -> str:
        """Name for reports."""
        return "Grassberger 1988"

    def entropy(self, counts: Array) -> float:
        """Return nats."""
        sample = fingerprint(counts)
        c = sample.counts
        logarithm = digamma(c) + alternating(c) / (c * (c + 1.0))
        return sample.mean(np.log(sample.n) - logarithm)

    def entropy_variance(self, counts: Array) -> float:
        """Return nats squared."""
        return delta_variance(fingerprint(counts))
