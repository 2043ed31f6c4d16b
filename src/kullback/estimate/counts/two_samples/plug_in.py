"""The plug-in estimator from two samples: observed frequencies in place of probabilities."""

from dataclasses import dataclass

from kullback._arrays import Array
from kullback.estimate.counts import plug_in
from kullback.estimate.counts.two_samples import delta_variance
from kullback.estimate.counts.two_samples.zhang_grabchak import ZhangGrabchak


@dataclass(frozen=True, slots=True)
class TwoSamplePlugIn:
    r"""Return :math:`\sum_i \hat p_i \log(\hat p_i / \hat q_i)` nats.

    Infinite as soon as one outcome of the first sample is new to the second: for 96 to 100 of 100
    pairs of samples of 200 over 100 outcomes. Where finite it is too high, by what
    `TwoSampleMillerMadow` takes off, and its interval with it. The variance is the delta method's.

    Error of rounding: that of `kullback.kl_divergence`, 16 eps.

    Examples
    --------
    >>> import numpy as np
    >>> round(TwoSamplePlugIn().kl_divergence(np.array([5, 3, 2, 1]), np.array([2, 4, 1, 1])), 10)
    0.1456100692
    """

    @property
    def name(self) -> str:
        """Name for reports."""
        return "plug-in"

    def kl_divergence(self, first: Array, second: Array) -> float:
        """Return nats."""
        return plug_in.PlugIn().kl_divergence(first, second)

    def kl_variance(self, first: Array, second: Array) -> float:
        """Return nats squared."""
        return ZhangGrabchak().kl_variance(first, second)

    def kl_null_variance(self, first: Array, second: Array) -> float:
        """Return nats squared."""
        return delta_variance.null_variance(first, second)

    def cross_entropy(self, first: Array, second: Array) -> float:
        """Return nats."""
        return plug_in.PlugIn().cross_entropy(first, second)

    def cross_entropy_variance(self, first: Array, second: Array) -> float:
        """Return nats squared."""
        return ZhangGrabchak().cross_entropy_variance(first, second)
