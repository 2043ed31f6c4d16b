"""What an estimator of the entropy is: anything with these three, of the library or not."""

from typing import Protocol, runtime_checkable

from kullback._arrays import Array


@runtime_checkable
class EntropyEstimator(Protocol):
    """Entropy from the counts of one sample. An outcome with a count of 0 was not seen."""

    @property
    def name(self) -> str:
        """Name for reports."""
        ...

    def entropy(self, counts: Array) -> float:
        """Return nats."""
        ...

    def entropy_variance(self, counts: Array) -> float:
        """Return the variance of `entropy`, in nats squared; NaN where none is known."""
        ...
