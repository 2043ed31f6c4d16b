"""Half a count added to the second sample, and the bias that is left taken off."""

from dataclasses import dataclass

from kullback._arrays import Array
from kullback.estimate.counts.added_half import AddedHalf
from kullback.estimate.counts.two_samples import delta_variance


@dataclass(frozen=True, slots=True)
class AddedHalfLessBias:
    r"""Return :math:`\sum \hat p \log(\hat p / \tilde q)` with :math:`\tilde q = (y + \tfrac12) /
    (M + m/2)`, less :math:`\frac{m - 1}{2} (\frac1N + \frac1M)` nats.

    m is the number of outcomes counted, those with zeros included. The bias taken off is right to
    first order whatever q is; where outcomes are expected fewer than five times, too much is taken
    off. This is what `kullback.compare` does for columns that are not thin. The variance is the
    delta method's.

    Error of rounding: that of `kullback.kl_divergence`, 16 eps.

    Examples
    --------
    >>> import numpy as np
    >>> round(AddedHalfLessBias().kl_divergence(np.array([60, 30, 10]), np.array([20, 20, 40])), 4)
    0.3916
    """

    @property
    def name(self) -> str:
        """Name for reports."""
        return "½ added to the second counts, less its bias"

    def kl_divergence(self, first: Array, second: Array) -> float:
        """Return nats."""
        bias = (len(first) - 1) / 2.0 * float(1.0 / first.sum() + 1.0 / second.sum())
        return AddedHalf().kl_divergence(first, second) - bias

    def kl_variance(self, first: Array, second: Array) -> float:
        """Return nats squared."""
        return AddedHalf().kl_variance(first, second)

    def kl_null_variance(self, first: Array, second: Array) -> float:
        """Return nats squared."""
        return delta_variance.null_variance(first, second)

    def cross_entropy(self, first: Array, second: Array) -> float:
        """Return nats."""
        bias = (len(first) - 1) / (2.0 * float(second.sum()))
        return AddedHalf().cross_entropy(first, second) - bias

    def cross_entropy_variance(self, first: Array, second: Array) -> float:
        """Return nats squared."""
        return AddedHalf().cross_entropy_variance(first, second)
