"""Half a count added to the second sample, so that the bias of D(p ‖ q) is known whatever q is.

With q̃ = (b + ½)/(Σb + m/2) the first-order bias of log q̃ vanishes, and what is left of the
bias of Σ p̂ log(p̂/q̃) is (m − 1)/2 · (1/a + 1/b) nats, at equality and far from it. Smoothing
both samples would need a term that depends on the unknown q.
"""

from dataclasses import dataclass

from kullback._arrays import Array
from kullback.estimate.counts.two_samples import delta_variance
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
        return delta_variance.kl_variance(p, q, first.sum(), second.sum())

    def cross_entropy_variance(self, first: Array, second: Array) -> float:
        """Return the delta-method variance of `cross_entropy`."""
        p, q = self._shares(first, second)
        return delta_variance.cross_entropy_variance(p, q, first.sum(), second.sum())

    def _shares(self, first: Array, second: Array) -> tuple[Array, Array]:
        smoothed = self.smoothed(second)
        return first / first.sum(), smoothed / smoothed.sum()
