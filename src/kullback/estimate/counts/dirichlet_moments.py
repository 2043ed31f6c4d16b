"""Mean and variance of the entropy of random probabilities that follow a Dirichlet law.

The variance is written as a sum of squares and small rests: the form of the textbooks, a second
moment less the square of the mean, loses as many digits as n H² has.
"""

import numpy as np

from kullback._arrays import Array
from kullback.estimate.counts.fingerprint import Fingerprint
from kullback.estimate.counts.special_functions import digamma, trigamma, trigamma_excess


def dirichlet_moments(sample: Fingerprint, outcomes: int, added: Array) -> tuple[Array, Array]:
    """Return mean and variance of the entropy, given the counts with `added` to each.

    One pair for each number in `added`; all `outcomes` enter, those not seen included.
    """
    a = np.asarray(added, dtype=float)[:, None]
    alpha = np.concatenate([sample.counts + a, a], axis=1)
    times = np.append(sample.times, float(outcomes - sample.seen))
    return _moments(alpha, times, 0.0, sample.n + outcomes * a[:, 0])


def pitman_yor_moments(
    sample: Fingerprint, concentration: Array, discount: Array
) -> tuple[Array, Array]:
    """Return mean and variance of the entropy under a Pitman–Yor process, given the counts.

    The outcomes not seen are one more cell, α + kd of the weight, with an entropy of its own.
    """
    rest = concentration + sample.seen * discount
    alpha = np.concatenate([sample.counts - discount[:, None], rest[:, None]], axis=1)
    inner = np.zeros_like(alpha)
    inner[:, -1] = digamma(rest + 1.0) - digamma(1.0 - discount)
    total = sample.n + concentration
    mean, variance = _moments(alpha, np.append(sample.times, 1.0), inner, total)
    inside = (
        (rest + discount) / ((rest + 1.0) ** 2 * (1.0 - discount))
        + (1.0 - discount) / (rest + 1.0) * trigamma(2.0 - discount)
        - trigamma(2.0 + rest)
    )
    return mean, variance + rest * (rest + 1.0) / (total * (total + 1.0)) * inside


def _moments(alpha: Array, times: Array, inner: Array, total: Array) -> tuple[Array, Array]:
    """Return mean and variance of −Σ p log p + Σ p · inner for p ~ Dirichlet(alpha)."""
    score = digamma(alpha + 1.0) - inner
    mean = digamma(total + 1.0) - np.sum(times * alpha * score, axis=1) / total
    off = score - digamma(total + 1.0)[:, None] + mean[:, None]
    spread = np.sum(times * alpha * (off**2 + trigamma_excess(alpha + 1.0)), axis=1)
    return mean, spread / (total * (total + 1.0)) - trigamma_excess(total + 1.0) / (total + 1.0)
