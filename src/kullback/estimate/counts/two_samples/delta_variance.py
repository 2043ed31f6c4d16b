"""Variances of KL divergence and cross-entropy from two samples, by the delta method.

The first sample enters through the spread of log(p/q), or of log q, over its observations; the
second through what reweighing it to p costs, Σp²/q − 1.
"""

import numpy as np

from kullback._arrays import Array


def kl_variance(p: Array, q: Array, n: float, m: float) -> float:
    """Return the variance of Σ p log(p/q) for n observations of p and m of q, to first order."""
    return spread(p, np.log(np.where(p > 0.0, p / q, 1.0))) / n + _reweighing(p, q) / m


def cross_entropy_variance(p: Array, q: Array, n: float, m: float) -> float:
    """Return the variance of −Σ p log q for n observations of p and m of q, to first order."""
    return spread(p, np.log(q)) / n + _reweighing(p, q) / m


def second_sample_variance(first: Array, second: Array) -> float:
    """Return what the second sample has in either of these variances."""
    return _reweighing(*positive_shares(first, second)) / float(second.sum())


def positive_shares(first: Array, second: Array) -> tuple[Array, Array]:
    """Return the shares of the outcomes that were seen, half a count in place of 0 in `second`."""
    seen = (first > 0) | (second > 0)
    one, two = first[seen].astype(float), second[seen].astype(float)
    two[two == 0.0] = 0.5
    return one / one.sum(), two / two.sum()


def null_variance(first: Array, second: Array) -> float:
    """Return the variance of the estimated KL divergence where both samples have one source."""
    seen = int(np.count_nonzero((first > 0) | (second > 0)))
    scale = 1.0 / first.sum() + 1.0 / second.sum()
    return 0.5 * (seen - 1) * float(scale) ** 2


def spread(weights: Array, values: Array) -> float:
    """Return the variance of values of which each has a share `weights` of all."""
    mean = (weights * values).sum()
    return float((weights * (values - mean) ** 2).sum())


def _reweighing(p: Array, q: Array) -> float:
    return float(max((p * p / q).sum() - 1.0, 0.0))
