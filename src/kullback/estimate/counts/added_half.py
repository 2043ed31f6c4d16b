"""Half a count added to the second sample, so that the bias of D(p ‖ q) is known whatever q is.

With q̃ = (b + ½)/(Σb + m/2) the first-order bias of log q̃ vanishes, and what is left of the
bias of Σ p̂ log(p̂/q̃) is (m − 1)/2 · (1/a + 1/b) nats, at equality and far from it. Smoothing
both samples would need a term that depends on the unknown q.
"""

from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.quantities import cross_entropy, kl_divergence


@dataclass(frozen=True, slots=True)
class AddedHalf:
    """Cross-entropy and KL divergence of two samples of counts over the same m outcomes."""

    @property
    def name(self) -> str:
        """Name for reports."""
        return "½ added to the second counts"

    def smoothed(self, counts: Array) -> Array:
        """Return the counts with ½ added to each."""
        return counts + 0.5

    def cross_entropy(self, first: Array, second: Array) -> float:
        """Return −Σ p̂ log q̃, uncorrected, in nats; always finite."""
        return float(cross_entropy(first, self.smoothed(second), normalize=True))

    def kl_divergence(self, first: Array, second: Array) -> float:
        """Return Σ p̂ log(p̂/q̃), uncorrected, in nats; always finite."""
        return float(kl_divergence(first, self.smoothed(second), normalize=True))

    def kl_variance(self, first: Array, second: Array) -> float:
        """Return the delta-method variance of `kl_divergence`."""
        p, q = self._shares(first, second)
        ratio = np.log(np.where(p > 0.0, p / q, 1.0))
        return self._first_sample(p, ratio, first) + self._second_sample(p, q, second)

    def cross_entropy_variance(self, first: Array, second: Array) -> float:
        """Return the delta-method variance of `cross_entropy`."""
        p, q = self._shares(first, second)
        return self._first_sample(p, np.log(q), first) + self._second_sample(p, q, second)

    def _shares(self, first: Array, second: Array) -> tuple[Array, Array]:
        smoothed = self.smoothed(second)
        return first / first.sum(), smoothed / smoothed.sum()

    def _first_sample(self, p: Array, values: Array, first: Array) -> float:
        mean = (p * values).sum()
        return float((p * (values - mean) ** 2).sum() / first.sum())

    def _second_sample(self, p: Array, q: Array, second: Array) -> float:
        return float(max((p * p / q).sum() - 1.0, 0.0) / second.sum())
