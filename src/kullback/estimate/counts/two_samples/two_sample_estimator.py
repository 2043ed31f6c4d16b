"""What an estimator from two samples is: anything with these six, of the library or not."""

from typing import Protocol, runtime_checkable

from kullback._arrays import Array


@runtime_checkable
class TwoSampleEstimator(Protocol):
    """KL divergence and cross-entropy from the counts of two samples over the same outcomes.

    `first` is a sample from p, `second` one from q. An outcome may have a count of 0 in either.
    """

    @property
    def name(self) -> str:
        """Name for reports."""
        ...

    def kl_divergence(self, first: Array, second: Array) -> float:
        """Return D(p ‖ q) in nats. It may be negative by chance."""
        ...

    def kl_variance(self, first: Array, second: Array) -> float:
        """Return the variance of `kl_divergence` far from zero; NaN where none is known."""
        ...

    def kl_null_variance(self, first: Array, second: Array) -> float:
        """Return the variance of `kl_divergence` where p = q; NaN where none is known."""
        ...

    def cross_entropy(self, first: Array, second: Array) -> float:
        """Return H(p, q) in nats."""
        ...

    def cross_entropy_variance(self, first: Array, second: Array) -> float:
        """Return the variance of `cross_entropy`, in nats squared; NaN where none is known."""
        ...
