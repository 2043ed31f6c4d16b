"""The plug-in estimator: quantities of the observed frequencies, as if they were the source.

Its entropy is too low and its divergences too high, each by about (m − 1)/2n nats for m
outcomes: every correction starts from here.
"""

import math
from dataclasses import dataclass

import numpy as np

from kullback._arrays import Array
from kullback.quantities import (
    cross_entropy,
    entropy,
    jensen_shannon_divergence,
    kl_divergence,
    kl_divergence_terms,
    mutual_information,
)


@dataclass(frozen=True, slots=True)
class PlugIn:
    r"""Observed frequencies in place of probabilities: :math:`-\sum_i \hat p_i \log \hat p_i`
    nats with :math:`\hat p_i = n_i/n`, and the divergences of such frequencies.

    Its entropy is too low by about (m − 1)/2n for m outcomes. The variance is that of the delta
    method, less its second order; for entropy and divergences it is documented at each method.
    Counts may be weights: any numbers from 0 on.

    Error of rounding: that of `kullback.entropy` and its like, a few units in the last digit.

    Source: Paninski (2003), Estimation of entropy and mutual information, Neural Computation 15,
    for its bias.

    Examples
    --------
    >>> round(PlugIn().entropy([1, 2, 3, 2, 1]), 10)
    1.5229550675
    """

    @property
    def name(self) -> str:
        """Name for reports."""
        return "plug-in"

    def entropy(self, counts: Array) -> float:
        """Return H(p̂) in nats.

        Raises
        ------
        ValueError
            There is nothing, or a count is negative, infinite or missing.
        """
        if not 0.0 < float(np.sum(counts)) < math.inf:
            raise ValueError(
                "counts must be finite numbers from 0 on, and not all zero: their sum is "
                f"{float(np.sum(counts))}"
            )
        return float(entropy(counts, normalize=True))

    def entropy_delta_variance(self, counts: Array) -> float:
        """Return the variance of H(p̂) to first order; zero at a uniform source."""
        n, frequencies = _frequencies(counts)
        return _variance(frequencies, -_log(frequencies)) / n

    def entropy_variance(self, counts: Array) -> float:
        """Return the variance of H(p̂), second order included.

        At a uniform source the delta variance, which should be zero, averages (k − 1)/n² over
        samples, and the true variance is half of that: hence the subtraction, and the floor.
        """
        second_order = (int(np.count_nonzero(counts)) - 1) / (2.0 * float(np.sum(counts)) ** 2)
        return max(self.entropy_delta_variance(counts) - second_order, second_order)

    def cross_entropy(self, first: Array, second: Array) -> float:
        """Return H(p̂, q̂) in nats; infinite where an outcome of `first` is new to `second`."""
        return float(cross_entropy(first, second, normalize=True))

    def kl_divergence(self, first: Array, second: Array) -> float:
        """Return D(p̂ ‖ q̂) in nats; infinite where an outcome of `first` is new to `second`."""
        return float(kl_divergence(first, second, normalize=True))

    def jensen_shannon_divergence(self, first: Array, second: Array) -> float:
        """Return JS(p̂, q̂) in nats."""
        return float(jensen_shannon_divergence(first, second, normalize=True))

    def jensen_shannon_terms(self, first: Array, second: Array) -> Array:
        """Return each outcome's non-negative share of JS(p̂, q̂), in nats."""
        p, q = _frequencies(first)[1], _frequencies(second)[1]
        middle = (p + q) / 2.0
        return (
            kl_divergence_terms(p, middle, normalize=True)
            + kl_divergence_terms(q, middle, normalize=True)
        ) / 2.0

    def jensen_shannon_variance(self, first: Array, second: Array) -> float:
        """Return the delta-method variance of JS(p̂, q̂).

        The larger of two evaluations, with and without half a count in every cell: the first
        alone is far too small where a large sample meets a small one that never saw an outcome.
        """
        return max(
            _jensen_shannon_delta(first, second, added=0.0),
            _jensen_shannon_delta(first, second, added=0.5),
        )

    def mutual_information(self, table: Array) -> float:
        """Return I(p̂) of a contingency table, in nats."""
        return float(mutual_information(table, normalize=True))

    def mutual_information_variance(self, table: Array) -> float:
        """Return the delta-method variance of I(p̂): that of the pointwise one, over n."""
        n, rows, columns = float(table.sum()), table.sum(axis=1), table.sum(axis=0)
        first, second = np.nonzero(table)
        cells = table[first, second]
        pointwise = np.log(cells * n) - np.log(rows[first]) - np.log(columns[second])
        return _variance(cells / n, pointwise) / n


def _jensen_shannon_delta(first: Array, second: Array, added: float) -> float:
    p, q = _frequencies(first + added)[1], _frequencies(second + added)[1]
    log_middle = _log((p + q) / 2.0)
    return float(
        _variance(p, _log(p) - log_middle) / (4.0 * first.sum())
        + _variance(q, _log(q) - log_middle) / (4.0 * second.sum())
    )


def _frequencies(counts: Array) -> tuple[float, Array]:
    counts = np.asarray(counts, dtype=float)
    n = float(counts.sum())
    return n, counts / n


def _log(frequencies: Array) -> Array:
    # Where the frequency is zero the weight is too: any finite number will do.
    return np.log(np.where(frequencies > 0.0, frequencies, 1.0))


def _variance(weights: Array, values: Array) -> float:
    mean = float((weights * values).sum())
    return float((weights * (values - mean) ** 2).sum())
