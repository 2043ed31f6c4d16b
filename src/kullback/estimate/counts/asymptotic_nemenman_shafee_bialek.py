"""NSB where outcomes are far more than observations: all that is left of the data are repeats."""

import math
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.fingerprint import fingerprint
from kullback.estimate.counts.special_functions import digamma, trigamma


@dataclass(frozen=True, slots=True)
class AsymptoticNemenmanShafeeBialek:
    r"""Return :math:`\gamma - \log 2 + 2 \log n - \psi(\Delta)` nats, Δ = n − k the observations
    whose outcome had been seen before, γ Euler's constant.

    The limit of the posterior mean of `NemenmanShafeeBialek` for Δ ≪ n, where there are many more
    outcomes than observations. The variance is that of the entropy after the data, ψ₁(Δ).

    It answers for the prior: of a source as uneven as the prior expects the value is right, of a
    flat one it is too high by γ = 0.577 nats however many repeats there are. It rises as repeats
    near their limit, by 0.12 nats at a tenth; beyond, it is far off (3.02 nats where five outcomes
    allow 1.61). So data are refused that hold no repeat, or `most_repeats` and more of them for
    each outcome seen.

    Error of rounding: at most 1e-14 · (1 + log n) nats.

    Source: Nemenman (2011), Coincidences and estimation of entropies of random variables with large
    cardinalities, Entropy 13.

    Examples
    --------
    >>> words_of_a_page = [2] * 20 + [1] * 360
    >>> round(AsymptoticNemenmanShafeeBialek().entropy(words_of_a_page), 10)
    8.8964735863
    """

    most_repeats: float = 0.1

    def __post_init__(self) -> None:
        if not self.most_repeats > 0.0:
            raise ValueError(f"most_repeats must be a positive number, got {self.most_repeats}")

    @property
    def name(self) -> str:
        """Name for reports."""
        return "asymptotic Nemenman–Shafee–Bialek"

    def entropy(self, counts: Array) -> float:
        """Return nats."""
        n, repeats = self._repeats(counts)
        return float(np.euler_gamma - math.log(2.0) + 2.0 * math.log(n) - digamma(repeats))

    def entropy_variance(self, counts: Array) -> float:
        """Return nats squared."""
        return float(trigamma(self._repeats(counts)[1]))

    def _repeats(self, counts: Array) -> tuple[float, float]:
        sample = fingerprint(counts)
        repeats = sample.n - sample.seen
        if repeats < 1:
            raise ValueError("no outcome was seen twice: the data bound nothing")
        if repeats >= self.most_repeats * sample.seen:
            raise ValueError(
                f"{repeats:,.0f} of {sample.n:,.0f} observations repeat one of {sample.seen:,} "
                f"outcomes, and this limit holds for fewer than {self.most_repeats:g} repeats for "
                "each outcome: take NemenmanShafeeBialek"
            )
        return sample.n, repeats
