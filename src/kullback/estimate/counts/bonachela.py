"""Bonachela, Hinrichsen and Muñoz: least error over all sources of two outcomes."""

from dataclasses import dataclass

from kullback._arrays import Array
from kullback.estimate.counts.delta_variance import delta_variance
from kullback.estimate.counts.fingerprint import fingerprint, known_outcomes
from kullback.estimate.counts.special_functions import digamma


@dataclass(frozen=True, slots=True)
class Bonachela:
    r"""Return :math:`\frac{1}{n + 2} \sum_i (n_i + 1)(\psi(n + 3) - \psi(n_i + 2))` nats, over all
    `outcomes`, those that were not seen included.

    It was derived for two outcomes. For many it exceeds the logarithm of their number. `outcomes`
    is the number of possible outcomes; where it is not known, the outcomes seen. The variance is
    that of the delta method, less its second order.

    Error of rounding: at most 1e-14 · (1 + log n) nats for each outcome there can be.

    Source: Bonachela, Hinrichsen & Muñoz (2008), Entropy estimates of small data sets, Journal of
    Physics A 41.

    Examples
    --------
    >>> round(Bonachela().entropy([1, 2, 3, 2, 1]), 10)
    1.5404499541
    """

    outcomes: int | None = None

    @property
    def name(self) -> str:
        """Name for reports."""
        return "Bonachela–Hinrichsen–Muñoz"

    def entropy(self, counts: Array) -> float:
        """Return nats."""
        sample = fingerprint(counts)
        unseen = known_outcomes(sample, self.outcomes) - sample.seen
        c, top = sample.counts, digamma(sample.n + 3.0)
        total = sample.total((c + 1.0) * (top - digamma(c + 2.0)))
        return float(total + unseen * (top - digamma(2.0))) / (sample.n + 2.0)

    def entropy_variance(self, counts: Array) -> float:
        """Return nats squared."""
        return delta_variance(fingerprint(counts))
